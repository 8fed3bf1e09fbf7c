"""
Filters in the dialects of the two systems: their text in, expressions of the language out.

`parse_query_range` reads what finance and operations apps write, `parse_odata_filter` what Dataverse
writes. Both say with a place what they cannot read or what the language cannot express.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import (
    UnexpectedCharacters,
    UnexpectedInput,
    UnexpectedToken,
    VisitError,
)

from dwmap.diagnostics.report import Report
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
from dwmap.syntax.problems import LoneEquals, UnreadableFilter, UnsupportedFilter

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
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ORDERS: dict[str, Callable[[str, str], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_EMPTY: dict[LiteralKind, str] = {"string": "", "date": "1900-01-01"}
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
        op, span = str(token), self.place(left, right)
        if op == "=":
            self.report.add(LoneEquals(self.place(token)))
            op = "=="
        if isinstance(left, LiteralExpr) and isinstance(right, PathExpr):
            left, op, right = right, _TURNED.get(op, op), left
        with self.one_more_operator():
            if isinstance(left, PathExpr) and isinstance(right, LiteralExpr):
                return _with_empties(left, op, right, span)
            return BinaryExpr(op, left, right, span)

    def binary(self, items: list[Any]) -> Expr:
        left, token, right = items
        if token.type == "AND" and (ordered := _without_empties(left, right)):
            return ordered
        return super().binary(items)

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
            case "ENUM":
                name = token[token.index("'") + 1 : -1].replace("''", "'")
                return LiteralExpr("string", name, place)
            case "TRUE" | "FALSE":
                return LiteralExpr("bool", token.type == "TRUE", place)
            case "NULL":
                return LiteralExpr("blank", None, place)
            case "INT" | "DECIMAL":
                return self.number(token)
            case kind:
                return LiteralExpr(_KINDS[kind], str(token), place)


def _with_empties(path: PathExpr, op: str, value: LiteralExpr, span: Span) -> Expr:
    """
    A comparison with what the empty values of finance and operations mean: an empty text, or 1 January 1900,
    is no value; and such a row passes where something is less than a date or a text.
    """
    empty = _EMPTY.get(value.kind)
    if empty is None:
        return BinaryExpr(op, path, value, span)
    if value.value == empty:
        if op in ("==", "<="):
            return BlankExpr(path, False, span)
        if op in ("!=", ">"):
            return BlankExpr(path, True, span)
        raise _Unsupported(span, "every value is compared with the empty one")
    compared = BinaryExpr(op, path, value, span)
    if op in _ORDERS and _ORDERS[op](empty, str(value.value)):
        return BinaryExpr("or", compared, BlankExpr(path, False, span), span)
    return compared


def _without_empties(left: Expr, right: Expr) -> Expr | None:
    """`(a < b or a is blank) and a is not blank` in short."""
    match left, right:
        case (
            BinaryExpr("or", compared, BlankExpr(one, False, _), _),
            BlankExpr(other, True, _),
        ) if _same_path(one, other):
            return compared
    return None


def _same_path(one: Expr, other: Expr) -> bool:
    return (
        isinstance(one, PathExpr)
        and isinstance(other, PathExpr)
        and one.text.casefold() == other.text.casefold()
    )


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
