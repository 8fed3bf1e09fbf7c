"""Builds the declarations while the parser reduces: one method per rule of the grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar, cast

from lark import Token

from dwmap.diagnostics import Problem
from dwmap.source import SourceFile, Span
from dwmap.syntax import ast
from dwmap.syntax.problems import (
    EmptyReason,
    LongNumber,
    MixedPath,
    RepeatedClause,
    UnexpectedText,
    UnknownEscape,
)

T = TypeVar("T")
LONGEST_NUMBER = 40
_BEFORE_A_DOCUMENTED_LINE = ("", "add", "replace")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")


def _is_escape(match: re.Match[str]) -> bool:
    """Whether it is a character; halves of a pair, as other languages write them, are none."""
    if digits := match[1] or match[2]:
        return (code := int(digits, 16)) < 0x110000 and not 0xD800 <= code < 0xE000
    return match[3] in _ESCAPES


def unquote(text: str) -> str:
    """The value of a quoted text; an unknown escape stands for its character."""
    if "\\" not in text:
        return text[1:-1]

    def replace(match: re.Match[str]) -> str:
        digits = match.group(1) or match.group(2)
        if digits:
            return chr(int(digits, 16)) if _is_escape(match) else "\ufffd"
        return _ESCAPES.get(match.group(3), match.group(3))

    return _ESCAPE.sub(replace, text[1:-1])


def _all(kind: type[T], items: Iterable[object]) -> tuple[T, ...]:
    return tuple(item for item in items if isinstance(item, kind))


def _one(kind: type[T], items: Iterable[object]) -> T | None:
    for item in items:
        if isinstance(item, kind):
            return item
    return None


class Clause:
    """A clause of a block, kept by its keyword until the block is complete."""

    __slots__ = ("keyword", "span", "value")

    def __init__(self, keyword: str, value: Any, span: Span) -> None:
        self.keyword = keyword
        self.value = value
        self.span = span


class Base:
    """What every group of building methods shares: where the text comes from, spans, docs."""

    def __init__(self) -> None:
        self.source = SourceFile("", "")
        self.offset = 0
        self.comments: list[Token] = []
        self._docs: dict[int, str] = {}
        self._comment_starts: dict[int, int] = {}
        self._comment_ends: dict[int, int] = {}
        self.misuses: list[Problem] = []

    def reset(self, source: SourceFile, offset: int) -> None:
        """Begin a parse of the text of `source` that starts at `offset`."""
        self.source = source
        self.offset = offset
        self.comments = []
        self._docs = {}
        self._comment_starts = {}
        self._comment_ends = {}
        self.misuses = []

    def see_comment(self, token: Token) -> Token:
        """Remember a comment that the lexer passes over."""
        self.comments.append(token)
        place = self.span(token)
        self._comment_starts[place.end] = place.start
        self._comment_ends[place.start] = place.end
        text, before = str(token), self._before(place.start)
        if (
            text.startswith("///") and not before
        ):  # Behind code it is a comment on that.
            self._docs[self._line(token)] = text[3:].removeprefix(" ").rstrip()
        return token

    def span(self, first: Token | Span, last: Token | Span | None = None) -> Span:
        """From the start of `first` to the end of `last`."""
        end = first if last is None else last
        start_at = (
            first.start
            if isinstance(first, Span)
            else cast(int, first.start_pos) + self.offset
        )
        end_at = (
            end.end if isinstance(end, Span) else cast(int, end.end_pos) + self.offset
        )
        return Span(self.source, start_at, end_at)

    def doc(self, first: Token | Span) -> str:
        """The `///` lines that stand right above the line that `first` begins."""
        if not self._docs:
            return ""
        start = first.start if isinstance(first, Span) else self.span(first).start
        if self._before(start) not in _BEFORE_A_DOCUMENTED_LINE:
            return ""
        line = self._line(first)
        lines: list[str] = []
        while (line := line - 1) in self._docs:
            lines.append(self._docs.pop(line))
        return "\n".join(reversed(lines))

    def _before(self, start: int) -> str:
        """What stands before a place in its line."""
        text = self.source.text
        return text[text.rfind("\n", 0, start) + 1 : start].strip(" \t\f\ufeff")

    def with_parentheses(self, span: Span) -> Span:
        """The span of a statement's first part, widened by the parentheses that stand before it."""
        text, start = self.source.text, span.start
        before = start
        while before:
            if text[before - 1] in " \t\f\r\n(":
                before -= 1
                start = before if text[before] == "(" else start
            elif before in self._comment_starts:
                before = self._comment_starts[before]
            else:
                break
        return Span(self.source, start, span.end)

    def closed(self, span: Span) -> Span:
        """The span of a statement, widened by the parentheses that are closed behind its last part."""
        text, end = self.source.text, span.end
        behind = end
        while behind < len(text):
            if text[behind] in " \t\f\r\n)":
                behind += 1
                end = behind if text[behind - 1] == ")" else end
            elif behind in self._comment_ends:
                behind = self._comment_ends[behind]
            else:
                break
        return Span(self.source, span.start, end)

    def _line(self, first: Token | Span) -> int:
        start = (
            first.start
            if isinstance(first, Span)
            else cast(int, first.start_pos) + self.offset
        )
        return self.source.position(start).line

    def clauses(self, items: list[Any]) -> dict[str, Any]:
        """The single clauses of a block by keyword; a repeated one is a misuse."""
        found: dict[str, Any] = {}
        seen: dict[str, Span] = {}
        for item in items:
            if isinstance(item, Clause):
                if item.keyword in seen:
                    first = seen[item.keyword]
                    self.misuses.append(RepeatedClause(item.keyword, first, item.span))
                else:
                    seen[item.keyword] = item.span
                    found[item.keyword] = item.value
        return found

    def plain(self, path: ast.PathExpr | ast.EitherExpr) -> ast.PathExpr:
        """The path where no polymorphic lookup may stand; one that does is a misuse."""
        if isinstance(path, ast.PathExpr):
            return path
        self.misuses.append(
            UnexpectedText("a polymorphic lookup", "a plain path", path.span)
        )
        names = (path.column, *(each.entity for each in path.candidates))
        return ast.PathExpr(names, path.span)

    def one_else(self, items: Iterable[object]) -> ast.ElseClause | None:
        """The only `else` of a table that goes one way."""
        found = _all(ast.ElseClause, items)
        for again in found[1:]:
            self.misuses.append(RepeatedClause("else", found[0].span, again.span))
        for each in found:
            if each.side != "both":
                sided = f"`else {each.side}` in a table that goes one way"
                self.misuses.append(UnexpectedText(sided, "a plain `else`", each.span))
        return found[0] if found else None

    def number(self, token: Token) -> int:
        """The whole number that a token spells; 1 where it has too many digits."""
        return int(token) if self._is_short(token) else 1

    def decimal(self, token: Token) -> Decimal:
        """The decimal number that a token spells; 0 where it has too many digits."""
        return Decimal(str(token)) if self._is_short(token) else Decimal(0)

    def _is_short(self, token: Token) -> bool:
        if len(token) <= LONGEST_NUMBER:
            return True
        self.misuses.append(LongNumber(LONGEST_NUMBER, self.span(token)))
        return False

    def text(self, token: Token) -> str:
        """The text that a token in quotes spells; an escape that is none is a misuse."""
        written = str(token)
        if "\\" in written:
            start = self.span(token).start
            # The first is enough: who meant a backslash meant all of them.
            wrong = (m for m in _ESCAPE.finditer(written) if not _is_escape(m))
            for match in islice(wrong, 1):
                here = Span(self.source, start + match.start(), start + match.end())
                self.misuses.append(UnknownEscape(here))
        return unquote(written)

    def reason(self, token: Token) -> str:
        """The text that a token in quotes spells; one that says nothing is a misuse."""
        text = self.text(token)
        if not any(map(str.isalnum, text)):
            self.misuses.append(EmptyReason(self.span(token)))
        return text

    def label(self, items: list[Any]) -> str | None:
        """The text in quotes of a heading."""
        for item in items:
            if isinstance(item, Token) and item.type == "STRING":
                return self.text(item)
        return None


