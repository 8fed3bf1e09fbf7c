"""Filters in words: what a person reads before the dialects."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    EitherRef,
    Enum,
    Expr,
    In,
    IsBlank,
    PathRef,
    Type,
    Unary,
)
from dwmap.ir.text import expr_text

_VERBS = {
    "==": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}
_DATE_VERBS = {
    "<": "is before",
    "<=": "is on or before",
    ">": "is after",
    ">=": "is on or after",
}
_OPPOSITE = {"==": "!=", "!=": "=="}
_PLAIN = re.compile(r"[^\W\d][\w .-]*\Z")
_TEXT_VERBS = {
    "starts_with": ("starts with", "does not start with"),
    "ends_with": ("ends with", "does not end with"),
    "contains": ("contains", "does not contain"),
}


def filter_words(expr: Expr, enums: Mapping[str, Enum]) -> str:
    """The filter as a phrase: `PartyType is Organization and CreditLimit is more than 0`."""
    return _phrase(expr, enums, within="")


def _phrase(expr: Expr, enums: Mapping[str, Enum], within: str) -> str:
    match expr:
        case Binary(op="and" | "or"):
            left = _phrase(expr.left, enums, expr.op)
            text = f"{left} {expr.op} {_phrase(expr.right, enums, expr.op)}"
            return f"({text})" if within not in ("", expr.op) else text
        case Binary() if expr.op in _VERBS:
            return _comparison(expr, expr.op, enums)
        case In():
            return f"{_value(expr.operand)} is one of {_choices(expr, enums)}"
        case IsBlank():
            return f"{_value(expr.operand)} is {'not ' if expr.negated else ''}empty"
        case Unary(op="not"):
            return _negated(expr.operand, enums)
        case Call() if expr.function in _TEXT_VERBS and len(expr.args) == 2:
            return _text_test(expr, _TEXT_VERBS[expr.function][0], enums)
        case PathRef():
            return f"{expr.text} is true"
    return _value(expr)


def _negated(expr: Expr, enums: Mapping[str, Enum]) -> str:
    match expr:
        case Binary() if expr.op in _OPPOSITE:
            return _comparison(expr, _OPPOSITE[expr.op], enums)
        case In():
            return f"{_value(expr.operand)} is none of {_choices(expr, enums)}"
        case IsBlank():
            return f"{_value(expr.operand)} is {'' if expr.negated else 'not '}empty"
        case Call() if expr.function in _TEXT_VERBS and len(expr.args) == 2:
            return _text_test(expr, _TEXT_VERBS[expr.function][1], enums)
        case PathRef():
            return f"{expr.text} is false"
        case Unary(op="not"):
            return _phrase(expr.operand, enums, "not")
    return f"it is not so that {_phrase(expr, enums, 'not')}"


def _comparison(expr: Binary, op: str, enums: Mapping[str, Enum]) -> str:
    if isinstance(expr.right, Constant) and expr.right.kind == "blank":
        return f"{_value(expr.left)} {_VERBS[op]} empty"
    dates = {_kind(expr.left), _kind(expr.right)} & {"date", "datetime"}
    verb = _DATE_VERBS.get(op, _VERBS[op]) if dates else _VERBS[op]
    left = _operand(expr.left, _type(expr.right), enums)
    return f"{left} {verb} {_operand(expr.right, _type(expr.left), enums)}"


def _text_test(expr: Call, verb: str, enums: Mapping[str, Enum]) -> str:
    part = _operand(expr.args[1], Type(), enums)
    return f"{_value(expr.args[0])} {verb} {part}"


def _choices(expr: In, enums: Mapping[str, Enum]) -> str:
    words = [_operand(option, _type(expr.operand), enums) for option in expr.options]
    if len(words) < 2:
        return "".join(words) or "nothing"
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _operand(expr: Expr, partner: Type, enums: Mapping[str, Enum]) -> str:
    """The value; an option's number is followed by its label."""
    if not isinstance(expr, Constant):
        return _value(expr)
    if expr.kind == "blank":
        return "empty"
    if expr.kind in ("int", "symbol"):
        label = _label(expr, enums.get(partner.name or ""))
        return f"{expr.text} ({label})" if label else expr.text
    return expr.text if _is_plain(expr) else f"“{expr.text}”"


def _is_plain(constant: Constant) -> bool:
    return constant.kind != "string" or _PLAIN.match(constant.text) is not None


def _label(constant: Constant, enum: Enum | None) -> str:
    if enum is None or not enum.numbered:
        return ""
    for member in enum.members:
        if constant.kind == "int" and str(member.code) == constant.text:
            return member.name
        if constant.kind == "symbol" and member.name == constant.text:
            return "" if member.code is None else str(member.code)
    return ""


def _value(expr: Expr) -> str:
    if isinstance(expr, PathRef | EitherRef):
        return expr.text
    return expr_text(expr, 1)


def _type(expr: Expr) -> Type:
    return expr.type if isinstance(expr, PathRef | EitherRef) else Type()


def _kind(expr: Expr) -> str:
    return expr.kind if isinstance(expr, Constant) else _type(expr).kind
