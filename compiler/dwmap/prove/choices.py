"""
Transforms that choose between the value and literals: `if kind == "P" then "Person" else kind`.

Values that answer every comparison alike are treated alike, so the values that are named, their neighbours
where they are compared by size, and one that is not named stand for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dwmap.interpret.literals import read_literal
from dwmap.interpret.values import Value
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    Expr,
    If,
    In,
    IsBlank,
    Parameter,
    States,
    Type,
    Unary,
    Use,
)
from dwmap.ir.scope import Scope


@dataclass
class Named:
    """The values that a choice names, and whether it compares by size."""

    values: list[Value] = field(default_factory=list)
    ordered: bool = False


def named_by(use: Use, *, backward: bool, scope: Scope) -> Named | None:
    """What one way of a transform of one value names; None where it does more than choose."""
    transform = scope.transforms[use.name]
    if len(transform.inputs) != 1:
        return None
    body = transform.backward if backward else transform.forward
    takes, gives = transform.inputs[0].type, transform.result
    if backward:
        takes, gives = gives, takes
    if body is None:
        return None
    choice = _Choice(transform.inputs[0].name, takes, gives, scope)
    return choice.named if choice.reads_result(body) else None


def cells_of(states: States, place: int, scope: Scope) -> Iterator[Value]:
    """The values that the rows of a state table compare one of its inputs with."""
    for row in states.rows:
        cell = row.cells[place]
        if cell is not None:
            yield read_literal(cell, states.inputs[place].type, scope)


def is_plain(states: States) -> bool:
    """Whether the rows of a state table ask for nothing but its cells."""
    return all(row.condition is None for row in states.rows)


@dataclass
class _Choice:
    variable: str
    takes: Type
    gives: Type
    scope: Scope
    named: Named = field(default_factory=Named)

    def reads_result(self, expr: Expr) -> bool:
        """Whether a result is the value, a literal, or a choice between such; names them."""
        match expr:
            case Parameter():
                return True
            case Constant():
                value = read_literal(expr, self.gives, self.scope)
                self.named.values.append(value)
                return True
            case Call(function="coalesce"):
                return all(map(self.reads_result, expr.args))
            case If():
                return (
                    self.reads_condition(expr.condition)
                    and self.reads_result(expr.then)
                    and self.reads_result(expr.otherwise)
                )
        return False

    def reads_condition(self, expr: Expr) -> bool:
        """Whether a condition only compares the value with literals; names them."""
        match expr:
            case Unary(op="not"):
                return self.reads_condition(expr.operand)
            case Binary(op="and" | "or"):
                return self.reads_condition(expr.left) and self.reads_condition(
                    expr.right
                )
            case Binary(op="==" | "!=" | "<" | "<=" | ">" | ">="):
                return self._compares(expr)
            case In(operand=Parameter()):
                self._name(*expr.options)
                return True
            case IsBlank(operand=Parameter()):
                return True
            case Parameter() if self.takes.kind == "bool":
                return True
            case Constant(kind="bool"):
                return True
        return False

    def _compares(self, expr: Binary) -> bool:
        sides = (expr.left, expr.right)
        for one, other in (sides, sides[::-1]):
            if isinstance(one, Parameter) and isinstance(other, Constant):
                self._name(other)
                self.named.ordered |= expr.op not in ("==", "!=")
                return True
        return False

    def _name(self, *constants: Constant) -> None:
        for constant in constants:
            value = read_literal(constant, self.takes, self.scope)
            if value is not None:
                self.named.values.append(value)