def path_clause(keyword: str) -> Callable[[Any, list[Any]], Clause]:
    """The method for a rule `KEYWORD path`, where the path is a plain one."""

    def build(self: Base, items: list[Any]) -> Clause:
        path = self.plain(items[1])
        return Clause(keyword, path, self.span(items[0], path.span))

    return build


def clause(keyword: str) -> Callable[[Any, list[Any]], Clause]:
    """The method for a rule `KEYWORD thing`."""

    def build(self: Base, items: list[Any]) -> Clause:
        value = items[1]
        return Clause(keyword, value, self.span(items[0], value.span))

    return build


class Expressions(Base):
    """Names, literals, paths, expressions and types."""

    def read_name(self, text: str, start: int, end: int) -> ast.Name:
        """The name that a token spells, without its backticks; the token begins and ends there."""
        span = Span(self.source, start + self.offset, end + self.offset)
        return ast.Name(text[1:-1] if text[0] == "`" else text, span)

    def qname(self, items: list[ast.Name]) -> ast.QName:
        return ast.QName(items[0], items[1])

    def slug(self, items: list[Any]) -> ast.Name:
        names = _all(ast.Name, items)
        return ast.Name(
            "-".join(name.text for name in names), names[0].span.to(names[-1].span)
        )

    def unsigned(self, items: list[Token]) -> ast.LiteralExpr:
        first, last = items[0], items[-1]
        span = self.span(first, last)
        match first.type:
            case "STRING":
                return ast.LiteralExpr("string", self.text(last), span)
            case "INT":
                return ast.LiteralExpr("int", self.number(last), span)
            case "DECIMAL":
                return ast.LiteralExpr("decimal", self.decimal(last), span)
            case "TRUE" | "FALSE":
                return ast.LiteralExpr("bool", first.type == "TRUE", span)
            case "BLANK":
                return ast.LiteralExpr("blank", None, span)
        return ast.LiteralExpr(cast(ast.LiteralKind, str(first)), self.text(last), span)

    def negative(self, items: list[Token]) -> ast.LiteralExpr:
        span = self.span(items[0], items[1])
        if items[1].type == "INT":
            return ast.LiteralExpr("int", -self.number(items[1]), span)
        return ast.LiteralExpr("decimal", -self.decimal(items[1]), span)

    def path(self, items: list[Any]) -> ast.PathExpr | ast.EitherExpr:
        first = items[0]
        steps = items[1:]
        end = steps[-1][2] if steps else first.span
        span = Span(self.source, first.span.start, end.end)
        candidates = [step for step in steps if step[1] is not None]
        if not candidates:
            return ast.PathExpr((first, *(step[0] for step in steps)), span)
        if len(candidates) != len(steps):
            self.misuses.append(MixedPath(span))
            return ast.PathExpr((first, *(step[0] for step in steps)), span)
        return ast.EitherExpr(
            first, tuple(ast.Candidate(step[0], step[1]) for step in steps), span
        )

    def path_step(self, items: list[Any]) -> tuple[ast.Name, ast.Name | None, Span]:
        if len(items) == 1:
            return (items[0], None, items[0].span)
        return (items[0], items[2], self.span(items[3]))

    def call(self, items: list[Any]) -> ast.CallExpr:
        function = items[0]
        return ast.CallExpr(
            function, tuple(items[2:-1]), self.span(function.span, items[-1])
        )

    def tuple(self, items: list[Any]) -> ast.Expr:
        inner = items[1:-1]
        if len(inner) > 1:
            return ast.TupleExpr(tuple(inner), self.span(items[0], items[-1]))
        return cast(ast.Expr, inner[0])

    def binary(self, items: list[Any]) -> ast.BinaryExpr:
        left, op, right = items
        return ast.BinaryExpr(str(op), left, right, left.span.to(right.span))

    def unary(self, items: list[Any]) -> ast.Expr:
        op, operand = items
        span = self.span(op, operand.span)
        if (
            op.type == "MINUS"
            and isinstance(operand, ast.LiteralExpr)
            and operand.kind in ("int", "decimal")
        ):
            return ast.LiteralExpr(operand.kind, -cast(Any, operand.value), span)
        return ast.UnaryExpr(str(op), operand, span)

    def in_expr(self, items: list[Any]) -> ast.InExpr:
        operand = items[0]
        return ast.InExpr(
            operand,
            _all(ast.LiteralExpr, items[1:]),
            self.span(operand.span, items[-1]),
        )

    def blank_expr(self, items: list[Any]) -> ast.BlankExpr:
        operand = items[0]
        return ast.BlankExpr(
            operand, len(items) == 4, self.span(operand.span, items[-1])
        )

    def if_expr(self, items: list[Any]) -> ast.IfExpr:
        return ast.IfExpr(
            items[1], items[3], items[5], self.span(items[0], items[5].span)
        )

    def named_type(self, items: list[Any]) -> ast.NamedType:
        names = _all(ast.Name, items)
        sizes = tuple(
            self.number(item)
            for item in items
            if isinstance(item, Token) and item.type == "INT"
        )
        last = items[-1]
        span = self.span(names[0].span, last if isinstance(last, Token) else last.span)
        system = names[0] if len(names) == 2 else None
        optional = isinstance(last, Token) and last.type == "QUESTION"
        return ast.NamedType(system, names[-1], sizes, optional, span)

    def lookup_type(self, items: list[Any]) -> ast.LookupType:
        last = items[-1]
        optional = isinstance(last, Token)
        span = self.span(items[0], last if isinstance(last, Token) else last.span)
        return ast.LookupType(_all(ast.QName, items), optional, span)
