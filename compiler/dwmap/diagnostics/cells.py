"""Text as a terminal shows it: escapes, widths, and the window of a long line."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

WINDOW = 120
ELLIPSIS = "…"

_TAB = " " * 4
_ZERO_WIDTH_JOINER = "\u200d"
_JOINERS = frozenset("\u200c\u200d")
_SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
# Controls, formatting marks such as text direction, lone surrogates, odd line ends.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    """The text with tabs widened and everything a terminal would obey made an escape."""
    if text.isprintable():
        return text
    return "".join(map(_visible_char, text))


def _visible_char(char: str) -> str:
    if char == "\t":
        return _TAB
    if unicodedata.category(char) in _UNSEEN and char not in _JOINERS:
        return char.encode("unicode_escape").decode("ascii")
    return char


def _width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"} or char in _SKIN_TONES:
        return 0
    if "\u1160" <= char <= "\u11ff":  # Hangul vowels and finals join the syllable
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _widths(text: str) -> Iterator[int]:
    before = ""
    for char in text:
        shown = _visible_char(char)
        if shown != char:
            yield len(shown)
        else:
            yield 0 if before == _ZERO_WIDTH_JOINER else _width(char)
        before = char


@lru_cache(maxsize=8)
def _edges(line: str) -> Sequence[int]:
    if line.isascii() and line.isprintable():
        return range(len(line) + 1)
    return tuple(accumulate(_widths(line), initial=0))


@dataclass(frozen=True)
class Cells:
    """
    The part of a line that is shown, and the terminal column of each character of it.

    `edges[i]` is the column of character `i` in the whole line. Only `first` to `last`
    are shown; a `…` stands for what is cut off on either side.
    """

    line: str
    edges: Sequence[int]
    first: int
    last: int

    @property
    def text(self) -> str:
        """What to print."""
        before = ELLIPSIS if self.first else ""
        after = ELLIPSIS if self.last < len(self.line) else ""
        return before + visible(self.line[self.first : self.last]) + after

    def columns(self, start: int, end: int) -> tuple[int, int]:
        """
        The half-open range of columns under the characters `start` to `end`.

        It is never empty. What was cut off is shown under the `…`.
        """
        while 0 < start < len(self.line) and self.edges[start] == self.edges[start + 1]:
            start -= 1  # an accent is marked under its letter
        left = self._column(start)
        right = self._column(end) + (end > self.last and self.last < len(self.line))
        return left, max(right, left + 1)

    def _column(self, index: int) -> int:
        if index < self.first:
            return 0
        shift = 1 if self.first else 0
        return shift + self.edges[min(index, self.last)] - self.edges[self.first]


def lay_out(line: str, start: int = 0, end: int = 0) -> Cells:
    """The line as shown, with the characters `start` to `end` inside the window."""
    edges = _edges(line)
    if edges[-1] <= WINDOW:
        return Cells(line, edges, 0, len(line))
    room = WINDOW - 2 * len(ELLIPSIS)
    # A range longer than the window shows where it begins.
    slack = max(room - (edges[end] - edges[start]), room // 4)
    left = min(max(edges[start] - slack // 2, 0), edges[-1] - room)
    first = bisect_right(edges, edges[bisect_left(edges, left)]) - 1 if left else 0
    last = bisect_right(edges, edges[first] + room) - 1
    return Cells(line, edges, first, last)
