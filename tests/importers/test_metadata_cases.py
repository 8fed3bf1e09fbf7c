"""Every form of metadata and every kind of difference is a folder in tests/cases/metadata: a spec and metadata in, the spec out."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.diagnostics import Report, Severity
from dwmap.diagnostics.render import render_all
from dwmap.driver import check_sources
from dwmap.formatter.safety import Formatted, format_source
from dwmap.source import SourceFile
from harness.golden import Golden, cases
from harness.messages import message_files
from harness.metadata_cases import SPECS, update_folder

CASES = cases("metadata")


@pytest.mark.parametrize("case", CASES)
def test_update(case: Path, golden: Golden) -> None:
    """The specs that change, and what is said of them and of the metadata."""
    changed, report = update_folder(case)

    golden.check(
        case,
        {f"out/{path}": text for path, text in changed.items()} | message_files(report),
    )


@pytest.mark.parametrize("case", CASES)
def test_the_specs_compile(case: Path) -> None:
    """With what services have they are free of errors, as they were, and in canonical form where they were."""
    changed, _ = update_folder(case)
    old = {
        name: (case / name).read_text("utf-8")
        for name in SPECS
        if (case / name).exists()
    }
    report = Report()
    sources = [SourceFile(path, text) for path, text in (old | changed).items()]

    check_sources(sources, report)

    assert render_all(d for d in report if d.severity is Severity.ERROR) == ""
    for path, text in changed.items():
        if path not in old or _is_formatted(old[path]):
            assert _is_formatted(text), path


def _is_formatted(text: str) -> bool:
    found = format_source(SourceFile("a.dwmap", text))
    return isinstance(found, Formatted) and not found.changed
