"""
Transforms of one value that can be reasoned about: linear formulas, and choices between a value and constants.

Whether `backward` undoes `forward` is a question about all values. For two shapes it has an answer without
trying them: `value * 100` is undone by `value / 100` since both are linear and computed exactly; an `if` that
compares the value with literals and gives it back, or a literal, treats all values alike that answer its
comparisons alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from dwmap.interpret.functions import DIGITS
from dwmap.interpret.literals import read_literal
from dwmap.interpret.values import Value
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    Expr,
    Parameter,
    Transform,
    Type,
    TypeKind,
    Unary,
    Use,
)
from dwmap.ir.scope import Scope

WHOLE_DIGITS: Final[Mapping[TypeKind, int]] = {"int": 10, "long": 19, "options": 10}
"""What the ends store of whole numbers: 32 and 64 bits."""


_ROUNDING: Final = Context(prec=DIGITS)


@dataclass(frozen=True)
class Digits:
    """How many digits a number has at most before and behind the point."""

    whole: int
    behind: int

    @property
    def fits(self) -> bool:
        """Whether a quotient with as many digits is not rounded."""
        return self.whole + self.behind <= DIGITS


@dataclass(frozen=True)
class Linear:
    """
    `factor` times the value plus `offset`, computed without rounding or refused.

    `digits` bounds the result; None where nothing bounds it.
    """

    factor: Fraction
    offset: Fraction
    digits: Digits | None

    def of(self, inner: Linear) -> Linear:
        """This formula applied to the result of another."""
        offset = self.factor * inner.offset + self.offset
        return Linear(self.factor * inner.factor, offset, self.digits)

    @property
    def is_identity(self) -> bool:
        """Whether every value is its own result."""
        return self.factor == 1 and self.offset == 0

    def source_of(self, value: Value) -> Decimal | None:
        """The number whose result a number is, to 80 digits; None for what is no number."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        exact = (Fraction(value) - self.offset) / self.factor
        return _ROUNDING.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def digits_of(type: Type) -> Digits | None:
    """What the values of a type have; None where it is not known."""
    if type.kind in WHOLE_DIGITS:
        return Digits(WHOLE_DIGITS[type.kind], 0)
    if type.kind == "decimal" and type.precision is not None:
        return Digits(type.precision - (type.scale or 0), type.scale or 0)
    return None


def linear(use: Use, *, backward: bool, given: Type, scope: Scope) -> Linear | None:
    """
    The formula of one way of a transform, for a value of type `given`; None where it is no such formula.

    A result that is no number of the promised type is refused, never rounded.
    """
    transform = scope.transforms[use.name]
    body = transform.backward if backward else transform.forward
    result = transform.inputs[0].type if backward else transform.result
    if body is None or result.kind not in ("decimal", "int", "long"):
        return None
    if given.kind not in ("decimal", "int", "long"):
        return None
    constants = _constants(transform, use, scope)
    formula = _Formula(transform.inputs[0].name, constants, digits_of(given), scope)
    found = formula.read(body)
    return found if found is not None and found.factor != 0 else None


def _constants(transform: Transform, use: Use, scope: Scope) -> dict[str, Fraction]:
    """The inputs that the line gives as literals, as far as they are numbers."""
    found: dict[str, Fraction] = {}
    for each, constant in zip(transform.inputs[1:], use.args, strict=False):
        value = read_literal(constant, each.type, scope)
        if not isinstance(value, bool | float | str) and value is not None:
            found[each.name] = Fraction(str(value))
    return found


@dataclass(frozen=True)
class _Formula:
    variable: str
    constants: Mapping[str, Fraction]
    given: Digits | None
    scope: Scope

    def read(self, expr: Expr) -> Linear | None:
        match expr:
            case Parameter(name=self.variable):
                return Linear(Fraction(1), Fraction(0), self.given)
            case Parameter(name=name) if name in self.constants:
                return _constant(self.constants[name])
            case Constant(kind="int" | "decimal"):
                return _constant(Fraction(expr.text))
            case Unary(op="-"):
                return self._scaled(self.read(expr.operand), Fraction(-1))
            case Call(function="decimal" | "int"):
                # A number that is not whole is refused by `int`, not cut.
                return self.read(expr.args[0])
            case Binary(op="+" | "-" | "*" | "/"):
                return self._binary(expr)
        return None

    def _binary(self, expr: Binary) -> Linear | None:
        left, right = self.read(expr.left), self.read(expr.right)
        if left is None or right is None:
            return None
        if expr.op in ("+", "-"):
            sign = Fraction(1 if expr.op == "+" else -1)
            return Linear(
                left.factor + sign * right.factor,
                left.offset + sign * right.offset,
                _sum(left.digits, right.digits),
            )
        if expr.op == "*":
            if left.factor == 0:
                left, right = right, left
            return self._scaled(left, right.offset) if right.factor == 0 else None
        if right.factor != 0 or right.offset == 0:
            return None
        quotient = self._scaled(left, 1 / right.offset)
        bound = quotient.digits if quotient is not None else None
        return quotient if bound is not None and bound.fits else None

    def _scaled(self, formula: Linear | None, factor: Fraction) -> Linear | None:
        if formula is None:
            return None
        by = _digits(factor)
        bound = formula.digits
        digits = (
            None
            if bound is None or by is None
            else Digits(bound.whole + by.whole, bound.behind + by.behind)
        )
        return Linear(formula.factor * factor, formula.offset * factor, digits)


def _constant(value: Fraction) -> Linear:
    return Linear(Fraction(0), value, _digits(value))


def _sum(one: Digits | None, other: Digits | None) -> Digits | None:
    if one is None or other is None:
        return None
    return Digits(max(one.whole, other.whole) + 1, max(one.behind, other.behind))


def _digits(value: Fraction) -> Digits | None:
    """The digits of a number; None for one that no decimal writes down, such as a third."""
    rest, behind = value.denominator, 0
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest, times = rest // prime, times + 1
        behind = max(behind, times)
    if rest != 1:
        return None
    return Digits(len(str(abs(value.numerator) // value.denominator)), behind)
