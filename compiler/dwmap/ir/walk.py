"""What an expression is made of."""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.ir.model import (
    Binary,
    Call,
    EitherRef,
    Expr,
    If,
    In,
    Inputs,
    IsBlank,
    PathRef,
    Side,
    Unary,
)


def side_items(side: Side) -> tuple[Expr, ...]:
    """The expressions of a side: one, or those in parentheses."""
    return side.items if isinstance(side, Inputs) else (side,)


def side_paths(side: Side) -> Iterator[PathRef | EitherRef]:
    """Every path that a side of a line reads."""
    if isinstance(side, PathRef):
        yield side
        return
    for item in side_items(side):
        yield from paths_in(item)


def paths_in(expr: Expr) -> Iterator[PathRef | EitherRef]:
    """Every path that an expression reads."""
    for part in parts_of(expr):
        if isinstance(part, PathRef | EitherRef):
            yield part


def parts_of(expr: Expr) -> Iterator[Expr]:
    """An expression and all that it is made of."""
    yield expr
    for part in _children(expr):
        yield from parts_of(part)


def _children(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Unary() | IsBlank():
            return (expr.operand,)
        case In():
            return (expr.operand, *expr.options)
        case Binary():
            return (expr.left, expr.right)
        case Call():
            return expr.args
        case If():
            return (expr.condition, expr.then, expr.otherwise)
        case _:
            return ()
