"""
Reads a damaged file: statement by statement, so that one mistake costs one statement and is reported once.

The file is cut into its top-level declarations. One that cannot be parsed is parsed again with the guilty
statement overwritten by blanks, until it can be or its heading itself is guilty. Names in what was
overwritten are kept, so that later phases do not complain that they are missing.
"""

from __future__ import annotations

import re

from lark import Token
from lark.exceptions import UnexpectedInput

from dwmap.diagnostics import Problem, Report
from dwmap.source import SourceFile, Span
from dwmap.syntax import ast
from dwmap.syntax.chunks import (
    Chunk,
    close_braces,
    is_stray,
    open_parenthesis,
    split_declarations,
    split_statements,
    statement_at,
)
from dwmap.syntax.explain_error import accepted, explain_comma, explain_error
from dwmap.syntax.parser import WORD, Grammar
from dwmap.syntax.problems import TooManyErrors, UnclosedBlock, UnopenedBlock
from dwmap.syntax.signs import comma_before

MOST_ERRORS = 30
_COMMENT = re.compile(r"//[^\r\n]*")
LONG_TEXT = 32_000
"""A declaration of more characters is read in groups of statements."""


def parse_damaged(
    grammar: Grammar, source: SourceFile, report: Report
) -> tuple[tuple[ast.Decl, ...], frozenset[str]]:
    """The declarations that can be read, and the names in what cannot."""
    reader = _Reader(grammar, source, report)
    for chunk in split_declarations(source.text):
        try:
            reader.read(chunk)
        except _TooMany:
            reader.damage(chunk.start, len(source.text))
            break
    grammar.builder.comments = reader.comments
    grammar.builder.misuses = reader.misuses
    return tuple(reader.declarations), frozenset(reader.damaged)


class _TooMany(Exception):
    """There are so many mistakes that reading on makes no sense."""


