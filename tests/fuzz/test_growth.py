"""How the compiler's work grows with its input: counted in calls, which no slow machine makes more of."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from dwmap.diagnostics import Report
from dwmap.diagnostics.render import render_all
from dwmap.driver import compile_sources
from dwmap.formatter.safety import format_source
from dwmap.source import SourceFile
from fuzz.families import FAMILIES, SLIPS
from fuzz.watch import at_most

SMALL = 40
LINEAR, QUADRATIC = 2.6, 4.6
"""By how much the calls may grow when the input doubles."""
LARGE = 20_000
DEADLINE = 60.0


def _read(text: str) -> None:
    report = Report()
    source = SourceFile("input.dwmap", text)
    compile_sources([source], "growth", report)
    render_all(report.diagnostics)
    format_source(source)


def _calls(text: str) -> int:
    """How many functions are called, of Python's and of C's."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        _read(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", FAMILIES)
def test_work_grows_with_the_input(name: str) -> None:
    """Twice the text is twice the work; where names are compared with each other, four times."""
    family = FAMILIES[name]
    _read(family(2))  # What is loaded once is loaded now.

    once, twice = _calls(family(SMALL)), _calls(family(2 * SMALL))

    assert twice <= once * (QUADRATIC if name in SLIPS else LINEAR)


@pytest.mark.long
@pytest.mark.parametrize("name", FAMILIES)
def test_a_large_input_ends(name: str) -> None:
    """What no count of calls shows: patterns that look at a text again and again."""
    text = FAMILIES[name](LARGE)

    with at_most(DEADLINE):
        _read(text)
