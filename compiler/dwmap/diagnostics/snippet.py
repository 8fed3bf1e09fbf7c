"""The lines of one file with carets under the places that a message speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dwmap.diagnostics.cells import WINDOW, Cells, lay_out, visible
from dwmap.diagnostics.rows import BLANK, GAP, Drawing, Row, source_row
from dwmap.diagnostics.style import Tone
from dwmap.source import SourceFile, Span


class Mark(NamedTuple):
    """A range to underline with `symbol`, and the words beside it."""

    span: Span
    symbol: str
    tone: Tone
    text: str = ""


class _Piece(NamedTuple):
    """The part of a mark that lies on one line, in characters of that line."""

    start: int
    end: int
    mark: Mark
    text: str


class _Placed(NamedTuple):
    """A piece in columns of the terminal."""

    start: int
    end: int
    mark: Mark
    text: str


def listing(file: SourceFile, marks: Sequence[Mark]) -> Iterator[Row]:
    """The marked lines of `file` in order; longer stretches between them are cut."""
    pieces = _pieces_by_line(file, marks)
    before = 0
    yield BLANK
    for number in _shown_lines(file, pieces):
        if before and number > before + 1:
            yield GAP
        yield from _marked_line(file, number, pieces.get(number, []))
        before = number


def _shown_lines(file: SourceFile, marked: Iterable[int]) -> list[int]:
    """The marked lines, a single line between two of them, the one before a blank."""
    marked = set(marked)
    shown = set(marked)
    for number in marked:
        if number + 2 in marked:
            shown.add(number + 1)
        if number > 1 and not file.line(number).strip():
            shown.add(number - 1)
    return sorted(shown)


def _pieces_by_line(file: SourceFile, marks: Iterable[Mark]) -> dict[int, list[_Piece]]:
    pieces: dict[int, list[_Piece]] = defaultdict(list)
    for mark in marks:
        for number, piece in _split(file, mark):
            pieces[number].append(piece)
    return dict(pieces)


def _split(file: SourceFile, mark: Mark) -> Iterator[tuple[int, _Piece]]:
    """
    The mark on its first line and, if it goes on, on its last, where the words stand.

        map accounts {
        ^^^^^^^^^^^^^^
        }
        ^ has no key
    """
    size = len(file.text)
    start, end = min(mark.span.start, size), min(mark.span.end, size)
    first, column = file.position(start)
    # The last character decides: a range up to a line's end stays on that line.
    last, last_column = file.position(max(start, end - 1))
    stop = last_column - 1 + (end > start)
    line = file.line(last)
    if first == last:
        clipped = min(column - 1, len(line))
        yield first, _Piece(clipped, min(stop, len(line)), mark, mark.text)
        return
    opening = file.line(first)
    yield first, _Piece(min(column - 1, len(opening)), len(opening), mark, "")
    indent = len(line) - len(line.lstrip())
    stop = min(stop, len(line))
    yield last, _Piece(min(indent, max(stop - 1, 0)), stop, mark, mark.text)


def _marked_line(file: SourceFile, number: int, pieces: list[_Piece]) -> Iterator[Row]:
    cells = _window(file.line(number), pieces)
    yield source_row(number, cells.text)
    if pieces:
        placed = [
            _Placed(*cells.columns(piece.start, piece.end), piece.mark, piece.text)
            for piece in pieces
        ]
        yield from _underlines(placed)


def _window(line: str, pieces: list[_Piece]) -> Cells:
    """The line, cut so that all marks are seen, or else the first (the primary)."""
    if not pieces:
        return lay_out(line)
    start = min(piece.start for piece in pieces)
    end = max(piece.end for piece in pieces)
    if end - start > WINDOW // 2:
        start, end = pieces[0].start, pieces[0].end
    return lay_out(line, start, end)


def _underlines(placed: list[_Placed]) -> Iterator[Row]:
    """
    The underlines; the words of the one that ends last follow it, others hang below.

        nmae -> name
        ^^^^    ---- mapped here
        |
        no such field
    """
    drawing = Drawing()
    for one in reversed(placed):  # the primary comes first and is drawn on top
        drawing.put(one.start, one.mark.symbol * (one.end - one.start), one.mark.tone)
    beside = max(placed, key=lambda one: (one.end, one.start))
    drawing.put(beside.end + 1, visible(beside.text), beside.mark.tone)
    yield drawing.row()
    hanging = [one for one in placed if one.text and one is not beside]
    yield from _hanging_words(sorted(hanging, key=lambda one: one.start))


def _hanging_words(hanging: list[_Placed]) -> Iterator[Row]:
    if hanging:
        yield _connectors(hanging).row()
    while hanging:
        one = hanging.pop()
        drawing = _connectors(hanging)
        drawing.put(one.start, visible(one.text), one.mark.tone)
        yield drawing.row()


def _connectors(hanging: list[_Placed]) -> Drawing:
    drawing = Drawing()
    for one in hanging:
        drawing.put(one.start, "|", one.mark.tone)
    return drawing
