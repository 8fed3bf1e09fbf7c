"""Caret text: the cases of tests/cases/render, and what holds for every text."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path
from typing import cast

import pytest
from diagnostics.cases import read_case
from dwmap.diagnostics import Diagnostic, Edit, Fix, Label, Severity
from dwmap.diagnostics.render import count_line, render, render_all
from dwmap.diagnostics.style import ANSI, ColourChoice, wants_colour
from dwmap.source import SourceFile
from harness.golden import Golden, cases
from harness.messages import tagged, untagged
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("case", cases("render"))
def test_case(case: Path, golden: Golden) -> None:
    """A diagnostic prints as its case says, plain and coloured."""
    diagnostic = read_case(case / "case.toml")

    plain, colour = render(diagnostic), tagged(render(diagnostic, ANSI))

    golden.check(case, {"plain.txt": plain, "colour.txt": colour})


@pytest.mark.parametrize("case", cases("render"))
def test_colour_only_adds_colour(case: Path) -> None:
    """Without its escapes the coloured form is the plain one, but for line ends."""
    diagnostic = read_case(case / "case.toml")

    coloured = untagged(tagged(render(diagnostic, ANSI)))

    assert render(diagnostic) == coloured


@st.composite
def diagnostics(draw: st.DrawFn) -> Diagnostic:
    """Any words about any ranges of any texts."""
    odd = st.text(st.sampled_from("ab }\t\r\n\x1b\u0301\u200d\u202e顧🎉\ufeff\ud800"))
    long = st.text(st.sampled_from("a顧\u0301\n"), min_size=120, max_size=400)
    files = [SourceFile("a", draw(odd | long)), SourceFile("b", draw(odd | long))]

    def label() -> Label:
        file = draw(st.sampled_from(files))
        at = st.integers(0, len(file.text) + 2)
        start, end = sorted((draw(at), draw(at)))
        return Label(file.span(start, end), draw(odd))

    primary, *others = (label() for _ in range(draw(st.integers(1, 3))))
    edits = (Edit(primary.span, draw(odd)),)
    fix = draw(st.sampled_from([None, Fix(draw(odd), edits)]))
    severity = draw(st.sampled_from(Severity))
    notes = (draw(odd),)
    return Diagnostic("x", severity, draw(odd), primary, tuple(others), notes, fix=fix)


@given(diagnostics())
def test_nothing_commands_the_terminal(diagnostic: Diagnostic) -> None:
    """Whatever the text, the message prints, and only its line ends are controls."""
    printed = render(diagnostic)

    unseen = {char for char in printed if unicodedata.category(char) in ("Cc", "Cs")}
    assert {"\n"} == unseen


def test_messages_are_separated() -> None:
    """Between two messages is an empty line."""
    one = Diagnostic("a", Severity.ERROR, "first")
    two = Diagnostic("b", Severity.WARNING, "second")

    assert "error[a]: first\n\nwarning[b]: second\n" == render_all([one, two])


def test_counts_say_how_many() -> None:
    """The count names each severity that occurs, in the plural where it is one."""
    one, two = (Diagnostic("", kind, "") for kind in (Severity.ERROR, Severity.NOTE))

    assert "1 error, 2 notes" == count_line([two, one, two])
    assert "" == count_line([])


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "terminal", "environ", "expected"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", True, {"FORCE_COLOR": "0"}, False),
        ("auto", True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_who_decides_on_colour(
    choice: str, terminal: bool, environ: dict[str, str], expected: bool
) -> None:
    """The choice, then NO_COLOR, then FORCE_COLOR, then the terminal."""
    stream = _Terminal() if terminal else io.StringIO()

    assert expected == wants_colour(stream, cast(ColourChoice, choice), environ)
