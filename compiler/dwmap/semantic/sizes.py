"""How long, how precise and whether empty the result of an expression can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from dwmap.ir.model import Constant, Expr, LiteralKind, Type, TypeKind
from dwmap.semantic.scope import Scope
from dwmap.semantic.stdlib import (
    ARITHMETIC,
    DIGITS,
    EXACT,
    LITERAL_KINDS,
    MERGED,
    TEXT_SIZES,
    WHOLE_RANGES,
    Kinds,
    Signature,
)

Typed: TypeAlias = tuple[Expr, Type]


class Digits(NamedTuple):
    """The most digits before and behind the point; a multiple of ten takes away some behind it."""

    whole: int
    scale: int


_WHOLE_DIGITS: Mapping[TypeKind, Digits] = {"int": Digits(10, 0), "long": Digits(19, 0)}


def literal_type(value: Constant) -> Type:
    """The type that a literal has by itself, with its own size."""
    kind = LITERAL_KINDS[value.kind]
    if kind == "text":
        return Type(kind=kind, nullable=False, length=len(value.text))
    if value.kind in ("int", "decimal"):
        return _number_type(Decimal(value.text), kind)
    return Type(kind=kind, nullable=value.kind == "blank")


def _number_type(number: Decimal, kind: TypeKind) -> Type:
    """Zeros at the end do not count: 100 takes away two digits behind the point of a product."""
    scale = -int(number.normalize().as_tuple().exponent) if number else 0
    whole = number.adjusted() + 1 if number else 0
    if kind == "decimal":
        return _decimal(Digits(whole, scale), nullable=False)
    least, most = WHOLE_RANGES["int"]
    kind = "int" if least <= number <= most else "long"
    return Type(kind=kind, nullable=False, precision=whole + scale, scale=scale)


def digits_of(type_: Type) -> Digits | None:
    """The digits of a number, as far as they are known."""
    if type_.precision is not None:
        scale = type_.scale or 0
        return Digits(type_.precision - scale, scale)
    return _WHOLE_DIGITS.get(type_.kind)


def _decimal(digits: Digits | None, nullable: bool) -> Type:
    if digits is None:
        return Type(kind="decimal", nullable=nullable)
    whole, scale = max(digits.whole, 0), max(digits.scale, 0)
    precision = max(whole + scale, 1)
    return Type(kind="decimal", nullable=nullable, precision=precision, scale=scale)


def text_length(type_: Type, scope: Scope) -> int | None:
    """The most characters of a value as text, where they are known."""
    if type_.kind == "text":
        return type_.length
    if type_.kind == "enum" and type_.name in scope.enums:
        return max(map(len, scope.members(scope.enums[type_.name])), default=None)
    if type_.kind == "decimal" and type_.precision is not None:
        return type_.precision + len("-0.")
    return TEXT_SIZES.get(type_.kind)


# ------------------------------------------------------------------------------------------------------------ operators


def arithmetic_type(op: str, left: Typed, right: Typed) -> Type:
    """The type of a sum, difference, product or quotient; unknown where an operand is no number."""
    nullable = left[1].nullable or right[1].nullable
    kind = ARITHMETIC[op].get((left[1].kind, right[1].kind), "any")
    one, other = digits_of(left[1]), digits_of(right[1])
    if kind == "any" or one is None or other is None:
        return Type(kind=kind, nullable=nullable)
    if op == "/":
        digits = _quotient(one, other, right[0])
    elif op == "*":
        digits = _product(left, right, one, other)
    else:
        digits = _wider(one, other)
    return replace(_decimal(digits, nullable), kind=kind)


def _wider(one: Digits, other: Digits) -> Digits:
    """What holds both; a sum is taken to need no more."""
    return Digits(max(one.whole, other.whole), max(one.scale, other.scale))


def _product(left: Typed, right: Typed, one: Digits, other: Digits) -> Digits:
    """It needs the digits of both factors; a literal below ten is taken to add none, as a sum does."""
    whole = one.whole + other.whole
    for factor in (left[0], right[0]):
        if isinstance(factor, Constant) and Decimal(factor.text):
            number = Decimal(factor.text).normalize()
            if number.as_tuple().digits == (1,):
                whole = one.whole + other.whole - 1
                break
            if number.adjusted() == 0:
                whole = max(one.whole, other.whole)
    endless = DIGITS in (one.scale, other.scale)
    return Digits(whole, DIGITS if endless else one.scale + other.scale)


def _quotient(one: Digits, other: Digits, divisor: Expr) -> Digits:
    """It has no end behind the point, unless the divisor is known and has no factors but 2 and 5."""
    endless = Digits(one.whole + max(other.scale, 0), DIGITS)
    if not isinstance(divisor, Constant) or not Decimal(divisor.text):
        return endless
    number = abs(Decimal(divisor.text)).normalize()
    exponent = int(number.as_tuple().exponent)
    rest, count = int(number.scaleb(-exponent)), {2: 0, 5: 0}
    for factor in count:
        while rest % factor == 0:
            rest, count[factor] = rest // factor, count[factor] + 1
    whole = one.whole - number.adjusted()
    scale = one.scale + max(count.values()) + exponent
    ends = rest == 1 and one.scale != DIGITS
    return Digits(whole, scale if ends else DIGITS)


def merged_type(one: Type, other: Type, scope: Scope) -> Type | None:
    """The type of what is the one or the other; None where they have nothing in common."""
    nullable = one.nullable or other.nullable
    kind = _merged_kind(one, other)
    if kind is None:
        return None
    if kind == "text":
        lengths = [text_length(each, scope) for each in (one, other)]
        known = [length for length in lengths if length is not None]
        length = max(known) if len(known) == len(lengths) else None
        return Type(kind=kind, nullable=nullable, length=length)
    if kind in EXACT:
        left, right = digits_of(one), digits_of(other)
        digits = _wider(left, right) if left and right else None
        return replace(_decimal(digits, nullable), kind=kind)
    name = one.name if one.kind == kind else other.name
    return Type(kind=kind, nullable=nullable, name=name)


def _merged_kind(first: Type, second: Type) -> TypeKind | None:
    kinds: Kinds = frozenset({first.kind, second.kind})
    if "any" in kinds:
        return second.kind if first.kind == "any" else first.kind
    if len(kinds) > 1:
        return MERGED.get(kinds)
    if first.name == second.name:
        return first.kind
    # Values of two enums, or of two option sets: only their texts or numbers have one type.
    return "text" if first.kind == "enum" else "int"


# ------------------------------------------------------------------------------------------------------------ functions


def call_type(signature: Signature, args: Sequence[Typed], scope: Scope) -> Type:
    """The type of the result of a function."""
    empties = [type_.nullable for _, type_ in args]
    nullable = signature.nulls != "never" and (
        all(empties) if signature.nulls == "all" else any(empties)
    )
    if signature.gives == "text":
        length = _text_result(signature, args, scope)
        return Type(kind="text", nullable=nullable, length=length)
    if signature.gives == "decimal":
        rounded = signature.size == "digits"
        digits = _rounded(args) if rounded else digits_of(args[0][1]) if args else None
        return _decimal(digits, nullable)
    return Type(kind=signature.gives, nullable=nullable)


def _text_result(
    signature: Signature, args: Sequence[Typed], scope: Scope
) -> int | None:
    lengths = [text_length(type_, scope) for _, type_ in args]
    known = [length for length in lengths if length is not None]
    if not signature.accepts_count(len(args)):
        return None
    match signature.size:
        case "first":
            return lengths[0]
        case "sum":
            return sum(known) if len(known) == len(lengths) else None
        case "cut":
            count = _literal(args[2], "int") if len(args) > 2 else None
            if count is None or lengths[0] is None:
                return lengths[0] if count is None else int(count)
            return min(lengths[0], int(count))
        case "replaced":
            old, new = (_literal(each, "string") for each in (args[1], args[2]))
            longer = old is None or new is None or len(new) > len(old)
            return None if longer else lengths[0]
    return None


def _literal(typed: Typed, kind: LiteralKind) -> str | None:
    value = typed[0]
    if not isinstance(value, Constant) or value.kind != kind:
        return None
    return value.text


def _rounded(args: Sequence[Typed]) -> Digits | None:
    places = _literal(args[1], "int") if len(args) > 1 else None
    digits = digits_of(args[0][1]) if args else None
    if digits is None or places is None:
        return None
    return Digits(digits.whole, int(places))
