"""
Reads a damaged file: statement by statement, so that one mistake costs one statement and is reported once.

The file is cut into its top-level declarations. One that cannot be parsed is parsed again with the guilty
statement overwritten by blanks, until it can be or its heading itself is guilty. Names in what was
overwritten are kept, so that later phases do not complain that they are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lark.exceptions import UnexpectedInput

from dwmap.diagnostics import Report
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.explain_error import explain_error
from dwmap.syntax.problems import TooManyErrors, UnclosedBlock, UnopenedBlock

if TYPE_CHECKING:
    from dwmap.syntax.parser import Grammar

MOST_ERRORS = 30
_PIECE = re.compile(r'"(?:[^"\\\r\n]|\\.)*"?|`[^`\r\n]*`?|//[^\r\n]*|[{}()\[\]\n]')
_HEADING = re.compile(
    r"(?:system|solution|enum|options|entity|valuemap|transform|states|map|extend|variant|action|bootstrap"
    r"|example|samples)\b"
)
_WORD = re.compile(r"[^\W\d]\w*")


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


def parse_damaged(
    grammar: Grammar, source: SourceFile, report: Report
) -> tuple[tuple[ast.Decl, ...], frozenset[str]]:
    """The declarations that can be read, and the names in what cannot."""
    reader = _Reader(grammar, source, report)
    comments = []
    repeated = []
    for chunk in split_declarations(source.text):
        if reader.errors >= MOST_ERRORS:
            report.add(
                TooManyErrors(source.span(chunk.start, chunk.start), MOST_ERRORS)
            )
            reader.damage(chunk.start, len(source.text))
            break
        reader.read(chunk)
        for token in grammar.builder.comments:
            token.start_pos = (token.start_pos or 0) + chunk.start
            token.end_pos = (token.end_pos or 0) + chunk.start
            comments.append(token)
        repeated += grammar.builder.repeated
    grammar.builder.comments = comments
    grammar.builder.repeated = repeated
    return tuple(reader.declarations), frozenset(reader.damaged)


class _Reader:
    """Reads chunk after chunk and collects what it could read."""

    def __init__(self, grammar: Grammar, source: SourceFile, report: Report) -> None:
        self.grammar = grammar
        self.source = source
        self.report = report
        self.declarations: list[ast.Decl] = []
        self.damaged: set[str] = set()
        self.errors = 0

    def read(self, chunk: Chunk) -> None:
        """Read one declaration, leaving out statement after statement until the rest can be read."""
        text = self.source.text[chunk.start : chunk.end]
        if text.strip() == "}":
            at = chunk.start + text.index("}")
            self._report(UnopenedBlock(self.source.span(at, at + 1)))
            return
        if chunk.open_at is not None:
            span = self.source.span(chunk.open_at, chunk.open_at + 1)
            self._report(UnclosedBlock(span, self.source.span(chunk.end, chunk.end)))
            text = _close(text)
        while self.errors < MOST_ERRORS:
            try:
                self.declarations += self.grammar.parse(self.source, text, chunk.start)
                return
            except UnexpectedInput as error:
                at = min(_offset(error, text), len(text))
                opened = _open_parenthesis(text, at)
                if opened is not None:
                    here = self.source.span(
                        chunk.start + opened, chunk.start + opened + 1
                    )
                    self._report(UnclosedBlock(here, here))
                    at = opened
                elif chunk.open_at is None or at < chunk.end - chunk.start:
                    self._report(explain_error(error, self.source, text, chunk.start))
                start, end = _statement(text, at)
                self.damage(chunk.start + start, chunk.start + end)
                blanked = text[:start] + _blank(text[start:end]) + text[end:]
                if blanked == text:
                    self.damage(chunk.start, chunk.end)
                    return
                text = blanked

    def damage(self, start: int, end: int) -> None:
        """Remember the names in a part that is left out."""
        self.damaged.update(_WORD.findall(self.source.text, start, end))

    def _report(self, problem: object) -> None:
        self.errors += 1
        self.report.add(problem)  # type: ignore[arg-type]  # only Problems are passed


def _close(text: str) -> str:
    depth = 0
    for match in _PIECE.finditer(text):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
    body = text.rstrip()
    return body + "\n" + "}" * max(depth, 0) + "\n"


def _offset(error: UnexpectedInput, text: str) -> int:
    at = error.pos_in_stream
    token = getattr(error, "token", None)
    if token is not None and token.type == "$END":
        return len(text)
    return len(text) if at is None or at < 0 else at


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)


def _statement(text: str, at: int) -> tuple[int, int]:
    """
    The statement around the offset `at`, as a range of `text`.

    It reaches from the line ending, brace or comma-free start before to the next line ending outside
    parentheses; a heading takes its block with it. At a line ending or a `}` the statement before is meant.
    """
    pieces = [m for m in _PIECE.finditer(text) if m.group()[0] not in '"`/']
    start = 0
    stack: list[str] = []
    for match in pieces:
        piece, here = match.group(), match.start()
        ends = here >= at
        if piece in "([":
            stack.append(piece)
        elif piece in ")]" and stack:
            stack.pop()
        elif piece == "\n" and not (stack and _balanced(text, here)):
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


def _open_parenthesis(text: str, at: int) -> int | None:
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
    if stack and "\n" in text[stack[-1] : at] and not _balanced(text, at):
        return stack[-1]
    return None


def _balanced(text: str, at: int) -> bool:
    """Whether the parentheses open at `at` are closed before the next blank line or block."""
    rest = re.split(r"\n[ \t]*\n|[{}]", text[at:], maxsplit=1)[0]
    return rest.count(")") + rest.count("]") > rest.count("(") + rest.count("[")


def _block_end(pieces: list[re.Match[str]], opening: re.Match[str], text: str) -> int:
    depth = 0
    for match in pieces[pieces.index(opening) :]:
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return len(text)
