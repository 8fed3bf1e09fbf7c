"""Filters as X++ query-range text, as finance and operations reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from dwmap.emit.filter_parts import (
    COMPARISONS,
    CannotSay,
    Notes,
    column,
    operands,
    option_code,
    plain_text,
    type_of,
)
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    EitherRef,
    Enum,
    Expr,
    If,
    In,
    IsBlank,
    Parameter,
    PathRef,
    SystemKind,
    Type,
    Unary,
)

_JOINERS = {"and": "&&", "or": "||"}
_WILDCARDS = ("*", "?")
_PATTERNS = {"starts_with": "{}*", "ends_with": "*{}", "contains": "*{}*"}
_NUMBERS = ("int", "long", "decimal", "double", "bool", "enum", "options")
NULL_NOTE = (
    'A query range reads "empty" as "": a value that is NULL because it comes from an outer join is not equal'
    " to it. A computed column that turns NULL into an empty text helps."
)
DATE_NOTE = "Finance and operations keeps an empty date as 1 January 1900."


def xpp_text(
    expr: Expr, enums: Mapping[str, Enum], system: SystemKind, notes: Notes
) -> str:
    """
    The filter as a query range, each term in parentheses; raises CannotSay with the reason.

    Enum values are written as text: that form needs no name of the enum, and the shipped maps use it.
    """
    del system  # Only finance and operations reads X++.
    return _Writer(enums, notes).condition(expr)


class _Writer:
    def __init__(self, enums: Mapping[str, Enum], notes: Notes) -> None:
        self.enums = enums
        self.notes = notes

    def condition(self, expr: Expr) -> str:
        match expr:
            case Binary(op="and" | "or"):
                terms = (self.condition(term) for term in _terms(expr, expr.op))
                return f"({f' {_JOINERS[expr.op]} '.join(terms)})"
            case Binary():
                return self._comparison(expr)
            case Unary(op="not"):
                return f"(!{self.condition(expr.operand)})"
            case In():
                return self._choice(expr)
            case IsBlank():
                return self._term(expr.operand, "!=" if expr.negated else "==", None)
            case Call():
                return self._call(expr)
            case PathRef():
                return f"({column(expr)} == 1)"
            case Constant(kind="bool"):
                raise CannotSay("a filter that is always true or false has no form")
            case Constant() | EitherRef() | Unary() | If() | Parameter():
                column(expr)
                raise CannotSay("this is no condition")
            case _ as never:
                assert_never(never)

    def _comparison(self, expr: Binary) -> str:
        if expr.op not in COMPARISONS:
            raise CannotSay("a query range has no arithmetic")
        left, op, right = operands(expr)
        return self._term(left, op, right)

    def _term(self, left: Expr, op: str, right: Expr | None) -> str:
        """`left op right`; no `right` stands for an empty value."""
        name, kind = column(left), type_of(left)
        if right is None or (isinstance(right, Constant) and right.kind == "blank"):
            return f"({name} {op} {self._empty(name, kind)})"
        if not isinstance(right, Constant):
            return f"({name} {op} {column(right)})"
        return f"({name} {op} {self._value(right, kind)})"

    def _choice(self, expr: In) -> str:
        if not expr.options:
            raise CannotSay("a list without values has no form")
        terms = [self._term(expr.operand, "==", option) for option in expr.options]
        return terms[0] if len(terms) == 1 else f"({' || '.join(terms)})"

    def _call(self, expr: Call) -> str:
        if expr.function not in _PATTERNS or len(expr.args) != 2:
            raise CannotSay(f"a query range has no function `{expr.function}`")
        part = expr.args[1]
        if not isinstance(part, Constant) or part.kind != "string":
            raise CannotSay(f"`{expr.function}` wants a text as its second value")
        if any(sign in part.text for sign in _WILDCARDS):
            raise CannotSay("`*` and `?` are wildcards in a query range")
        pattern = _PATTERNS[expr.function].format(_escaped(part.text))
        return f'({column(expr.args[0])} like "{pattern}")'

    def _value(self, constant: Constant, partner: Type) -> str:
        match constant.kind:
            case "bool":
                return "1" if constant.text == "true" else "0"
            case "int" | "decimal":
                return constant.text
            case "symbol" | "string":
                code = option_code(constant, partner, self.enums)
                return code or f'"{_escaped(constant.text)}"'
            case "date":
                return _date(constant.text)
            case "datetime" | "time" | "guid":
                raise CannotSay(f"a query range has no literal for a {constant.kind}")
            case "blank":
                return self._empty("", partner)
            case _ as never:
                assert_never(never)

    def _empty(self, name: str, kind: Type) -> str:
        if kind.kind in ("date", "datetime"):
            self.notes.add(DATE_NOTE)
            return _date("1900-01-01")
        if kind.kind in _NUMBERS:
            raise CannotSay(
                f"finance and operations has no empty value for `{name}`, whose type is {kind.kind}"
            )
        self.notes.add(NULL_NOTE)
        return '""'


def _terms(expr: Expr, op: str) -> list[Expr]:
    """The terms of a chain of one operator: `a or b or c` has three."""
    if isinstance(expr, Binary) and expr.op == op:
        return _terms(expr.left, op) + _terms(expr.right, op)
    return [expr]


def _date(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}\\{month}\\{year}"


def _escaped(text: str) -> str:
    return plain_text(text).replace("\\", "\\\\").replace('"', '\\"')
