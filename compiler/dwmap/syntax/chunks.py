"""Finds declarations and statements in a text that cannot be parsed, by its braces and line endings alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

GROUP = 8_000
MOST_OPEN = 100_000
"""A parenthesis that is open for more characters is taken for one that was never closed."""
_PIECE = re.compile(r'"(?:[^"\\\r\n]++|\\.)*+"?|`[^`\r\n]*`?|//[^\r\n]*|[{}()\[\]\n]')
_BOUND = re.compile(r"[()\[\]{}]|\n(?=[ \t]*\n)")
_NET = {")": 1, "]": 1, "(": -1, "[": -1}
_HEADING = re.compile(
    r"(?:system|solution|enum|options|entity|valuemap|transform|states|map|extend|variant|action|bootstrap"
    r"|example|samples)\b"
)


class Chunk(NamedTuple):
    """A top-level declaration; `open_at` is the brace that is never closed, or None."""

    start: int
    end: int
    open_at: int | None


def split_declarations(text: str) -> Iterator[Chunk]:
    """
    The top-level declarations of a text.

    A line that begins, without indent, with the keyword of a declaration starts a new one even if a
    brace above is still open.
    """
    start = 0
    braces: list[int] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        at = match.start()
        if piece == "{":
            braces.append(at)
        elif piece == "}" and braces:
            braces.pop()
        elif piece == "\n" and (not braces or _HEADING.match(text, at + 1)):
            yield Chunk(start, at + 1, braces[0] if braces else None)
            start = at + 1
            braces = []
    yield Chunk(start, len(text), braces[0] if braces else None)


def is_stray(text: str) -> bool:
    """Whether a top-level part is a line that is neither a declaration nor a comment nor blank."""
    stripped = text.lstrip("\ufeff \t\f\r\n")
    return (
        stripped != ""
        and "{" not in stripped
        and not stripped.startswith("//")
        and not _HEADING.match(stripped)
    )


class Group(NamedTuple):
    """Some statements of the body of a declaration."""

    start: int
    end: int


def split_statements(text: str) -> list[Group]:
    """The body of a declaration cut between statements; the last group reaches to the end of the text."""
    groups: list[Group] = []
    start, depth = -1, 0
    open_at: list[int] = []
    for match in _PIECE.finditer(text):
        piece, at = match.group(), match.start()
        if piece == "{":
            depth, open_at = depth + 1, []
            start = at + 1 if start < 0 else start
        elif piece == "}":
            depth, open_at = depth - 1, []
        elif piece in "([":
            open_at.append(at)
        elif piece in ")]" and open_at:
            open_at.pop()
        elif piece == "\n" and depth == 1 and at - start > GROUP:
            inside = open_at and at - open_at[0] < MOST_OPEN
            if not inside and not text[start:at].rstrip().endswith(","):
                open_at = []
                groups.append(Group(start, at + 1))
                start = at + 1
    return [*groups, Group(start, len(text))] if start >= 0 else []


def statement_at(text: str, at: int) -> tuple[int, int]:
    """
    The statement around the offset `at`, as a range of `text`.

    It reaches from the line ending, brace or comma-free start before to the next line ending outside
    parentheses; a heading takes its block with it. At a line ending or a `}` the statement before is meant.
    """
    pieces = [m for m in _PIECE.finditer(text) if m.group()[0] not in '"`/']
    closings = _Closings(text)
    start = 0
    stack: list[str] = []
    for match in pieces:
        piece, here = match.group(), match.start()
        ends = here >= at
        if piece in "([":
            stack.append(piece)
        elif piece in ")]" and stack:
            stack.pop()
        elif piece == "\n" and not (stack and closings.close(here)):
            if ends and text[start:here].strip():
                return start, here
            start, stack = here + 1, []
        elif piece == "{":
            if ends:
                return start, _block_end(pieces, match, text)
            start = here + 1
        elif piece == "}":
            if ends and text[start:here].strip():
                return start, here
            start = here + 1
    return start, len(text)


def open_parenthesis(text: str, at: int) -> int | None:
    """The parenthesis that is still open at `at` although its own line has ended, or None."""
    stack: list[int] = []
    for match in _PIECE.finditer(text, 0, at):
        piece = match.group()
        if piece in "([":
            stack.append(match.start())
        elif piece in ")]" and stack:
            stack.pop()
        elif piece in "{}":
            stack = []
    if stack and "\n" in text[stack[-1] : at] and not _Closings(text).close(at):
        return stack[-1]
    return None


def end_of_statement(text: str, at: int) -> int:
    """Where the text before `at` ends, blanks and comments aside."""
    while True:
        end = at
        while end and text[end - 1].isspace():
            end -= 1
        line_start = text.rfind("\n", 0, end) + 1
        pieces = _PIECE.finditer(text, line_start, end)
        at = next((m.start() for m in pieces if m.group().startswith("//")), -1)
        if at < 0:
            return end


def close_braces(text: str) -> str:
    """The text with a `}` for every `{` that is never closed."""
    depth = 0
    for match in _PIECE.finditer(text):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
    body = text.rstrip()
    return body + "\n" + "}" * max(depth, 0) + "\n"


class _Closings:
    """Whether the parentheses open at a place are closed before the next blank line or block."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        """Where parentheses and blocks stand, and how many more are closed than opened from there on."""
        starts, nets, net = list[int](), list[int](), 0
        for match in reversed([*_BOUND.finditer(self._text)]):
            net = net + _NET[match[0]] if match[0] in _NET else 0
            starts.append(match.start())
            nets.append(net)
        return starts[::-1], nets[::-1]

    def close(self, at: int) -> bool:
        """Whether more are closed than opened from `at` on."""
        starts, nets = self._places
        index = bisect_left(starts, at)
        return index < len(nets) and nets[index] > 0


def _block_end(pieces: list[re.Match[str]], opening: re.Match[str], text: str) -> int:
    depth = 0
    for match in pieces[pieces.index(opening) :]:
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return len(text)
