"""Filters as OData `$filter` text: for Dataverse, for finance and operations, for any OData v4 service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dwmap.dialects.parts import (
    NO_DATE,
    CannotSay,
    column,
    option_code,
    plain_text,
    type_of,
    utc_text,
)
from dwmap.dialects.writer import CASE_NOTE, Term, Writer, has_letters
from dwmap.ir.model import Constant, Expr, Type, TypeKind

_OPERATORS: Mapping[str, str] = {
    "==": "eq",
    "!=": "ne",
    "<": "lt",
    "<=": "le",
    ">": "gt",
    ">=": "ge",
}
_FUNCTIONS: Mapping[str, str] = {
    "starts_with": "startswith",
    "ends_with": "endswith",
    "contains": "contains",
}
_NO_EMPTY: frozenset[TypeKind] = frozenset(
    {"int", "long", "decimal", "double", "bool", "enum", "options"}
)
_FINOPS_ENUM = "Microsoft.Dynamics.DataEntities."


class ODataWriter(Writer):
    """
    A comparison with null is true or false in OData, as in dwmap: `ne` is the opposite of `eq`, an order with
    null is false (OData 4.01, part 2, 5.1.1.1). Only its functions give null for null.
    """

    dialect: ClassVar[str] = "OData"

    @property
    def finops(self) -> bool:
        """Whether finance and operations reads it."""
        return self.reading.system == "finops"

    def joined(self, op: str, parts: list[Term]) -> Term:
        texts = [
            f"({each.text})" if each.joined not in ("", "compare", op) else each.text
            for each in parts
        ]
        return Term(f" {op} ".join(texts), op)

    def denial(self, term: Term) -> Term:
        return Term(f"not ({term.text})" if term.joined else f"not {term.text}")

    def compare(self, left: Expr, op: str, right: Expr, denied: bool) -> Term:
        value = self._value(right, type_of(left))
        return Term(f"{column(left)} {_OPERATORS[op]} {value}", "compare")

    def blank(self, operand: Expr, negated: bool) -> Term:
        name, kind = column(operand), type_of(operand).kind
        if self.finops and kind in _NO_EMPTY:
            raise CannotSay(
                f"finance and operations has no empty value for `{name}`, whose type is {kind}"
            )
        empty = {"": "''", NO_DATE: NO_DATE, None: "null"}[self.empty(kind)]
        if kind == "datetime" and self.finops:
            empty = f"{NO_DATE}T00:00:00Z"
        return Term(f"{name} {'ne' if negated else 'eq'} {empty}", "compare")

    def pattern(
        self, function: str, operand: Expr, part: Constant, denied: bool
    ) -> Term:
        text = self._value(part, type_of(operand))
        called = Term(f"{_FUNCTIONS[function]}({column(operand)}, {text})")
        if denied and type_of(operand).nullable and not self.finops:
            return self.joined("and", [self.blank(operand, negated=True), called])
        return called

    def _value(self, expr: Expr, partner: Type) -> str:
        if not isinstance(expr, Constant):
            return column(expr)
        match expr.kind:
            case "bool":
                return "true" if expr.text == "true" else "false"
            case "symbol" | "string":
                return self._text(expr, partner)
            case "datetime":
                return utc_text(expr.text)
            case "date":
                return self._day(expr, partner)
            case _:
                return plain_text(expr.text)

    def _text(self, constant: Constant, partner: Type) -> str:
        text = "'" + plain_text(constant.text).replace("'", "''") + "'"
        if partner.kind not in ("enum", "options"):
            if has_letters(constant):
                self.reading.notes.add(CASE_NOTE)
            return text
        code = option_code(constant, partner, self.reading.enums)
        if code:
            return code
        if constant.kind == "symbol" and partner.kind == "options":
            raise CannotSay(f"the number of the option `{constant.text}` is not known")
        if self.finops and partner.name:
            return f"{_FINOPS_ENUM}{partner.name.partition('.')[2]}{text}"
        return text

    def _day(self, constant: Constant, partner: Type) -> str:
        # Finance and operations wants the literal bare, as the standard says; dual-write's
        # own examples for Dataverse quote it, and Dataverse reads both.
        if partner.kind == "datetime":
            return utc_text(constant.text)
        return constant.text if self.finops else f"'{constant.text}'"
