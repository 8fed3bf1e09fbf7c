"""Every oddity of foreign files is a folder in tests/cases/import: sources in, specs and messages out."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.diagnostics import Report, Severity
from dwmap.diagnostics.render import render_all
from dwmap.driver import check_sources
from dwmap.source import SourceFile
from harness.golden import Golden, cases
from harness.imports import import_folder
from harness.messages import message_files

CASES = cases("import")


def _run(case: Path) -> dict[str, str]:
    """The specs under `out/`, and the messages."""
    specs, report = import_folder(case)
    return {f"out/{path}": text for path, text in specs.items()} | message_files(report)


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
