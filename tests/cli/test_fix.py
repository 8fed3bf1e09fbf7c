"""`dwmap check --fix` writes what findings propose, and nothing that makes it worse."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, run
from dwmap.diagnostics import Diagnostic, Edit, Fix, Label, Report, Severity
from dwmap.fixing import Check, apply_fixes
from dwmap.source import SourceFile

SLIP = """
enum fo.NoYes { No, Yes }
entity fo.A {
  key Id
  Id    string(5)
  Flag  NoYes
}
entity ce.b {
  integration key id
  id    string(5)
  flag  bool?
}
valuemap V : fo.NoYes <-> bool {
  Yess = true
  No   = false
}
map M : fo.A <-> ce.b {
  Id    =   id
  Flag  ><  flag  : V
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a misspelt value, which has an unsafe fix."""
    (tmp_path / "a.dwmap").write_text(SLIP)
    return tmp_path


def test_unsafe_fixes_are_asked_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Alone, `--fix` leaves alone what may change the meaning."""
    run(["check", str(project), "--fix"])
    assert (project / "a.dwmap").read_text() == SLIP
    assert "0 fixes applied" in capsys.readouterr().err

    assert run(["check", str(project), "--fix", "--unsafe-fixes"]) == CLEAN
    assert (project / "a.dwmap").read_text() == SLIP.replace("Yess", "Yes")
    assert "1 fix applied" in capsys.readouterr().err


def test_diff_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It shows what would be written."""
    assert run(["check", str(project), "--diff", "--unsafe-fixes"]) == CLEAN
    out = capsys.readouterr().out
    assert "-  Yess = true\n+  Yes = true\n" in out
    assert (project / "a.dwmap").read_text() == SLIP


def test_standard_input_cannot_be_fixed(capsys: pytest.CaptureFixture[str]) -> None:
    """There is no file to write."""
    assert run(["check", "-", "--fix"]) == CANNOT
    assert "standard input cannot be fixed" in capsys.readouterr().err


def _finder(slip: str, instead: str, *, bad: str = "") -> Check:
    """A check that wants every `slip` replaced, and calls each `bad` an error."""

    def check(sources: tuple[SourceFile, ...]) -> Report:
        report = Report()
        for file in sources:
            at = file.text.find(slip)
            while at >= 0:
                span = file.span(at, at + len(slip))
                fix = Fix("replace", (Edit(span, instead),))
                report.add(
                    Diagnostic("slip", Severity.WARNING, "slip", Label(span), fix=fix)
                )
                at = file.text.find(slip, at + 1)
            for number in range(file.text.count(bad) if bad else 0):
                report.add(Diagnostic("bad", Severity.ERROR, f"bad {number}"))
        return report

    return check


def test_overlapping_fixes_wait_for_the_next_round() -> None:
    """Each round works on what the last one left."""
    check = _finder("aa", "a")
    fixed = apply_fixes((SourceFile("x", "aaaa b aa\n"),), check)

    assert fixed.sources[0].text == "a b a\n"
    assert fixed.count == 4


def test_a_fix_that_makes_it_worse_is_left_out() -> None:
    """More errors than before are never the price."""
    check = _finder("a", "!", bad="!")
    before = (SourceFile("x", "a b\n"),)

    assert apply_fixes(before, check).sources == before


def test_fixes_that_never_end_do_end() -> None:
    """Rounds are counted."""
    check = _finder("a", "ba")
    fixed = apply_fixes((SourceFile("x", "a\n"),), check)

    assert fixed.count == 20