class _Reader:
    """Reads chunk after chunk and collects what it could read."""

    def __init__(self, grammar: Grammar, source: SourceFile, report: Report) -> None:
        self.grammar = grammar
        self.source = source
        self.report = report
        self.declarations: list[ast.Decl] = []
        self.comments: list[Token] = []
        self.misuses: list[Problem] = []
        self.damaged: set[str] = set()
        self.errors = 0
        self.astray = False

    def read(self, chunk: Chunk) -> None:
        """Read one declaration, leaving out every statement that cannot be read."""
        text = self.source.text[chunk.start : chunk.end]
        if not text.strip(" \t\f\r\n"):
            return
        if is_stray(text):
            self._read_stray(chunk, text)
            return
        self.astray = False
        end = None
        if chunk.open_at is not None:
            opening = self._span(chunk.open_at, chunk.open_at + 1)
            problem = UnclosedBlock(opening, self._span(chunk.end, chunk.end))
            self._report(problem, chunk.open_at)
            text, end = close_braces(text), chunk.start + len(text.rstrip()) + 1
        readable = self._clear_large(text, chunk.start, end)
        found = self._clear(readable, chunk.start, end) if readable else None
        if found is None:
            self.damage(chunk.start, chunk.end)
            return
        if found[1] != text and "{" not in text:
            self.astray = (
                True  # A heading without its brace: what follows is its block.
            )
        self.declarations += found[0]
        builder = self.grammar.builder
        self.misuses += builder.misuses
        for token in builder.comments:
            token.start_pos = (token.start_pos or 0) + chunk.start
            token.end_pos = (token.end_pos or 0) + chunk.start
            self.comments.append(token)

    def _read_stray(self, chunk: Chunk, text: str) -> None:
        """What is no declaration; of several such lines in a row the first one is reported."""
        at = chunk.start + len(text) - len(text.lstrip())
        if not self.astray:
            if text.strip() == "}":
                self._report(UnopenedBlock(self._span(at, at + 1)), at)
            else:
                self._clear(text, chunk.start, None)
        self.astray = True
        self.damage(chunk.start, chunk.end)

    def _clear_large(self, text: str, offset: int, end: int | None) -> str | None:
        """
        A long declaration with its unreadable statements overwritten, None when its heading is at fault.

        Its body is read in groups of statements, so that a mistake costs reading its group again, not
        the whole. A short declaration is returned as it is.
        """
        groups = split_statements(text) if len(text) > LONG_TEXT else []
        if len(groups) < 2:
            return text
        heading = text[: groups[0].start]
        empty = heading + "}"
        found = self._clear(empty, offset, end)
        if found is None or found[1] != empty:
            return None
        cleared = [heading]
        for group in groups:
            size = len(heading) + group.end - group.start
            closing = "" if group is groups[-1] else "}"
            piece = heading + text[group.start : group.end] + closing
            found = self._clear(piece, offset + group.start - len(heading), end)
            if found is None:
                return None
            cleared.append(found[1][len(heading) : size])
        return "".join(cleared)

    def _clear(
        self, text: str, offset: int, end: int | None
    ) -> tuple[tuple[ast.Decl, ...], str] | None:
        """
        The declarations of a text, and the text with its unreadable statements overwritten by blanks.

        What stands behind `end` was made up to close the declaration: no mistake there is the author's.
        """
        seen: set[int] = set()
        while True:
            sound = len(seen) < 2  # Where there were two mistakes, there are more.
            try:
                return self.grammar.parse(self.source, text, offset, sound=sound), text
            except UnexpectedInput as error:
                at = min(_offset(error, text), len(text))
                comma = comma_before(text, at, accepted(error))
                if comma is not None:
                    here = self._span(offset + comma, offset + comma + 1)
                    self._report(explain_comma(here), here.start)
                    text = f"{text[:comma]} {text[comma + 1 :]}"
                    continue
                opened = open_parenthesis(text, at)
                if opened is not None:
                    at = opened
                    here = self._span(offset + at, offset + at + 1)
                    self._report(UnclosedBlock(here, here), here.start)
                elif at not in seen and self._is_new(error, text, offset, end):
                    problem = explain_error(error, self.source, text, offset)
                    self._report(problem, offset + at)
                start, stop = statement_at(text, at)
                if at in seen and text[at : at + 1].strip():
                    start, stop = at, at + 1  # The statement before it is gone already.
                seen.add(at)
                self.damage(offset + start, offset + stop)
                blanked = text[:start] + _blank(text[start:stop]) + text[stop:]
                if blanked == text:
                    return None
                text = blanked

    def _is_new(
        self, error: UnexpectedInput, text: str, offset: int, end: int | None
    ) -> bool:
        """Whether a mistake is one of the author's, not one that was made by overwriting or closing."""
        at = _offset(error, text)
        if end is not None and (offset + at >= end or text[at : at + 1] == "{"):
            return False  # The block inside is the one that is never closed.
        before = text[:at].rstrip()
        original = self.source.text[offset + len(before) : offset + at]
        emptied = (
            before.endswith("{")
            and original.strip()
            and not _COMMENT.sub("", original).isspace()
        )
        return not (emptied and text[at : at + 1] == "}")

    def damage(self, start: int, end: int) -> None:
        """Remember the names in a part that is left out."""
        self.damaged.update(WORD.findall(self.source.text, start, end))

    def _span(self, start: int, end: int) -> Span:
        return self.source.span(start, end)

    def _report(self, problem: Problem, at: int) -> None:
        self.errors += 1
        if self.errors > MOST_ERRORS:
            self.report.add(TooManyErrors(self._span(at, at), MOST_ERRORS))
            raise _TooMany
        self.report.add(problem)


def _offset(error: UnexpectedInput, text: str) -> int:
    at = error.pos_in_stream
    token = getattr(error, "token", None)
    if token is not None and token.type == "$END":
        return len(text)
    return len(text) if at is None or at < 0 else at


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]|\r(?!\n)", " ", text)  # A lone `\r` ends no line.
