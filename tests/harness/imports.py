"""Imports of test cases: the sources in a folder, the specs that come of them, and what is said."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from dwmap.diagnostics import Report
from dwmap.formatter.print_ast import print_file
from dwmap.importers import Sources, decode, import_sources, open_solution
from dwmap.source import SourceFile


def import_folder(case: Path) -> tuple[dict[str, str], Report]:
    """The specs by path, and the messages."""
    report = Report()
    settings = case / "case.toml"
    options: dict[str, Any] = (
        tomllib.loads(settings.read_text("utf-8")) if settings.exists() else {}
    )
    # A file of a hundred thousand characters helps nobody: the case says how many are to be added.
    more = b"x" * options.pop("long_line", 0)
    tables = _source(case / "input.md", report, more)
    schema = _source(case / "input.schema.json", report)
    solutions = [
        open_solution(path.name, path.read_bytes(), report)
        for path in sorted(case.glob("input.solution*"))
    ]
    sources = Sources(
        [tables] if tables else [],
        _source(case / "input.keys.csv", report),
        [schema] if schema else [],
        _source(case / "input.plan.toml", report),
        [one for one in solutions if one is not None],
    )
    imported = import_sources(sources, report, **options)
    files = {path: print_file(file) for path, file in imported.files.items()}
    return files | imported.side_files, report


def _source(path: Path, report: Report, more: bytes = b"") -> SourceFile | None:
    if not path.exists():
        return None
    return decode(path.name, path.read_bytes() + more, report)
