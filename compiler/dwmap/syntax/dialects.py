"""
Filters in the dialects of the two systems: their text in, expressions of the language out.

`parse_query_range` reads what finance and operations apps write, `parse_odata_filter` what Dataverse
writes. Both say with a place what they cannot read or what the language cannot express.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from lark import Lark, Token, Transformer
from lark.exceptions import (
    UnexpectedCharacters,
    UnexpectedInput,
    UnexpectedToken,
    VisitError,
)

from dwmap.diagnostics.model import Diagnostic, Edit, Fix, Report, Severity
from dwmap.diagnostics.problem import Problem
from dwmap.resources import data_dir
from dwmap.source import Span
from dwmap.syntax.ast import (
    BinaryExpr,
    BlankExpr,
    CallExpr,
    Expr,
    InExpr,
    LiteralExpr,
    LiteralKind,
    Name,
    PathExpr,
    UnaryExpr,
)

MOST_OPERATORS = 250
LONGEST_NUMBER = 40
_ODATA_COMPARE = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "ge": ">=",
    "lt": "<",
    "le": "<=",
}
_ODATA_CALLS = {
    "startswith": "starts_with",
    "endswith": "ends_with",
    "contains": "contains",
}
_LIKE = (
    (re.compile(r"[^*?]*"), None),
    (re.compile(r"\*([^*?]+)\*"), "contains"),
    (re.compile(r"([^*?]+)\*"), "starts_with"),
    (re.compile(r"\*([^*?]+)"), "ends_with"),
)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_KINDS: dict[str, LiteralKind] = {
    "GUID": "guid",
    "DATETIME": "datetime",
    "DATE": "date",
    "TIME": "time",
}


@dataclass(frozen=True)
class UnreadableFilter(Problem):
    """
    A filter is not written as its system writes filters.

    Why it matters: without its filter a map would take every record; the filter is left out and
    has to be added by hand.

    Example: `((PartyType == "Organization")` lacks a parenthesis.

    Instead: correct the filter in the source.
    """

    topic: ClassVar[str] = "import"
    span: Span
    dialect: str
    found: str

    def diagnose(self) -> Diagnostic:
        message = f"this {self.dialect} cannot be read"
        label = f"not expected: {self.found}" if self.found else "something is missing"
        return self._diagnostic(message, self.span, label)


@dataclass(frozen=True)
class UnsupportedFilter(Problem):
    """
    A filter uses something that the language cannot express.

    Why it matters: a filter that nearly says the same would move other records; it is left out and
    has to be added by hand.

    Example: `(Name like "A?B")`, where `?` stands for one character.

    Instead: say it with `starts_with`, `ends_with`, `contains` and comparisons.
    """

    topic: ClassVar[str] = "import"
    span: Span
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.reason, self.span, "the filter is not imported")


@dataclass(frozen=True)
class LoneEquals(Problem):
    """
    A filter compares with a single `=`.

    Why it matters: query ranges compare with `==`; it is imported as that.

    Example: `(AssociatedContactType = 1)`

    Instead: `(AssociatedContactType == 1)`
    """

    topic: ClassVar[str] = "import"
    severity: ClassVar[Severity] = Severity.WARNING
    span: Span

    def diagnose(self) -> Diagnostic:
        fix = Fix("write `==`", (Edit(self.span, "=="),))
        return self._diagnostic(
            "a single `=` in a filter", self.span, "imported as `==`", fix=fix
        )


class _Unsupported(Exception):
    def __init__(self, span: Span, reason: str) -> None:
        self.span = span
        self.reason = reason


def parse_query_range(span: Span, report: Report) -> Expr | None:
    """The filter of a finance and operations entity, or None where it cannot be had."""
    return _parse(span, report, "query range", "query_range", _QueryRange)


def parse_odata_filter(span: Span, report: Report) -> Expr | None:
    """The filter of a Dataverse table, or None where it cannot be had."""
    return _parse(span, report, "OData filter", "odata_filter", _ODataFilter)


@cache
def _parser(name: str) -> Lark:
    text = (data_dir("grammar") / f"{name}.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual")


def _parse(
    span: Span,
    report: Report,
    dialect: str,
    grammar: str,
    builder: Callable[[Span, Report], Transformer[Token, Expr]],
) -> Expr | None:
    try:
        tree = _parser(grammar).parse(span.text)
        return builder(span, report).transform(tree)
    except UnexpectedInput as error:
        report.add(_unexpected(span, dialect, error))
    except VisitError as error:
        if not isinstance(error.orig_exc, _Unsupported):
            raise
        report.add(UnsupportedFilter(error.orig_exc.span, error.orig_exc.reason))
    except RecursionError:
        report.add(UnsupportedFilter(span, "this filter is nested too deeply"))
    return None


def _unexpected(span: Span, dialect: str, error: UnexpectedInput) -> UnreadableFilter:
    start, found = len(span.text), ""
    if isinstance(error, UnexpectedCharacters):
        start = error.pos_in_stream or 0
        found = span.text[start]
    elif isinstance(error, UnexpectedToken) and error.token.type != "$END":
        start, found = error.token.start_pos or 0, str(error.token)
    begin = span.start + start
    place = span.file.span(begin, begin + max(1, len(found)) if found else begin)
    return UnreadableFilter(place, dialect, f"`{found}`" if found else "")


class _Builder(Transformer[Token, Expr]):
    """What the two dialects have in common."""

    def __init__(self, span: Span, report: Report) -> None:
        super().__init__()
        self.whole = span
        self.report = report
        self.operators = 0

    def place(self, first: Any, last: Any = None) -> Span:
        start, end = self._bounds(first)[0], self._bounds(last or first)[1]
        return self.whole.file.span(start, end)

    def _bounds(self, part: Any) -> tuple[int, int]:
        if not isinstance(part, Token):
            return (part.span.start, part.span.end)
        offset = self.whole.start
        return (offset + (part.start_pos or 0), offset + (part.end_pos or 0))

    def name(self, token: Token) -> Name:
        return Name(str(token), self.place(token))

    @contextmanager
    def one_more_operator(self) -> Iterator[None]:
        self.operators += 1
        if self.operators > MOST_OPERATORS:
            reason = f"a filter of more than {MOST_OPERATORS} operators"
            raise _Unsupported(self.whole, reason)
        yield

    def path(self, items: list[Token]) -> Expr:
        segments = tuple(self.name(item) for item in items)
        return PathExpr(segments, self.place(items[0], items[-1]))

    def binary(self, items: list[Any]) -> Expr:
        left, token, right = items
        op = "or" if token.type == "OR" else "and"
        with self.one_more_operator():
            return BinaryExpr(op, left, right, self.place(left, right))

    def negation(self, items: list[Any]) -> Expr:
        with self.one_more_operator():
            return UnaryExpr("not", items[1], self.place(items[0], items[1]))

    def number(self, token: Token) -> LiteralExpr:
        if len(token) > LONGEST_NUMBER:
            reason = f"a number of more than {LONGEST_NUMBER} digits"
            raise _Unsupported(self.place(token), reason)
        if token.type == "DECIMAL":
            return LiteralExpr("decimal", Decimal(str(token)), self.place(token))
        return LiteralExpr("int", int(token), self.place(token))


class _QueryRange(_Builder):
    """Builds the expression of a query range."""

    def compare(self, items: list[Any]) -> Expr:
        left, token, right = items
        op = str(token)
        if op == "=":
            self.report.add(LoneEquals(self.place(token)))
            op = "=="
        with self.one_more_operator():
            return BinaryExpr(op, left, right, self.place(left, right))

    def like(self, items: list[Any]) -> Expr:
        operand, _, pattern = items
        text = _unquoted(pattern)
        for form, function in _LIKE:
            found = form.fullmatch(text)
            if found is None:
                continue
            span, place = self.place(operand, pattern), self.place(pattern)
            with self.one_more_operator():
                if function is None:
                    literal = LiteralExpr("string", text, place)
                    return BinaryExpr("==", operand, literal, span)
                literal = LiteralExpr("string", found[1], place)
                return CallExpr(Name(function, place), (operand, literal), span)
        reason = "only `A*`, `*A` and `*A*` have an equivalent"
        raise _Unsupported(self.place(pattern), reason)

    def symbol(self, items: list[Token]) -> Expr:
        return LiteralExpr("string", str(items[1]), self.place(items[0], items[1]))

    def literal(self, items: list[Token]) -> Expr:
        token = items[0]
        if token.type == "STRING":
            return LiteralExpr("string", _unquoted(token), self.place(token))
        if token.type != "DATE":
            return self.number(token)
        day, month, year = map(int, token.split("\\"))
        try:
            text = date(year, month, day).isoformat()
        except ValueError:
            reason = "the calendar has no such day"
            raise _Unsupported(self.place(token), reason) from None
        return LiteralExpr("date", text, self.place(token))


class _ODataFilter(_Builder):
    """Builds the expression of an OData filter."""

    def compare(self, items: list[Any]) -> Expr:
        left, token, right = items
        op = _ODATA_COMPARE[token.lower()]
        span = self.place(left, right)
        if _is_null(left):
            left, right = right, left
        with self.one_more_operator():
            if not _is_null(right):
                left, right = _dated(left, right), _dated(right, left)
                return BinaryExpr(op, left, right, span)
            if op in {"==", "!="}:
                return BlankExpr(left, op == "!=", span)
        raise _Unsupported(span, "null has no order")

    def one_of(self, items: list[Any]) -> Expr:
        operand, _, *options = items
        for option in options:
            if _is_null(option):
                raise _Unsupported(option.span, "null cannot be one of a list")
        span = self.place(operand, options[-1])
        return InExpr(operand, tuple(options), span)

    def call(self, items: list[Any]) -> Expr:
        function, *args = items
        known = _ODATA_CALLS.get(function.lower())
        if known is None or len(args) != 2:
            reason = f"the function `{function}` has no equivalent"
            raise _Unsupported(self.place(function), reason)
        name = Name(known, self.place(function))
        return CallExpr(name, tuple(args), self.place(function, args[-1]))

    def literal(self, items: list[Token]) -> Expr:
        token, place = items[0], self.place(items[0])
        match token.type:
            case "STRING":
                return LiteralExpr("string", token[1:-1].replace("''", "'"), place)
            case "TRUE" | "FALSE":
                return LiteralExpr("bool", token.type == "TRUE", place)
            case "NULL":
                return LiteralExpr("blank", None, place)
            case "INT" | "DECIMAL":
                return self.number(token)
            case kind:
                return LiteralExpr(_KINDS[kind], str(token), place)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _is_null(expr: Expr) -> bool:
    return isinstance(expr, LiteralExpr) and expr.kind == "blank"


def _dated(expr: Expr, other: Expr) -> Expr:
    """A date may stand in quotes where it meets a column."""
    if (
        isinstance(expr, LiteralExpr)
        and isinstance(other, PathExpr)
        and expr.kind == "string"
        and _ISO_DATE.fullmatch(str(expr.value))
    ):
        return LiteralExpr("date", expr.value, expr.span)
    return expr
