"""Every finding is a folder in tests/cases/semantic: a project in, messages out."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.diagnostics import Problem
from dwmap.problems import load_problems
from harness.golden import CASES, Golden, cases
from harness.messages import message_files
from harness.projects import SPECS, check_folder

PHASES = (
    "dwmap.project",
    "dwmap.prove.",
    "dwmap.semantic.",
    "dwmap.syntax.problems",
)


def _problems() -> dict[str, type[Problem]]:
    found = load_problems()
    return {
        code: kind
        for code, kind in found.items()
        if kind.__module__.startswith(PHASES) and kind.topic != "import"
    }


@pytest.mark.parametrize("case", cases("semantic"))
def test_messages(case: Path, golden: Golden) -> None:
    """What is said of a project."""
    golden.check(case, message_files(check_folder(case)), inputs=SPECS)


@pytest.mark.parametrize("code", [code for code in _problems() if "-" in code])
def test_a_case_that_is_called_like_a_problem_fires_it(code: str) -> None:
    """The folder of a problem holds an example of it."""
    folder = CASES / "semantic" / code
    if not folder.exists():
        pytest.skip("its case is in another suite")

    assert f"[{code}]" in (folder / "stderr.txt").read_text("utf-8")


def test_no_two_problems_share_a_code() -> None:
    """A code is what `allow` and `explain` take: it means one thing."""
    load_problems()
    waiting, seen = list(Problem.__subclasses__()), list[str]()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        seen += [] if kind.abstract else [kind.code]

    assert sorted(seen) == sorted(set(seen))
