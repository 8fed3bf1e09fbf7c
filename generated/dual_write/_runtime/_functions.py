# Copied by dwmap from its runtime. Do not edit.
"""
The functions that expressions of a map call.

A function of an empty value is empty: `upper(None)` is None. The exceptions say so. Arithmetic is exact: whole
numbers and decimals, never floats; the result of a division is a decimal. Text functions count characters from 0.
Comparisons with an empty value are false; `==` and `!=` are Python's own, for which None equals None. A value of
another kind than a function works on, which only an undeclared field can have, raises `WrongType`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
    localcontext,
)
from typing import Any, TypeAlias

from ._errors import WrongType
from ._values import number_of

Number: TypeAlias = int | Decimal

# Wide enough for a product of two 38-digit numbers, the largest that the databases hold.
_DIGITS = 80
_EXACT = Context(prec=_DIGITS, rounding=ROUND_HALF_UP)
_SUMS = Context(prec=_DIGITS, traps=[Inexact, InvalidOperation])


def concat(*parts: Any) -> str | None:
    """All parts one after the other; an empty part adds nothing, all parts empty give an empty value."""
    given = [text(part) or "" for part in parts if part is not None]
    return "".join(given) if given else None


def trim(value: str | None) -> str | None:
    """The text without the white space around it."""
    return None if value is None else _text(value).strip()


def upper(value: str | None) -> str | None:
    """The text in capital letters."""
    return None if value is None else _text(value).upper()


def lower(value: str | None) -> str | None:
    """The text in small letters."""
    return None if value is None else _text(value).lower()


def length(value: str | None) -> int | None:
    """The number of characters."""
    return None if value is None else len(_text(value))


def substring(value: str | None, start: int | None, *count: int | None) -> str | None:
    """`count` characters from position `start` on (the first is 0); without `count` all the rest."""
    if value is None or start is None:
        return None
    rest = _text(value)[max(start, 0) :]
    for most in count:
        return None if most is None else rest[: max(most, 0)]
    return rest


def replace(value: str | None, old: str | None, new: str | None) -> str | None:
    """The text with every `old` replaced by `new`; an empty `old` changes nothing, an empty `new` removes."""
    if value is None or not old:
        return value
    return _text(value).replace(_text(old), _text(new or ""))


def left(value: str | None, count: int | None) -> str | None:
    """The first `count` characters."""
    return None if value is None or count is None else value[: max(count, 0)]


def right(value: str | None, count: int | None) -> str | None:
    """The last `count` characters."""
    if value is None or count is None:
        return None
    return value[max(len(value) - max(count, 0), 0) :]


def starts_with(value: str | None, part: str | None) -> bool:
    """Whether the text begins with `part`; false where one of them is empty."""
    if value is None or part is None:
        return False
    return _text(value).startswith(_text(part))


def ends_with(value: str | None, part: str | None) -> bool:
    """Whether the text ends with `part`; false where one of them is empty."""
    if value is None or part is None:
        return False
    return _text(value).endswith(_text(part))


def contains(value: str | None, part: str | None) -> bool:
    """Whether `part` occurs in the text; false where one of them is empty."""
    return value is not None and part is not None and _text(part) in _text(value)


def plus(a: Any, b: Any) -> Number | None:
    """a + b."""
    if a is None or b is None:
        return None
    return _sum(_SUMS.add, a, b) if _decimals(a, b) else _number(a) + _number(b)


def minus(a: Any, b: Any) -> Number | None:
    """a - b."""
    if a is None or b is None:
        return None
    return _sum(_SUMS.subtract, a, b) if _decimals(a, b) else _number(a) - _number(b)


def times(a: Any, b: Any) -> Number | None:
    """a * b."""
    if a is None or b is None:
        return None
    return _sum(_SUMS.multiply, a, b) if _decimals(a, b) else _number(a) * _number(b)


def divide(a: Any, b: Any) -> Decimal | None:
    """a / b as a decimal; a division by zero raises `WrongType`."""
    if a is None or b is None:
        return None
    if _number(b) == 0:
        raise WrongType(
            "", b, f"{a} cannot be divided by zero", "guard the division with `when`"
        )
    return _EXACT.divide(_number(a), _number(b))


def negate(value: Any) -> Number | None:
    """-value."""
    return None if value is None else -_number(value)


def less(a: Any, b: Any) -> bool:
    """a < b; false where one of them is empty."""
    return a is not None and b is not None and _ordered(operator.lt, a, b)


def at_most(a: Any, b: Any) -> bool:
    """a <= b; false where one of them is empty."""
    return a is not None and b is not None and _ordered(operator.le, a, b)


def greater(a: Any, b: Any) -> bool:
    """a > b; false where one of them is empty."""
    return a is not None and b is not None and _ordered(operator.gt, a, b)


def at_least(a: Any, b: Any) -> bool:
    """a >= b; false where one of them is empty."""
    return a is not None and b is not None and _ordered(operator.ge, a, b)


def round_to(value: Any, digits: int | None) -> Decimal | None:
    """The number with `digits` digits after the point; a half is rounded away from zero."""
    if value is None or digits is None:
        return None
    try:
        with localcontext(_EXACT):
            return Decimal(_number(value)).quantize(Decimal(1).scaleb(-digits))
    except InvalidOperation as error:
        raise WrongType("", value, f"{value} has no {digits} digits") from error


def decimal(value: Any) -> Decimal | None:
    """The value as a decimal; raises `WrongType` for what is no number."""
    if value is None:
        return None
    number = number_of(value)
    if number is None:
        raise WrongType("", value, f"{value!r} is no number")
    return number


def int_(value: Any) -> int | None:
    """The value as a whole number; raises `WrongType` for what is none."""
    number = decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise WrongType("", value, f"{value!r} is no whole number", "round it first")
    return int(number)


def text(value: Any) -> str | None:
    """The value as text: numbers with a point and without exponent, `true` and `false`, dates in ISO form."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def coalesce(*values: Any) -> Any:
    """The first value that is not empty."""
    for value in values:
        if value is not None:
            return value
    return None


def _sum(operation: Callable[[Any, Any], Decimal], a: Any, b: Any) -> Decimal:
    try:
        return operation(a, b)
    except (Inexact, InvalidOperation) as error:
        raise WrongType(
            "", a, f"{a} and {b} have no exact result in 80 digits"
        ) from error


def _decimals(a: Any, b: Any) -> bool:
    return isinstance(_number(a), Decimal) or isinstance(_number(b), Decimal)


def _number(value: Any) -> Any:
    """The number itself; a text or a float is refused, since neither is exact arithmetic."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    raise WrongType(
        "", value, f"arithmetic wants a whole number or a decimal, not {value!r}"
    )


def _text(value: Any) -> str:
    """The text itself; what is none is refused, `text()` makes one of it."""
    if isinstance(value, str):
        return value
    raise WrongType("", value, f"{value!r} is no text")


def _ordered(compare: Callable[[Any, Any], Any], a: Any, b: Any) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        raise WrongType("", a, f"{a!r} and {b!r} have no order")
    try:
        return bool(compare(a, b))
    except TypeError as error:
        raise WrongType("", a, f"{a!r} and {b!r} have no order") from error
