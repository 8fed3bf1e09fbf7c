"""Accepted changes: how the file is read, which approvals count, and what a new line looks like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from dwmap.changes.approvals import read_approvals, split, with_approval
from dwmap.changes.fingerprint import fingerprint
from dwmap.changes.model import Finding, Weight
from dwmap.diagnostics import Report
from dwmap.source import SourceFile
from harness.golden import Golden, cases
from harness.messages import message_files

TODAY = date(2026, 6, 1)
FINDING = Finding(
    *("line-removed", "M/A = a", "`A = a` is gone from `M`", "A = a", ""),
    *(Weight.BREAKING, "proved"),
)


def _file(text: str) -> SourceFile:
    return SourceFile("approvals.toml", text)


@pytest.mark.parametrize("case", cases("approvals"))
def test_messages(case: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of the fingerprints are those of changes."""
    known = {"one": "a1b2c3d4e5f6", "two": "a1b2c3d4e5f7"}
    findings = [replace(FINDING, symbol=name) for name in known]
    monkeypatch.setattr(
        "dwmap.changes.approvals.fingerprint", lambda one: known[one.symbol]
    )
    report = Report()
    text = (case / "approvals.toml").read_text("utf-8")

    approvals = read_approvals(_file(text), report)
    used, complaints = split(findings, approvals, TODAY)

    report.extend(complaints)
    assert list(used) == (["a1b2c3d4e5f6"] if approvals else [])
    golden.check(case, message_files(report), inputs=("approvals.toml",))


@pytest.mark.parametrize("text", ["", "[approved]\n", "# a comment\n[approved]"])
@pytest.mark.parametrize("reason", ["it is fine", 'with "quotes"', "ü\n\x1b[31m"])
def test_a_written_line_is_read(text: str, reason: str) -> None:
    """Whatever the reason has in it."""
    until = date(2027, 1, 31)
    written = with_approval(text, FINDING, reason, until, "T-1")
    again = with_approval(written, replace(FINDING, symbol="B"), "too", None, None)
    report = Report()

    first, second = read_approvals(_file(again), report)

    assert list(report) == []
    assert (first.fingerprint, first.reason) == (fingerprint(FINDING), reason)
    assert (first.rule, first.until, second.until) == ("line-removed", until, None)
    assert split([FINDING], [first], until)[0] == {first.fingerprint: first}
    assert split([FINDING], [first], date(2027, 2, 1))[0] == {}


def test_a_fingerprint_is_that_of_the_content() -> None:
    """Words and weights may change; what changed may not."""
    assert fingerprint(FINDING) == fingerprint(
        replace(FINDING, message="other words", weight=Weight.NOTE, help="do")
    )
    others = [
        replace(FINDING, rule="line-added"),
        replace(FINDING, symbol="M/B = b"),
        replace(FINDING, before="A > a"),
        replace(FINDING, after="x"),
    ]
    assert len({fingerprint(one) for one in [FINDING, *others]}) == 5
