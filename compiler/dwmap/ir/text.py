"""Expressions and types of the IR in the notation of the language, for people to read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import assert_never

from dwmap.diagnostics.cells import visible
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    EitherRef,
    Expr,
    If,
    In,
    Inputs,
    IsBlank,
    Parameter,
    PathRef,
    Side,
    Type,
    Unary,
)

_LEVELS: Mapping[str, int] = {
    "or": 1,
    "and": 2,
    "not": 3,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "is"), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "/"), 6),
    "sign": 7,
}
_QUOTED_KINDS = ("date", "datetime", "time", "guid")
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_NAME = re.compile(r"[^\W\d]\w*\Z")


def constant_text(constant: Constant) -> str:
    """The literal as it is written: `"Organization"`, `3`, `date "1900-01-01"`, `blank`."""
    if constant.kind == "string":
        return quoted(constant.text)
    if constant.kind == "blank":
        return "blank"
    if constant.kind in _QUOTED_KINDS:
        return f"{constant.kind} {quoted(constant.text)}"
    return name_text(constant.text) if constant.kind == "symbol" else constant.text


def quoted(text: str) -> str:
    """The text as a string literal of the language."""
    return '"' + "".join(_ESCAPES.get(one) or _shown(one) for one in text) + '"'


def _shown(one: str) -> str:
    """A character that cannot be seen by its number, which the language has escapes for."""
    if visible(one) == one:
        return one
    return f"\\u{ord(one):04x}" if ord(one) < 0x10000 else f"\\U{ord(one):08x}"


def name_text(name: str) -> str:
    """The name, in backticks where it could not stand alone."""
    return name if _NAME.match(name) else f"`{name}`"


def side_text(side: Side | Expr) -> str:
    """One side of a mapping line."""
    if isinstance(side, Inputs):
        return f"({', '.join(expr_text(item) for item in side.items)})"
    text = expr_text(side)
    return text if isinstance(side, Constant | PathRef | EitherRef) else f"({text})"


def expr_text(expr: Expr, level: int = 0) -> str:
    """The expression, in parentheses where it binds less tightly than `level`."""
    match expr:
        case Constant():
            return constant_text(expr)
        case PathRef():
            return ".".join(name_text(name) for name in expr.segments)
        case EitherRef():
            return expr.text
        case Parameter():
            return name_text(expr.name)
        case Call():
            return f"{expr.function}({', '.join(expr_text(arg) for arg in expr.args)})"
        case Binary():
            own = _LEVELS[expr.op]
            text = f"{expr_text(expr.left, own)} {expr.op} {expr_text(expr.right, own + 1)}"
        case Unary():
            own = _LEVELS["not" if expr.op == "not" else "sign"]
            text = ("not " if expr.op == "not" else "-") + expr_text(expr.operand, own)
        case In():
            own = _LEVELS["in"]
            options = ", ".join(constant_text(option) for option in expr.options)
            text = f"{expr_text(expr.operand, own + 1)} in [{options}]"
        case IsBlank():
            own = _LEVELS["is"]
            verb = "is not blank" if expr.negated else "is blank"
            text = f"{expr_text(expr.operand, own + 1)} {verb}"
        case If():
            own = 0
            text = (
                f"if {expr_text(expr.condition)} then {expr_text(expr.then)}"
                f" else {expr_text(expr.otherwise)}"
            )
            return f"({text})" if level > 0 else text
        case _ as never:
            assert_never(never)
    return f"({text})" if own < level else text


def type_text(value: Type) -> str:
    """The type as it is declared: `string(20)?`, `-> ce.accounts`, `fo.NoYes`, `any`."""
    if value.kind == "any":
        return "any"
    if value.kind == "text":
        text = "text" if value.length is None else f"string({value.length})"
    elif value.kind == "decimal":
        digits = [str(n) for n in (value.precision, value.scale) if n is not None]
        text = f"decimal({', '.join(digits)})" if digits else "decimal"
    elif value.kind == "lookup":
        text = "-> " + (" | ".join(value.targets) or "?")
    else:
        text = value.name or value.kind
    return f"{text}?" if value.nullable else text


def paths_in(side: Side | Expr) -> list[PathRef | EitherRef]:
    """The columns that a side or an expression mentions, in order."""
    match side:
        case PathRef() | EitherRef():
            return [side]
        case Constant() | Parameter():
            return []
        case Unary() | In() | IsBlank():
            return paths_in(side.operand)
        case Binary():
            return paths_in(side.left) + paths_in(side.right)
        case If():
            parts: tuple[Expr, ...] = (side.condition, side.then, side.otherwise)
        case Call():
            parts = side.args
        case Inputs():
            parts = side.items
        case _ as never:
            assert_never(never)
    return [path for part in parts for path in paths_in(part)]
