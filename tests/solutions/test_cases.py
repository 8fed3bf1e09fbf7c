"""What an export says: every case is a project with its side files, and the messages that come of it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from dwmap.diagnostics import Report
from dwmap.driver import compile_sources_with_places
from dwmap.ir.model import Solution
from dwmap.solutions.export import export_solution, solutions_of
from dwmap.solutions.findings import read_side_files, report_unstored, report_unused
from dwmap.solutions.layers import Layers
from dwmap.source import SourceFile
from harness.golden import Golden, cases
from harness.messages import message_files


@pytest.mark.parametrize("case", cases("solutions"))
def test_export(case: Path, golden: Golden) -> None:
    """
    A line, a filter or a map that dual-write has no form for is named with its reason.

    A case is a file, or several, whose `case.toml` says which solution is exported.
    """
    report = Report()
    paths = sorted(case.rglob("*.dwmap"))
    sources = [
        SourceFile(path.relative_to(case).as_posix(), path.read_text("utf-8"))
        for path in paths
    ]
    compiled = compile_sources_with_places(sources, "case", report)
    assert compiled is not None, [one.message for one in report]
    report = Report()
    files = {
        path.name: path.read_bytes() for path in sorted(case.glob("*.extras.json"))
    }
    extras = read_side_files(files, report)
    layers = Layers(compiled.project, compiled.places, extras)
    solution = _exported(case, layers)

    extended = layers.maps(solution)
    made = export_solution(compiled.project, solution, extras, None, extended)
    report_unused(extras, compiled.project, compiled.places, report)
    report_unstored(made, compiled.places, report)
    for one in layers.problems(solution):
        report.add(one)

    golden.check(case, message_files(report), others=("*.dwmap", "*.extras.json"))


def _exported(case: Path, layers: Layers) -> Solution:
    settings = case / "case.toml"
    if not settings.is_file():
        [solution] = solutions_of(layers.project)
        return solution
    name = tomllib.loads(settings.read_text("utf-8"))["solution"]
    return next(one for one in layers.project.solutions if one.name == name)
