"""Statements with their comments, in groups, in blocks: the frame that every declaration is printed in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from dwmap.formatter.columns import Cell, Row, beside, lay_out
from dwmap.formatter.layout import INDENT
from dwmap.formatter.original import Original, Place
from dwmap.formatter.trivia import Spread, spread_comments
from dwmap.syntax import ast


@dataclass(frozen=True)
class Section:
    """
    Statements that belong together.

    `own_blanks` keeps the empty lines of the author as borders of groups; `apart` puts one between all.
    """

    items: tuple[Item, ...]
    own_blanks: bool = False
    apart: bool = False


@dataclass(frozen=True)
class Item:
    """A statement: its cells, where it was written, its documentation, and its block if it has one."""

    row: Row
    place: Place | None = None
    doc: str = ""
    block: tuple[Section, ...] | None = None


@dataclass(frozen=True)
class _Placed:
    """An item with the comments at it; `moved` are those that can only be printed above it."""

    item: Item
    above: Sequence[ast.Comment]
    behind: ast.Comment | None
    moved: Sequence[ast.Comment]
    head: ast.Comment | None
    inner: Sequence[ast.Comment]


class BlockPrinter:
    """Prints sections of items with the comments that stand among them."""

    def __init__(self, original: Original) -> None:
        self.original = original

    def sections(
        self, sections: Sequence[Section], comments: Sequence[ast.Comment], indent: int
    ) -> list[str]:
        """The lines of a block's inside, or of a file."""
        items = [item for section in sections for item in section.items]
        places = [item.place for item in items]
        spread = spread_comments(comments, places, self.original)
        placed = iter([self._place(item, n, spread) for n, item in enumerate(items)])
        lines: list[str] = []
        for section in sections:
            members = list(islice(placed, len(section.items)))
            if members and lines:
                lines.append("")
            lines += self._section(section, members, indent)
        for comment in spread.foot:
            if lines and self.original.blank_before(comment.span.start):
                lines.append("")
            lines.append(" " * indent + comment.text)
        return lines

    def _place(self, item: Item, n: int, spread: Spread) -> _Placed:
        """Collect the comments of one item."""
        behind = spread.behind.get(n, [])
        inside = spread.inside.get(n, [])
        braces = None
        if item.block is not None and item.place is not None:
            braces = self.original.block(item.place)
        at = sum(braces is None or c.span.start < braces.start for c in inside)
        moved, inner = inside[:at], inside[at:]
        head = None
        if inner and braces and self._begins(inner[0], braces):
            head, *inner = inner
        if len(behind) > 1:
            # Lines that were joined into one cannot all keep the comment at their end.
            moved, behind = [*moved, *behind], []
        last = behind[0] if behind else None
        return _Placed(item, spread.before.get(n, []), last, moved, head, inner)

    def _begins(self, comment: ast.Comment, braces: Place) -> bool:
        """Whether nothing stands between the opening brace and the comment."""
        between = self.original.text[braces.start + 1 : comment.span.start]
        return not between.strip(" \t")

    def _section(
        self, section: Section, members: Sequence[_Placed], indent: int
    ) -> list[str]:
        lines: list[str] = []
        group: list[_Placed] = []
        for one in members:
            apart = section.apart or section.own_blanks and self._is_apart(one)
            if group and apart:
                lines += [*self._group(group, indent), ""]
                group = []
            group.append(one)
        return lines + self._group(group, indent)

    def _is_apart(self, one: _Placed) -> bool:
        """Whether an empty line stands before the item or between it and its comments."""
        starts = [comment.span.start for comment in one.above]
        if one.item.place is not None:
            starts.append(one.item.place.start)
        return any(map(self.original.blank_before, starts))

    def _group(self, group: Sequence[_Placed], indent: int) -> list[str]:
        """Items without an empty line between them: their columns are aligned."""
        bodies = [self._body(one, indent) for one in group]
        rows = [_open(one, body) for one, body in zip(group, bodies, strict=True)]
        ends = [
            one.behind.text if one.behind and body is None else None
            for one, body in zip(group, bodies, strict=True)
        ]
        texts = beside(lay_out(rows, indent), ends)
        lines: list[str] = []
        for one, text, body in zip(group, texts, bodies, strict=True):
            lines += self._above(one, indent)
            lines.append(text)
            if body is not None:
                lines[-1] += _ending(one.head)
                lines += [*body, " " * indent + "}" + _ending(one.behind)]
        return lines

    def _body(self, one: _Placed, indent: int) -> list[str] | None:
        """The lines between the braces of an item, if it has any and they are not empty."""
        if one.item.block is None:
            return None
        lines = self.sections(one.item.block, one.inner, indent + INDENT)
        return lines if lines or one.head else None

    def _above(self, one: _Placed, indent: int) -> list[str]:
        """What stands above an item: comments from inside of it, its own, its documentation."""
        place = one.item.place
        lines = [comment.text for comment in one.moved]
        for comment in one.above:
            if lines and self.original.blank_before(comment.span.start):
                lines.append("")
            lines.append(comment.text)
        if lines and place and self.original.blank_before(place.start):
            lines.append("")
        if one.item.doc and not self.original.comments:
            doc = re.split(r"\r\n?|\n", one.item.doc)
            lines += [f"/// {line}".rstrip() for line in doc]
        return [" " * indent + line if line else "" for line in lines]


def _open(one: _Placed, body: Sequence[str] | None) -> Row:
    if one.item.block is None:
        return one.item.row
    *cells, last = one.item.row
    return (*cells, Cell((last.doc, " {}" if body is None else " {"), last.gap))


def _ending(comment: ast.Comment | None) -> str:
    return f"  {comment.text}" if comment else ""
