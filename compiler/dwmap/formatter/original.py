"""The text that a tree was parsed from: brackets, blank lines, and which lines belong together."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from dwmap.source import Span
from dwmap.syntax import ast

_PIECE = re.compile(r'"(?:[^"\\\r\n]++|\\.)*+"|`[^`\r\n]*`|//[^\r\n]*|[{}()\[\]]')
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class Place(NamedTuple):
    """A half-open range of the original text."""

    start: int
    end: int


class Pair(NamedTuple):
    """Two brackets, the offsets of both, and the pair around them (its index)."""

    kind: str
    start: int
    end: int
    parent: int


class Original:
    """Answers about the text of a file; a tree that was never text has an empty one."""

    def __init__(self, file: ast.File) -> None:
        self.file = file
        self.text = file.source.text
        self.comments = file.comments
        self._comment_starts = [comment.span.start for comment in file.comments]
        self.pairs = _pairs(self.text)
        self._starts = [pair.start for pair in self.pairs]

    def place(self, span: Span, end: Span | None = None) -> Place | None:
        """The statement from `span` to `end`, with the parentheses around its ends, or None if never written."""
        last = span if end is None else end
        if span.file is not self.file.source or last.end <= span.start:
            return None
        first_pair = self._outer_parentheses(span.start)
        last_pair = self._outer_parentheses(last.end - 1)
        return Place(
            span.start if first_pair is None else min(first_pair.start, span.start),
            last.end if last_pair is None else max(last_pair.end, last.end),
        )

    def find(self, pattern: str, span: Span) -> Place | None:
        """The statement of a declaration, directly in its braces, that begins with `pattern`."""
        if span.file is not self.file.source:
            return None
        for match in re.finditer(
            rf"(?:^|[{{}}])[ \t]*({pattern})", span.text, re.MULTILINE
        ):
            at = Place(match.start(1) + span.start, match.end(1) + span.start)
            pair = self.pair_around(at.start)
            if pair and pair.kind == "{" and pair.parent < 0 and self._is_code(at):
                return at
        return None

    def _is_code(self, place: Place) -> bool:
        index = bisect_right(self._comment_starts, place.start) - 1
        return index < 0 or self.comments[index].span.end <= place.start

    def find_block(self, pattern: str, span: Span) -> Place | None:
        """As `find`, for a statement that has a block."""
        head = self.find(rf"{pattern}\b", span)
        braces = None if head is None else self.block(head)
        return None if head is None or braces is None else Place(head.start, braces.end)

    def pair_around(self, offset: int) -> Pair | None:
        """The closest brackets around `offset`."""
        index = bisect_right(self._starts, offset - 1) - 1
        while index >= 0:
            pair = self.pairs[index]
            if pair.start < offset < pair.end:
                return pair
            index = pair.parent
        return None

    def block(self, place: Place) -> Place | None:
        """The first braces in `place`."""
        index = bisect_right(self._starts, place.start - 1)
        for pair in self.pairs[index:]:
            if pair.kind == "{" and pair.start >= place.start:
                return Place(pair.start, pair.end)
        return None

    def has_comment(self, place: Place) -> bool:
        """Whether a comment stands in `place`."""
        index = bisect_right(self._comment_starts, place.start)
        following = self._comment_starts[index : index + 1]
        return following != [] and following[0] < place.end

    def blank_before(self, offset: int) -> bool:
        """Whether an empty line stands before `offset`."""
        start = offset
        while start and self.text[start - 1] in " \t\f\r\n":
            start -= 1
        return start > 0 and self.text.count("\n", start, offset) > 1

    def same_line(self, start: int, end: int) -> bool:
        """Whether no line ends between two offsets."""
        return "\n" not in self.text[start:end]

    def _outer_parentheses(self, offset: int) -> Pair | None:
        """The outermost parentheses or square brackets around `offset` within its block."""
        found = None
        pair = self.pair_around(offset)
        while pair is not None and pair.kind != "{":
            found = pair
            pair = self.pairs[pair.parent] if pair.parent >= 0 else None
        return found


def _pairs(text: str) -> list[Pair]:
    """Every pair of brackets by its start; none in a text that is not of this language."""
    found: dict[int, Pair] = {}
    opened: list[tuple[str, int, int]] = []
    count = 0
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece in _CLOSING:
            opened.append((piece, match.start(), count))
            count += 1
        elif piece in _CLOSING.values():
            if not opened or piece != _CLOSING[opened[-1][0]]:
                return []
            kind, start, index = opened.pop()
            parent = opened[-1][2] if opened else -1
            found[index] = Pair(kind, start, match.end(), parent)
    return [] if opened else [found[index] for index in range(count)]
