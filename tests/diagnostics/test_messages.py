"""What holds for every message that a case shows: its two forms, and that no kind of message is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.problems import load_problems
from harness.golden import CASES, shown
from harness.messages import COLOURED, PLAIN, untagged

SUITES = (
    "approvals",
    "bad",
    "import",
    "internal",
    "metadata",
    "packages",
    "samples",
    "semantic",
    "solutions",
    "syntax",
)
GOLDENS = [
    path for suite in SUITES for path in sorted(CASES.glob(f"{suite}/*/{PLAIN}"))
]


@pytest.mark.parametrize("path", GOLDENS, ids=shown)
def test_colour_only_adds_colour(path: Path) -> None:
    """Without the names of its colours the coloured golden file is the plain one."""
    coloured = path.with_name(COLOURED).read_text("utf-8")

    assert path.read_text("utf-8") == untagged(coloured)


@pytest.mark.parametrize("name", [PLAIN, COLOURED])
def test_every_problem_has_a_case(name: str) -> None:
    """No message is there that nobody has seen, in either form."""
    seen = "".join(path.with_name(name).read_text("utf-8") for path in GOLDENS)

    assert [code for code in load_problems() if f"[{code}]" not in seen] == []
