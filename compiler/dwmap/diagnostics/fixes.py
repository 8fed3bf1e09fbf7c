"""Fixes carried out on a text, and fixes shown as the lines that they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from os.path import commonprefix

from dwmap.diagnostics.cells import lay_out
from dwmap.diagnostics.model import Edit, Fix
from dwmap.diagnostics.rows import BLANK, GAP, Row, changed_row
from dwmap.diagnostics.snippet import Mark, listing
from dwmap.diagnostics.style import Tone
from dwmap.source import SourceFile, Span


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, whose ranges refer to the text before any of them."""
    return _apply(text, edits)[0]


def edits_by_file(fix: Fix) -> dict[SourceFile, list[Edit]]:
    """The edits of each file, in order of place; files in order of mention."""
    found: dict[SourceFile, list[Edit]] = {}
    for edit in fix.edits:
        found.setdefault(edit.span.file, []).append(edit)
    return {file: sorted(edits, key=_place) for file, edits in found.items()}


def _place(edit: Edit) -> tuple[int, int]:
    return (edit.span.start, edit.span.end)


def _apply(text: str, edits: Iterable[Edit]) -> tuple[str, list[tuple[int, int]]]:
    """The new text, and where in it each replacement stands."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    done = size = 0
    for edit in sorted(edits, key=_place):
        if edit.span.start < done:
            raise ValueError(f"edits of {edit.span.file.path} overlap")
        parts += (text[done : edit.span.start], edit.replacement)
        size += edit.span.start - done
        places.append((size, size + len(edit.replacement)))
        size += len(edit.replacement)
        done = edit.span.end
    return "".join((*parts, text[done:])), places


def show_edits(file: SourceFile, edits: Sequence[Edit]) -> Iterator[Row]:
    """
    The lines that change: new text underlined where lines stay lines, else `-` and `+`.

        4 |   name -> name
          |   ~~~~
    """
    part, moved, first = _lines_around(file, edits)
    for row in _show_edits(part, moved):
        own = row.number.isdigit()
        yield row._replace(number=str(int(row.number) + first - 1)) if own else row


def _lines_around(
    file: SourceFile, edits: Iterable[Edit]
) -> tuple[SourceFile, list[Edit], int]:
    """
    The lines that the edits touch, with one before and one behind them, as a file; the edits in it; its first line.

    A fix is shown in a time that does not depend on the length of the whole file.
    """
    spans = [edit.span for edit in edits]
    lines = [span.position.line for span in spans]
    last = max(span.end_position.line for span in spans) + 1
    first = max(1, min(lines) - 1)
    starts = file.line_starts
    start = min(starts[first - 1], *(span.start for span in spans))
    end = starts[last] if last < len(starts) else len(file.text)
    part = SourceFile(file.path, file.text[start:end])
    moved = [
        Edit(
            part.span(each.span.start - start, each.span.end - start), each.replacement
        )
        for each in edits
    ]
    return part, moved, first


def _show_edits(file: SourceFile, edits: Sequence[Edit]) -> Iterator[Row]:
    text, places = _apply(file.text, edits)
    if text == file.text:
        return
    after = SourceFile(file.path, text)
    if all(_stays_in_line(edit) for edit in edits):
        marks = [
            _mark(edit, after.span(*place))
            for edit, place in zip(edits, places, strict=True)
        ]
        yield from listing(after, marks)
    else:
        yield BLANK
        yield from _line_changes(file, after, edits)


def _stays_in_line(edit: Edit) -> bool:
    return bool(edit.replacement) and "\n" not in edit.span.text + edit.replacement


def _mark(edit: Edit, span: Span) -> Mark:
    return Mark(span, "~" if edit.span.text else "+", Tone.ADDED)


def _line_changes(
    before: SourceFile, after: SourceFile, edits: Iterable[Edit]
) -> Iterator[Row]:
    shift, done = 0, 0
    for first, last, growth in _line_ranges(before, edits):
        if done and first > done + 1:
            yield GAP
        old = [before.line(number) for number in range(first, last + 1)]
        stop = last + shift + growth + 1
        new = [after.line(number) for number in range(first + shift, stop)]
        same = len(commonprefix([old, new]))
        end = len(commonprefix([old[same:][::-1], new[same:][::-1]]))
        old, new = old[same : len(old) - end], new[same : len(new) - end]
        focus = [
            len(commonprefix(pair)) for pair in zip_longest(old, new, fillvalue="")
        ]
        yield from _changed("-", first + same, old, focus)
        yield from _changed("+", first + same + shift, new, focus)
        shift, done = shift + growth, last


def _line_ranges(file: SourceFile, edits: Iterable[Edit]) -> list[tuple[int, int, int]]:
    """First and last line of what changes together, and by how many lines it grows."""
    ranges: list[tuple[int, int, int]] = []
    for edit in edits:
        first, last = edit.span.position.line, edit.span.end_position.line
        growth = edit.replacement.count("\n") - edit.span.text.count("\n")
        if ranges and first <= ranges[-1][1]:
            first, _, before = ranges.pop()
            growth += before
        ranges.append((first, last, growth))
    return ranges


def _changed(
    sign: str, number: int, lines: list[str], focus: list[int]
) -> Iterator[Row]:
    for index, (line, at) in enumerate(zip(lines, focus, strict=False)):
        yield changed_row(sign, number + index, lay_out(line, at, at).text)
