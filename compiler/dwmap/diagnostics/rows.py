"""The printed rows of a message: the gutter with its numbers, signs and bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from dwmap.diagnostics.cells import ELLIPSIS
from dwmap.diagnostics.style import Style, Tone


class Row(NamedTuple):
    """One printed row. The body is painted piece by piece."""

    sign: str = "|"
    body: tuple[tuple[Tone | None, str], ...] = ()
    number: str = ""
    tone: Tone = Tone.GUTTER


BLANK = Row()
GAP = Row(number=ELLIPSIS)


def source_row(number: int, text: str) -> Row:
    """A line of a file under its number."""
    return Row("|", ((None, text),), str(number))


def changed_row(sign: str, number: int, text: str) -> Row:
    """A line that a fix takes away (`-`) or brings (`+`)."""
    tone = Tone.ADDED if sign == "+" else Tone.REMOVED
    return Row(sign, ((tone, text),), str(number), tone)


class Drawing:
    """A row under a source line, filled column by column."""

    def __init__(self) -> None:
        self._cells: dict[int, tuple[Tone, str]] = {}

    def put(self, column: int, text: str, tone: Tone) -> None:
        """Write `text` from `column` on, over what is there."""
        for offset, char in enumerate(text):
            self._cells[column + offset] = (tone, char)

    def row(self) -> Row:
        """The finished row."""
        width = max(self._cells, default=-1) + 1
        cells = [self._cells.get(column, (None, " ")) for column in range(width)]
        runs = groupby(cells, key=lambda cell: cell[0])
        return Row("|", tuple((tone, "".join(c for _, c in run)) for tone, run in runs))


def print_rows(rows: Iterable[Row], style: Style) -> Iterator[str]:
    """The rows as lines of text, their numbers right-aligned in one gutter."""
    rows = list(rows)
    width = max(1, *(len(row.number) for row in rows)) if rows else 1
    for row in rows:
        body = "".join(style.paint(tone, text) for tone, text in row.body)
        if row.sign in {"-->", ":::"}:
            yield f"{' ' * width}{style.paint(row.tone, row.sign)} {body}"
            continue
        gutter = style.paint(row.tone, f"{row.number:>{width}} {row.sign}")
        yield f"{gutter} {body}".rstrip()
