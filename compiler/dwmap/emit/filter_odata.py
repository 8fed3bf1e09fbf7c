"""Filters as OData `$filter` text, as Dataverse reads it."""

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

_OPERATORS = {
    "==": "eq",
    "!=": "ne",
    "<": "lt",
    "<=": "le",
    ">": "gt",
    ">=": "ge",
}
_FUNCTIONS = {
    "starts_with": "startswith",
    "ends_with": "endswith",
    "contains": "contains",
}
_FINOPS_ENUM = "Microsoft.Dynamics.DataEntities."


def odata_text(
    expr: Expr, enums: Mapping[str, Enum], system: SystemKind, notes: Notes
) -> str:
    """The filter as OData; raises CannotSay with the reason."""
    return _Writer(enums, system, notes).condition(expr, "")


class _Writer:
    def __init__(
        self, enums: Mapping[str, Enum], system: SystemKind, notes: Notes
    ) -> None:
        self.enums = enums
        self.finops = system == "finops"
        self.notes = notes

    def condition(self, expr: Expr, within: str) -> str:
        """`expr` as a condition, in parentheses where `within` (the operator around it) needs them."""
        match expr:
            case Binary(op="and" | "or"):
                parts = (
                    self.condition(side, expr.op) for side in (expr.left, expr.right)
                )
                text = f" {expr.op} ".join(parts)
                return f"({text})" if within not in ("", expr.op) else text
            case Binary():
                return self._comparison(expr, within)
            case Unary(op="not"):
                return f"not {self.condition(expr.operand, 'not')}"
            case In():
                return self._choice(expr, within)
            case IsBlank():
                text = f"{column(expr.operand)} {'ne' if expr.negated else 'eq'} null"
            case Call():
                return self._call(expr)
            case PathRef():
                text = f"{column(expr)} eq true"
            case Constant(kind="bool"):
                raise CannotSay("a filter that is always true or false has no form")
            case Constant() | EitherRef() | Unary() | If() | Parameter():
                column(expr)
                raise CannotSay("this is no condition")
            case _ as never:
                assert_never(never)
        return f"({text})" if within == "not" else text

    def _comparison(self, expr: Binary, within: str) -> str:
        if expr.op not in COMPARISONS:
            raise CannotSay("a filter has no arithmetic")
        left, op, right = operands(expr)
        value = self._value(right, type_of(left))
        text = f"{column(left)} {_OPERATORS[op]} {value}"
        return f"({text})" if within == "not" else text

    def _choice(self, expr: In, within: str) -> str:
        if not expr.options:
            raise CannotSay("a list without values has no form")
        name, kind = column(expr.operand), type_of(expr.operand)
        terms = [f"{name} eq {self._value(option, kind)}" for option in expr.options]
        text = " or ".join(terms)
        bare = within in ("", "or") or (len(terms) == 1 and within == "and")
        return text if bare else f"({text})"

    def _call(self, expr: Call) -> str:
        if expr.function not in _FUNCTIONS or len(expr.args) != 2:
            raise CannotSay(f"OData has no function `{expr.function}`")
        if not isinstance(expr.args[1], Constant):
            raise CannotSay(f"`{expr.function}` wants a text as its second value")
        part = self._value(expr.args[1], Type())
        return f"{_FUNCTIONS[expr.function]}({column(expr.args[0])}, {part})"

    def _value(self, expr: Expr, partner: Type) -> str:
        if not isinstance(expr, Constant):
            return column(expr)
        match expr.kind:
            case "blank":
                return "null"
            case "bool":
                return "true" if expr.text == "true" else "false"
            case "int" | "decimal" | "guid":
                return expr.text
            case "symbol" | "string":
                return self._text(expr, partner)
            case "date" | "datetime" | "time":
                return self._moment(expr)
            case _ as never:
                assert_never(never)

    def _text(self, constant: Constant, partner: Type) -> str:
        text = "'" + plain_text(constant.text).replace("'", "''") + "'"
        if partner.kind not in ("enum", "options"):
            return text
        code = option_code(constant, partner, self.enums)
        if code:
            return code
        if constant.kind == "symbol" and partner.kind == "options":
            raise CannotSay(f"the number of the option `{constant.text}` is not known")
        if self.finops and partner.name:
            return f"{_FINOPS_ENUM}{partner.name.partition('.')[2]}{text}"
        return text

    def _moment(self, constant: Constant) -> str:
        # Finance and operations wants the literal bare, as the standard says; dual-write's
        # own examples for Dataverse quote it, and Dataverse reads both.
        text = plain_text(constant.text)
        return text if self.finops else f"'{text}'"
