"""Transforms made at random: formulas that are undone or nearly so, choices, and what nobody can prove."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Literal

from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    Expr,
    If,
    In,
    Input,
    IsBlank,
    Parameter,
    Transform,
    Type,
    Unary,
)

_X = Parameter(name="x")
_NUMERIC = ("int", "decimal")
_FACTORS = ("2", "-1", "100", "0.5", "3", "8", "1", "0")
_OFFSETS = ("0", "1", "-2.5", "10")

MakeConstant = Callable[[Type, random.Random], Constant]


def random_transform(
    name: str, left: Type, right: Type, constant: MakeConstant, chance: random.Random
) -> Transform:
    """A transform from the one type to the other and back."""
    roll = chance.random()
    if left.kind in _NUMERIC and right.kind in _NUMERIC and roll < 0.5:
        forward, backward = _formulas(chance)
    elif left.kind == right.kind == "text" and roll < 0.3:
        forward, backward = _texts(chance)
    else:
        forward = _choice(left, right, constant, chance, 2)
        backward = _choice(right, left, constant, chance, 2)
    return Transform(
        name=name,
        inputs=(Input(name="x", type=left),),
        result=right,
        forward=forward,
        backward=backward,
    )


def _formulas(chance: random.Random) -> tuple[Expr, Expr]:
    """`x * a + b` and what undoes it, or something close to that."""
    factor, offset = chance.choice(_FACTORS), chance.choice(_OFFSETS)
    forward = _binary("+", _binary("*", _X, _number(factor)), _number(offset))
    if chance.random() < 0.2:
        offset = chance.choice(_OFFSETS)
    inner = _binary("-", _X, _number(offset))
    if factor != "0" and chance.random() < 0.8:
        backward = _binary("/", inner, _number(factor))
    else:
        backward = _binary("*", inner, _number(chance.choice(_FACTORS)))
    if chance.random() < 0.2:
        backward = Call(function="round", args=(backward, _number("1")))
    if chance.random() < 0.2:
        forward = Unary(op="-", operand=forward)
    return (forward, backward) if chance.random() < 0.5 else (backward, forward)


def _texts(chance: random.Random) -> tuple[Expr, Expr]:
    prefix = Constant(kind="string", text="a")
    ways: tuple[Expr, ...] = (
        _X,
        Call(function="concat", args=(prefix, _X)),
        Call(function="substring", args=(_X, _number("1"))),
        Call(function="upper", args=(_X,)),
        Call(function="trim", args=(_X,)),
    )
    return chance.choice(ways), chance.choice(ways)


def _choice(
    takes: Type,
    gives: Type,
    constant: MakeConstant,
    chance: random.Random,
    depth: int,
) -> Expr:
    """The value, a literal, or one of two such."""
    roll = chance.random()
    if depth and roll < 0.6:
        return If(
            condition=_condition(takes, constant, chance),
            then=_choice(takes, gives, constant, chance, depth - 1),
            otherwise=_choice(takes, gives, constant, chance, depth - 1),
        )
    if roll < 0.7 or takes.kind != gives.kind:
        return constant(gives, chance)
    if roll < 0.75:
        return Call(function="coalesce", args=(_X, constant(gives, chance)))
    return _X


def _condition(takes: Type, constant: MakeConstant, chance: random.Random) -> Expr:
    roll = chance.random()
    if roll < 0.1:
        return IsBlank(operand=_X, negated=chance.random() < 0.5)
    if roll < 0.3:
        options = (constant(takes, chance), constant(takes, chance))
        return In(operand=_X, options=options)
    ordered = takes.kind in ("int", "decimal", "date", "text")
    ops: tuple[Literal["==", "!=", "<", "<=", ">", ">="], ...] = ("==", "!=")
    if ordered:
        ops = (*ops, "<", "<=", ">", ">=")
    return Binary(op=chance.choice(ops), left=_X, right=constant(takes, chance))


def _binary(op: Literal["+", "-", "*", "/"], left: Expr, right: Expr) -> Expr:
    return Binary(op=op, left=left, right=right)


def _number(text: str) -> Expr:
    return Constant(kind="decimal" if "." in text else "int", text=text)
