"""Filters as query-range text in X++ notation, as finance and operations reads it."""

from __future__ import annotations

from typing import ClassVar

from dwmap.dialects.parts import (
    NO_DATE,
    CannotSay,
    column,
    option_code,
    plain_text,
    type_of,
)
from dwmap.dialects.writer import CASE_NOTE, Term, Writer, has_letters
from dwmap.ir.model import Constant, Expr, Type

_JOINERS = {"and": "&&", "or": "||"}
_WILDCARDS = ("*", "?")
_PATTERNS = {"starts_with": "{}*", "ends_with": "*{}", "contains": "*{}*"}
_NUMBERS = ("int", "long", "decimal", "double", "bool", "enum", "options")
NULL_NOTE = (
    'A query range reads "empty" as "": a value that is NULL because it comes from an outer join is not equal'
    " to it. A computed column that turns NULL into an empty text helps."
)
DATE_NOTE = "Finance and operations keeps an empty date as 1 January 1900."


class QueryRangeWriter(Writer):
    """
    Each term in parentheses. Enum values are written as text: that form needs no name of the enum, and the
    shipped maps use it. Every column has a value; the empty ones stand for none.
    """

    dialect: ClassVar[str] = "a query range"

    def joined(self, op: str, parts: list[Term]) -> Term:
        texts: list[str] = []
        for each in parts:
            texts.append(each.text[1:-1] if each.joined == op else each.text)
        return Term(f"({f' {_JOINERS[op]} '.join(texts)})", op)

    def denial(self, term: Term) -> Term:
        return Term(f"(!{term.text})")

    def compare(self, left: Expr, op: str, right: Expr, denied: bool) -> Term:
        value = (
            self._value(right, type_of(left))
            if isinstance(right, Constant)
            else column(right)
        )
        return Term(f"({column(left)} {op} {value})")

    def blank(self, operand: Expr, negated: bool) -> Term:
        name = column(operand)
        empty = self._empty(name, type_of(operand))
        return Term(f"({name} {'!=' if negated else '=='} {empty})")

    def pattern(
        self, function: str, operand: Expr, part: Constant, denied: bool
    ) -> Term:
        if any(sign in part.text for sign in _WILDCARDS):
            raise CannotSay("`*` and `?` are wildcards in a query range")
        pattern = _PATTERNS[function].format(self._escaped(part))
        return Term(f'({column(operand)} like "{pattern}")')

    def _value(self, constant: Constant, partner: Type) -> str:
        match constant.kind:
            case "bool":
                return "1" if constant.text == "true" else "0"
            case "int" | "decimal":
                return constant.text
            case "symbol" | "string":
                code = option_code(constant, partner, self.reading.enums)
                return code or f'"{self._escaped(constant, partner)}"'
            case "date" if partner.kind != "datetime":
                return _date(constant.text)
            case kind:
                raise CannotSay(
                    f"a query range has no literal for a {kind}"
                    if kind != "date"
                    else "a query range cannot compare a moment with a day"
                )

    def _escaped(self, constant: Constant, partner: Type | None = None) -> str:
        if has_letters(constant) and (partner is None or partner.kind != "enum"):
            self.reading.notes.add(CASE_NOTE)
        text = plain_text(constant.text)
        return text.replace("\\", "\\\\").replace('"', '\\"')

    def _empty(self, name: str, type: Type) -> str:
        if type.kind in ("date", "datetime"):
            self.reading.notes.add(DATE_NOTE)
            return _date(NO_DATE)
        if type.kind in _NUMBERS:
            raise CannotSay(
                f"finance and operations has no empty value for `{name}`, whose type is {type.kind}"
            )
        self.reading.notes.add(NULL_NOTE)
        return '""'


def _date(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}\\{month}\\{year}"
