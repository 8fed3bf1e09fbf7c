"""What must hold for any spec and any metadata: the spec stays one, and nothing is to be done twice."""

from __future__ import annotations

from dwmap.diagnostics import Report
from dwmap.importers.metadata import (
    Additions,
    Wishes,
    read_metadata,
    systems_of,
    update_specs,
)
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import parse_file
from fuzz.examine import Broken, examine_messages


def examine_update(texts: tuple[str, ...]) -> None:
    """A spec and a file of metadata: the spec that comes of both can be read, and doing it again changes nothing."""
    spec, metadata, wishes = texts
    report = Report()
    found = read_metadata({"m": metadata.encode("utf-8", "surrogatepass")}, report)
    if not found and not report.has_errors:
        raise Broken("refused without a word")
    files = _parsed([SourceFile("a.dwmap", spec)])
    if files is None:
        return
    kinds = systems_of(files)
    kinds.setdefault("odata", "odata")
    systems = {
        next((name for name, kind in kinds.items() if kind == one.product), "ce"): one
        for one in found
    }
    options = Wishes("fields" in wishes, "prune" in wishes)
    additions = Additions(all="all" in wishes)
    once = update_specs(files, systems, report, options, additions)
    examine_messages(report.diagnostics)
    again = _parsed(once.sources)
    if again is None:
        raise Broken(f"no spec any more:\n{spec}\n--\n{once.sources[0].text}")
    twice = update_specs(again, systems, Report(), options, additions)
    if [one.text for one in twice.sources] != [one.text for one in once.sources]:
        texts = tuple(one.text for one in (*once.sources, *twice.sources))
        raise Broken("changed a second time:\n" + "\n--\n".join(texts))


def _parsed(
    sources: list[SourceFile] | tuple[SourceFile, ...],
) -> list[ast.File] | None:
    report = Report()
    files = [parse_file(one, report) for one in sources]
    return None if report.has_errors else files
