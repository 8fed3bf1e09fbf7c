"""Fixes carried out and shown, for every set of edits; cases show how they look."""

from __future__ import annotations

import pytest
from dwmap.diagnostics import Edit
from dwmap.diagnostics.fixes import apply_edits, show_edits
from dwmap.source import SourceFile
from hypothesis import given
from hypothesis import strategies as st


@st.composite
def edited(draw: st.DrawFn) -> tuple[SourceFile, list[Edit]]:
    """A text, and edits of it in order that do not overlap."""
    words = st.text(st.sampled_from("ab\n"), max_size=6)
    file = SourceFile("a", draw(st.text(st.sampled_from("abc\n"), max_size=40)))
    places = st.lists(st.integers(0, len(file.text)), min_size=2, max_size=8)
    points = sorted(draw(places))
    pairs = zip(points[::2], points[1::2], strict=False)
    return file, [Edit(file.span(*pair), draw(words)) for pair in pairs]


@given(edited())
def test_shown_lines_are_the_whole_change(case: tuple[SourceFile, list[Edit]]) -> None:
    """Without the lines `-` and with the lines `+`, the old text becomes the new."""
    file, edits = case
    edits.append(Edit(file.span(len(file.text), len(file.text)), "\nend\n"))

    rows = list(show_edits(file, edits))

    gone = {int(row.number) for row in rows if row.sign == "-"}
    lines = file.text.split("\n")
    shown = [line for at, line in enumerate(lines, start=1) if at not in gone]
    for row in rows:
        if row.sign == "+":
            shown.insert(int(row.number) - 1, "".join(text for _, text in row.body))
    assert apply_edits(file.text, edits).split("\n") == shown


@given(edited())
def test_edits_refer_to_the_text_before(case: tuple[SourceFile, list[Edit]]) -> None:
    """Carried out from the last to the first, no edit moves another."""
    file, edits = case
    expected = file.text
    for edit in reversed(edits):
        start, end = edit.span.start, edit.span.end
        expected = expected[:start] + edit.replacement + expected[end:]

    assert expected == apply_edits(file.text, edits)


def test_edits_must_not_overlap() -> None:
    """Two edits of one place are our own mistake."""
    file = SourceFile("a.dwmap", "abcd")
    edits = [Edit(file.span(0, 3), "x"), Edit(file.span(2, 4), "y")]

    with pytest.raises(ValueError, match="edits of a.dwmap overlap"):
        apply_edits(file.text, edits)
