"""Rows of cells, printed so that cells of the same column begin in the same place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from dwmap.formatter.layout import WIDTH, Doc, flat, render

WIDEST = 48
"""A cell wider than this does not push the column of the others."""


class Cell(NamedTuple):
    """What stands in a column, and the least room behind it."""

    doc: Doc
    gap: int = 2


Row: TypeAlias = tuple[Cell, ...]
_Texts: TypeAlias = "list[str | None]"


def row(*docs: Doc, gap: int = 2) -> Row:
    """A row of these cells; empty ones are left out."""
    return tuple(Cell(doc, gap) for doc in docs if doc != "")


def lay_out(rows: Sequence[Row], indent: int) -> list[str]:
    """Each row as text; one that is too long ends lines inside its parentheses."""
    texts = [[flat(cell.doc) for cell in cells] for cells in rows]
    paddings = _paddings(rows, texts, indent)
    return [_print_row(*one, indent) for one in zip(rows, texts, paddings, strict=True)]


def _print_row(cells: Row, texts: _Texts, paddings: Sequence[int], indent: int) -> str:
    docs: list[Doc] = []
    for cell, padding in zip(cells, paddings, strict=True):
        docs += [cell.doc, " " * (padding + cell.gap)]
    line = flat(tuple(docs[:-1]))
    if line is not None and indent + len(line) <= WIDTH:
        return " " * indent + line
    return render(tuple(docs[:-1]), indent)


def _paddings(
    rows: Sequence[Row], texts: Sequence[_Texts], indent: int
) -> list[list[int]]:
    """How much each cell is widened. A row leaves the columns at its first cell that cannot be in one."""
    paddings = [[0] * len(cells) for cells in rows]
    members = list(range(len(rows)))
    start = indent
    for column in range(max((len(cells) - 1 for cells in rows), default=0)):
        members = [
            n
            for n in members
            if column + 1 < len(rows[n]) and texts[n][column] is not None
        ]
        sizes = {n: len(texts[n][column] or "") for n in members}
        rests = {n: _rest(rows[n], texts[n], column) for n in members}
        width = _column_width(sizes, rests, start)
        members = [n for n in members if sizes[n] <= width]
        for n in members:
            paddings[n][column] = width - sizes[n]
        start += width + (rows[members[0]][column].gap if members else 0)
    return paddings


def _rest(cells: Row, texts: _Texts, column: int) -> int:
    """The room that a row needs behind a column; none where it ends its line there by itself."""
    rest = 0
    for n in range(column + 1, len(cells)):
        text = texts[n]
        if text is None:
            return 0
        rest += cells[n - 1].gap + len(text)
    return rest


def _column_width(sizes: dict[int, int], rests: dict[int, int], start: int) -> int:
    """The widest cell that keeps every line within the width which can be kept there."""
    for width in sorted(set(sizes.values()), reverse=True):
        lengths = [
            (start + size + rests[n], start + width + rests[n])
            for n, size in sizes.items()
            if size <= width
        ]
        if width <= WIDEST and all(
            alone > WIDTH or aligned <= WIDTH for alone, aligned in lengths
        ):
            return width
    return 0


def beside(lines: Sequence[str], comments: Sequence[str | None]) -> list[str]:
    """Lines with comments at their ends, the comments below each other."""
    lasts = [len(line.rpartition("\n")[2]) for line in lines]
    ends = {n: lasts[n] for n, text in enumerate(comments) if text is not None}
    rests = {n: 2 + len(comments[n] or "") for n in ends}
    widest = max(ends.values(), default=0)
    if any(widest + rest > WIDTH for rest in rests.values()):
        widest = 0
    return [
        line if text is None else line + " " * (max(widest - last, 0) + 2) + text
        for line, last, text in zip(lines, lasts, comments, strict=True)
    ]
