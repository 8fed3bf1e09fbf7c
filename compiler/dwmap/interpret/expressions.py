"""Expressions: filters, conditions, sides of lines, bodies of transforms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from dwmap.interpret.functions import arithmetic, call, compare, negate
from dwmap.interpret.literals import read_literal
from dwmap.interpret.values import Record, Value
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    EitherRef,
    Expr,
    If,
    In,
    IsBlank,
    Parameter,
    PathRef,
    Type,
    Unary,
)
from dwmap.ir.scope import Scope

Name: TypeAlias = PathRef | EitherRef | Parameter


@dataclass(frozen=True)
class Reader:
    """What names stand for where an expression stands: `value` and `type` of a path or an input."""

    value: Callable[[Name], Value]
    type: Callable[[Name], Type]
    scope: Scope


def record_reader(record: Record, scope: Scope) -> Reader:
    """Names are paths of a record."""

    def value(name: Name) -> Value:
        return record.get(name.name if isinstance(name, Parameter) else key_of(name))

    return Reader(value, _own_type, scope)


def key_of(path: PathRef | EitherRef) -> str:
    """Where a record has the value of a path."""
    return path.text.casefold()


def _own_type(name: Name) -> Type:
    return Type() if isinstance(name, Parameter) else name.type


def is_true(expr: Expr, reader: Reader) -> bool:
    """Whether a condition holds: no value is not true."""
    return evaluate(expr, reader) is True


def evaluate(expr: Expr, reader: Reader, wanted: Type | None = None) -> Value:
    """
    The value of an expression; a literal that is its result takes the type `wanted`.

    Raises `Refusal` where the record has no such value: a division by zero, a number that is none.
    """
    match expr:
        case Constant():
            return read_literal(expr, wanted or Type(), reader.scope)
        case PathRef() | EitherRef() | Parameter():
            return reader.value(expr)
        case IsBlank():
            return (evaluate(expr.operand, reader) is None) is not expr.negated
        case In():
            return _is_in(expr, reader)
        case Unary():
            if expr.op == "not":
                return not is_true(expr.operand, reader)
            return negate(evaluate(expr.operand, reader))
        case Binary():
            return _binary(expr, reader)
        case Call():
            return call(expr.function, [evaluate(each, reader) for each in expr.args])
        case If():
            branch = expr.then if is_true(expr.condition, reader) else expr.otherwise
            return evaluate(branch, reader, wanted)


def _is_in(expr: In, reader: Reader) -> bool:
    value = evaluate(expr.operand, reader)
    if value is None:
        return False
    type = type_of(expr.operand, reader)
    return any(value == read_literal(each, type, reader.scope) for each in expr.options)


def _binary(expr: Binary, reader: Reader) -> Value:
    if expr.op == "and":
        return is_true(expr.left, reader) and is_true(expr.right, reader)
    if expr.op == "or":
        return is_true(expr.left, reader) or is_true(expr.right, reader)
    left = evaluate(expr.left, reader, type_of(expr.right, reader))
    right = evaluate(expr.right, reader, type_of(expr.left, reader))
    if expr.op in ("+", "-", "*", "/"):
        return arithmetic(expr.op, left, right)
    return compare(expr.op, left, right)


def type_of(expr: Expr, reader: Reader) -> Type:
    """The type that a literal beside the expression takes."""
    if isinstance(expr, PathRef | EitherRef | Parameter):
        return reader.type(expr)
    return Type()
