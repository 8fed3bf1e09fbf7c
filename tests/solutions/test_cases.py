"""What an export says: every case is a project with its side files, and the messages that come of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.diagnostics import Report
from dwmap.driver import compile_sources_with_places
from dwmap.solutions.export import export_solution, solutions_of
from dwmap.solutions.findings import read_side_files, report_unstored, report_unused
from dwmap.source import SourceFile
from harness.golden import Golden, cases
from harness.messages import message_files


@pytest.mark.parametrize("case", cases("solutions"))
def test_export(case: Path, golden: Golden) -> None:
    """A line, a filter or a map that dual-write has no form for is named with its reason."""
    report = Report()
    text = (case / "input.dwmap").read_text("utf-8")
    source = SourceFile("input.dwmap", text)
    compiled = compile_sources_with_places([source], "case", report)
    assert compiled is not None, [one.message for one in report]
    report = Report()
    files = {
        path.name: path.read_bytes() for path in sorted(case.glob("*.extras.json"))
    }
    extras = read_side_files(files, report)
    [solution] = solutions_of(compiled.project)

    made = export_solution(compiled.project, solution, extras)
    report_unused(extras, compiled.project, compiled.places, report)
    report_unstored(made, compiled.places, report)

    golden.check(case, message_files(report), others=("*.extras.json",))
