"""Every oddity of foreign files is a folder in tests/cases/import: sources in, specs and messages out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from dwmap.diagnostics import Report, Severity
from dwmap.diagnostics.render import render_all
from dwmap.driver import check_sources
from dwmap.formatter.print_ast import print_file
from dwmap.importers import Sources, decode, import_sources
from dwmap.source import SourceFile
from harness.golden import Golden, cases
from harness.messages import message_files

CASES = cases("import")


def _source(path: Path, report: Report, more: bytes = b"") -> SourceFile | None:
    if not path.exists():
        return None
    return decode(path.name, path.read_bytes() + more, report)


def _run(case: Path) -> dict[str, str]:
    """The specs under `out/`, and the messages."""
    report = Report()
    settings = case / "case.toml"
    options: dict[str, Any] = (
        tomllib.loads(settings.read_text("utf-8")) if settings.exists() else {}
    )
    # A file of a hundred thousand characters helps nobody: the case says how many are to be added.
    more = b"x" * options.pop("long_line", 0)
    tables = _source(case / "input.md", report, more)
    schema = _source(case / "input.schema.json", report)
    sources = Sources(
        [tables] if tables else [],
        _source(case / "input.keys.csv", report),
        [schema] if schema else [],
        _source(case / "input.plan.toml", report),
    )
    files = import_sources(sources, report, **options).files
    outputs = {f"out/{path}": print_file(file) for path, file in files.items()}
    return outputs | message_files(report)


@pytest.mark.parametrize("case", CASES)
def test_import(case: Path, golden: Golden) -> None:
    """The files that an import writes, and what it says of the sources."""
    golden.check(case, _run(case))


@pytest.mark.parametrize("case", CASES)
def test_what_is_imported_compiles(case: Path) -> None:
    """Whatever the sources, the specs that come out are free of errors."""
    report = Report()
    sources = [
        SourceFile(path, text)
        for path, text in _run(case).items()
        if path.endswith(".dwmap")
    ]

    check_sources(sources, report)

    assert render_all(d for d in report if d.severity is Severity.ERROR) == ""
