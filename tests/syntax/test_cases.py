"""Every construct and every mistake of writing is a folder in tests/cases/syntax: a file in, tree and messages out."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.diagnostics import Report
from dwmap.project import decode_source
from dwmap.syntax.parser import parse_file
from harness.golden import CASES, Golden, cases
from harness.messages import message_files
from syntax.tree_text import tree_text


@pytest.mark.parametrize("case", cases("syntax"))
def test_tree_and_messages(case: Path, golden: Golden) -> None:
    """What is read of a file, and what is said of the rest."""
    report = Report()
    data = (case / "input.dwmap").read_bytes()
    source = decode_source(data, "input.dwmap", report)
    outputs = {"ast.txt": tree_text(parse_file(source, report)) if source else ""}

    golden.check(case, outputs | message_files(report))


@pytest.mark.parametrize("case", cases("syntax"))
def test_a_case_that_is_called_like_a_problem_fires_it(case: Path) -> None:
    """The folder of a problem holds an example of it."""
    if "-" not in case.name:
        assert not (case / "stderr.txt").exists(), "what is read has no messages"
    else:
        messages = (CASES / "syntax" / case.name / "stderr.txt").read_text("utf-8")
        assert f"[{case.name}]" in messages
