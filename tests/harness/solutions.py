"""Solutions for tests: made of the specs, with the oddities that real ones show, imported and exported again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from dwmap.diagnostics import Report, Severity
from dwmap.driver import compile_sources
from dwmap.formatter.print_ast import print_file
from dwmap.importers import Sources, import_sources, open_solution
from dwmap.importers.solution.rows import read_row, row_of_element, take_rows
from dwmap.ir.model import Project
from dwmap.project import load_project
from dwmap.solutions.export import Exported, export_solution, solutions_of
from dwmap.solutions.extras import Extras, read_extras
from dwmap.solutions.safe_xml import parse_xml
from dwmap.solutions.stored import ID
from dwmap.source import SourceFile

ROOT = Path(__file__).parents[2]
Row = dict[str, Any]


@dataclass(frozen=True)
class Taken:
    """What an import makes, compiled."""

    project: Project
    extras: Extras
    texts: Mapping[str, str]
    report: Report


def zip_of(files: Mapping[str, bytes | str]) -> bytes:
    """A zip."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def customizations(rows: Iterable[Mapping[str, str]], rest: str = "") -> str:
    """Customizations with rows as the product writes them; a column with `@` is an attribute."""
    parts = ["\ufeff<?xml version='1.0' encoding='utf-8'?>\n<ImportExportXml>"]
    parts += [rest, "<msdyn_dualwriteentitymaps>"]
    for row in rows:
        given = "".join(f" {k[1:]}={quoteattr(v)}" for k, v in row.items() if "@" in k)
        inside = [f"<{k}>{escape(v)}</{k}>" for k, v in row.items() if "@" not in k]
        parts.append(
            f"<msdyn_dualwriteentitymap{given}>{''.join(inside)}</msdyn_dualwriteentitymap>"
        )
    return "\n".join([*parts, "</msdyn_dualwriteentitymaps>", "</ImportExportXml>"])


def row_of(mapping: object, name: str = "A map", version: str = "1.0.0.0") -> Row:
    """A row as text."""
    return {
        "@msdyn_dualwriteentitymapid": f"id of {name} {version}",
        "msdyn_displayname": name,
        "msdyn_mapping": mapping if isinstance(mapping, str) else json.dumps(mapping),
        "msdyn_version": version,
    }


def take(data: bytes, name: str = "solution.zip") -> Taken:
    """Import a file, and compile the specs that come of it; they have no errors."""
    report = Report()
    opened = open_solution(name, data, report)
    assert opened is not None
    imported = import_sources(Sources([], solutions=[opened]), report)
    extras = Extras()
    for text in imported.side_files.values():
        read_extras(text, extras)
    texts = {path: print_file(file) for path, file in imported.files.items()}
    found = Report()
    sources = [SourceFile(path, text) for path, text in texts.items()]
    project = compile_sources(sources, "taken", found)
    assert project is not None, [one.message for one in found]
    return Taken(project, extras, texts | imported.side_files, report)


def give(taken: Taken, *, with_extras: bool = True) -> Exported:
    """Export the one solution of what was imported."""
    [solution] = solutions_of(taken.project)
    extras = taken.extras if with_extras else Extras()
    return export_solution(taken.project, solution, extras)


def rows_in(data: bytes, *, faulty: bool = False) -> list[Row]:
    """The rows of a zip, their JSON read, by id and content; unless they are `faulty` all of it can be read."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        root = parse_xml(archive.read("customizations.xml"))
    report = Report()
    rows = [row_of_element(one) for one in take_rows(root)]
    read = [read_row(row, "zip", report).row for row in rows]
    assert faulty or not report.has_errors
    return sorted(read, key=lambda row: (str(row[ID]), json.dumps(row, sort_keys=True)))


@cache
def specs() -> Project:
    """The project of the repository."""
    report = Report()
    files = load_project(ROOT / "specs", report)
    variants = files.config.variants
    project = compile_sources(files.sources, "specs", report, variants)
    assert project is not None
    assert not report.count(Severity.ERROR)
    return project


@cache
def exported_specs() -> dict[str, Exported]:
    """Every solution of the specs, exported."""
    project = specs()
    return {
        one.name: export_solution(project, one, Extras())
        for one in solutions_of(project)
    }
