"""What `dwmap check` says of the specs that an import makes: what they mean, or which parts of maps it refuses."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dwmap.diagnostics import Report, Severity
from dwmap.formatter.print_ast import print_file
from dwmap.importers.catalog import Map
from dwmap.importers.problems import RefusedRule
from dwmap.ir.model import Project
from dwmap.lower.lower_project import lower_project
from dwmap.semantic.analyze import analyze
from dwmap.source import SourceFile, Span
from dwmap.syntax.ast import File, MapDecl
from dwmap.syntax.parser import parse_file


@dataclass(frozen=True)
class Refused:
    """A part of a map that is an error in the specs: a line by its place, the filter of a system, or the map itself."""

    map: str
    part: int | str
    code: str
    reason: str


def drop_refused(
    refused: Iterable[Refused], maps: Iterable[Map], report: Report
) -> bool:
    """
    Report what is refused, and take the lines out of their maps; whether there were any.

    A line is kept in the side file of its map. A filter stays: without it the map would carry other records.
    """
    by_name = {one.name: one for one in maps if one.table.is_stored}
    dropped: set[tuple[str, int]] = set()
    for one in refused:
        found = by_name.get(one.map)
        if found is None:
            continue
        span = found.table.heading
        if isinstance(one.part, int):
            span = found.lines[one.part].row.span
            dropped.add((one.map, one.part))
        else:
            filters = {"fo": found.table.left_filter, "ce": found.table.right_filter}
            span = filters.get(one.part) or span
        is_line = isinstance(one.part, int)
        report.add(RefusedRule(span, one.reason, one.code, is_line))
    for name, place in sorted(dropped, reverse=True):
        del by_name[name].lines[place]
    return bool(dropped)


def meaning_of(files: Mapping[str, File]) -> Project | None:
    """What specs mean, as an export will find it; None where they have an error."""
    report = Report()
    analysis = analyze([_placed(*one) for one in files.items()], {}, report)
    return None if report.has_errors else lower_project(analysis, "", report)


def _placed(path: str, file: File) -> File:
    """A file at its path, which says what solution its declarations belong to."""
    source = SourceFile(path, "")
    span = source.span(0, 0)
    declarations = tuple(replace(one, span=span) for one in file.declarations)
    return replace(file, source=source, declarations=declarations)


def refused_parts(files: Mapping[str, File]) -> list[Refused]:
    """The lines and filters of maps that have errors, each once, in their order."""
    report = Report()
    sources = [SourceFile(path, print_file(file)) for path, file in files.items()]
    parsed = [parse_file(source, report) for source in sources]
    analyze(parsed, {}, report)
    maps: dict[str, list[_Parts]] = defaultdict(list)
    for file in parsed:
        for decl in file.declarations:
            if isinstance(decl, MapDecl):
                maps[file.source.path].append(_Parts(decl))
    refused: dict[tuple[str, int | str], Refused] = {}
    for one in report:
        if one.severity is not Severity.ERROR or one.primary is None:
            continue
        place = one.primary.span
        for each in maps.get(place.file.path, ()):
            if each.decl.span.covers(place):
                key = each.decl.name.text, each.at(place)
                refused.setdefault(key, Refused(*key, one.code, one.message))
    return list(refused.values())


class _Parts:
    """The lines and filters of a map by their places."""

    def __init__(self, decl: MapDecl) -> None:
        self.decl = decl
        spans: list[tuple[Span, int | str]] = [
            (line.span, number) for number, line in enumerate(decl.lines)
        ]
        spans += [(where.span, where.system.text) for where in decl.filters]
        self.spans = sorted(spans, key=lambda one: one[0].start)
        self.starts = [span.start for span, _ in self.spans]

    def at(self, place: Span) -> int | str:
        """The part at a place; nothing where it is the map's head."""
        found = bisect_right(self.starts, place.start) - 1
        span, part = self.spans[found] if found >= 0 else (self.decl.span, "")
        return part if span.covers(place) else ""


def without_maps(files: Mapping[str, File], names: Iterable[str]) -> dict[str, File]:
    """The files without these maps."""
    left_out = set(names)
    return {
        path: replace(
            file,
            declarations=tuple(
                one
                for one in file.declarations
                if not isinstance(one, MapDecl) or one.name.text not in left_out
            ),
        )
        for path, file in files.items()
    }
