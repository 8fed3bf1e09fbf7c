"""Source text and places in it: the only module that turns an offset into a line and a column."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Position(NamedTuple):
    """A 1-based line and a 1-based column, counted in characters (code points)."""

    line: int
    column: int


@dataclass(frozen=True, eq=False)
class SourceFile:
    """A named text. `path` is what messages print: relative to the project, with forward slashes."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> Sequence[int]:
        """The offset at which each line begins; a byte-order mark is in no line."""
        # A list of numbers takes four times the memory, and a file may be nothing but lines.
        starts = array("q", [int(self.text.startswith("\ufeff"))])
        find = self.text.find
        at = find("\n")
        while at != -1:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    def position(self, offset: int) -> Position:
        """The line and column of `offset`; one past the end is a valid place."""
        line = max(1, bisect_right(self.line_starts, offset))
        return Position(line, max(0, offset - self.line_starts[line - 1]) + 1)

    def line(self, number: int) -> str:
        """The text of the 1-based line `number`, without its line ending."""
        starts = self.line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def span(self, start: int, end: int) -> Span:
        """The half-open range from `start` to `end` of this file."""
        return Span(self, start, end)


class Span(NamedTuple):
    """A half-open range of characters of one file."""

    file: SourceFile
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the range."""
        return self.file.text[self.start : self.end]

    @property
    def position(self) -> Position:
        """Where the range begins."""
        return self.file.position(self.start)

    @property
    def end_position(self) -> Position:
        """Where the range ends (the place after its last character)."""
        return self.file.position(self.end)

    def to(self, other: Span) -> Span:
        """
        The range from the start of this one to the end of `other`.

            wibble    wobble
            ^^^^^^    ^^^^^^
            ^^^^^^^^^^^^^^^^  the result
        """
        return Span(self.file, self.start, other.end)

    def covers(self, other: Span) -> bool:
        """Whether all of `other` lies within this range."""
        same = self.file is other.file
        return same and self.start <= other.start and other.end <= self.end

    def sort_key(self) -> tuple[str, int, int]:
        """Orders ranges by file, then by place."""
        return (self.file.path, self.start, self.end)
