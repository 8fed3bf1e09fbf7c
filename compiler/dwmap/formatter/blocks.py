"""Statements with their comments, in groups, in blocks: the frame that every declaration is printed in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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


class BlockPrinter:
    """Prints sections of items with the comments that stand among them."""

    def __init__(self, original: Original) -> None:
        self.original = original

    def sections(
        self, sections: Sequence[Section], comments: Sequence[ast.Comment], indent: int
    ) -> list[str]:
        """The lines of a block's inside; comments before its first line are not printed."""
        items = [item for section in sections for item in section.items]
        spread = spread_comments(
            comments, [item.place for item in items], self.original
        )
        lines: list[str] = []
        first = 0
        for section in sections:
            count = len(section.items)
            if count and lines:
                lines.append("")
            lines += self._section(section, spread, first, indent)
            first += count
        for comment in spread.foot:
            if lines and self.original.blank_before(comment.span.start):
                lines.append("")
            lines.append(" " * indent + comment.text)
        return lines

    def _section(
        self, section: Section, spread: Spread, first: int, indent: int
    ) -> list[str]:
        lines: list[str] = []
        group: list[int] = []
        for n, item in enumerate(section.items, first):
            if group and (
                section.apart or section.own_blanks and self._is_apart(item, n, spread)
            ):
                lines += [*self._group(section, spread, first, group, indent), ""]
                group = []
            group.append(n)
        return lines + self._group(section, spread, first, group, indent)

    def _is_apart(self, item: Item, n: int, spread: Spread) -> bool:
        """Whether an empty line stands before the item or between it and its comments."""
        starts = [comment.span.start for comment in spread.before.get(n, ())]
        if item.place is not None:
            starts.append(item.place.start)
        return any(map(self.original.blank_before, starts))

    def _group(
        self,
        section: Section,
        spread: Spread,
        first: int,
        group: Sequence[int],
        indent: int,
    ) -> list[str]:
        """Items without an empty line between them: their columns are aligned."""
        items = [section.items[n - first] for n in group]
        bodies = [
            self._body(spread, n, item, indent)
            for n, item in zip(group, items, strict=True)
        ]
        rows = [
            _with_brace(item, body) for item, body in zip(items, bodies, strict=True)
        ]
        behind = [self._behind(spread, n) for n in group]
        ends = [
            text if not body else None
            for text, body in zip(behind, bodies, strict=True)
        ]
        lines: list[str] = []
        texts = beside(lay_out(rows, indent), ends)
        for n, item, body, text, end in zip(
            group, items, bodies, texts, behind, strict=True
        ):
            lines += self._above(spread, n, item, indent)
            lines += [text + self._head(spread, n, item), *body] if body else [text]
            if body:
                lines.append(" " * indent + "}" + (f"  {end}" if end else ""))
        return lines

    def _inner(self, spread: Spread, n: int, item: Item) -> list[ast.Comment]:
        """The comments between the braces of an item."""
        if item.block is None or item.place is None:
            return []
        braces = self.original.block(item.place)
        inside = spread.inside.get(n, [])
        return [c for c in inside if braces is not None and c.span.start > braces.start]

    def _body(self, spread: Spread, n: int, item: Item, indent: int) -> list[str]:
        """The lines between the braces; an empty list where the braces are empty."""
        inner = self._inner(spread, n, item)
        lines = self.sections(item.block or (), inner, indent + INDENT)
        return lines or ([""] if self._head(spread, n, item) else [])

    def _head(self, spread: Spread, n: int, item: Item) -> str:
        """The comment behind the opening brace of an item."""
        places = [one.place for section in item.block or () for one in section.items]
        inner = self._inner(spread, n, item)
        head = spread_comments(inner, places, self.original).head
        return "".join(f"  {comment.text}" for comment in head[:1])

    def _behind(self, spread: Spread, n: int) -> str | None:
        """The comment at the end of the item's last line; one that was joined from lines has none."""
        comments = spread.behind.get(n, [])
        return comments[0].text if len(comments) == 1 else None

    def _above(self, spread: Spread, n: int, item: Item, indent: int) -> list[str]:
        """What stands above an item: comments from inside of it, its own, its documentation."""
        inner = self._inner(spread, n, item)
        moved = [c for c in spread.inside.get(n, []) if c not in inner]
        several = spread.behind.get(n, [])
        moved += several if len(several) > 1 else []
        lines = [comment.text for comment in moved]
        for comment in spread.before.get(n, []):
            if lines and self.original.blank_before(comment.span.start):
                lines.append("")
            lines.append(comment.text)
        if lines and item.place and self.original.blank_before(item.place.start):
            lines.append("")
        if item.doc and not self.original.comments:
            doc = re.split(r"\r\n?|\n", item.doc)
            lines += [f"/// {line}".rstrip() for line in doc]
        return [" " * indent + line if line else "" for line in lines]


def _with_brace(item: Item, body: Sequence[str]) -> Row:
    if item.block is None:
        return item.row
    *cells, last = item.row
    return (*cells, Cell((last.doc, " {" if body else " {}"), last.gap))
