"""The functions and operators of the language, as grammar/README.md defines them."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
)
from typing import Any, Final

from dwmap.interpret.values import Refusal, Value

DIGITS: Final = 80
"""What a decimal may have. A sum or product with more is refused, a quotient rounded to as many."""

_ROUNDING = Context(prec=DIGITS, rounding=ROUND_HALF_UP)
_EXACT = Context(prec=DIGITS, traps=[Inexact, InvalidOperation])
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_ORDERS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def call(name: str, arguments: list[Value]) -> Value:
    """The result of a function; that of no value is no value, but where the manual says otherwise."""
    if name == "coalesce":
        return next((one for one in arguments if one is not None), None)
    if name == "concat":
        parts = [to_text(one) for one in arguments if one is not None]
        return "".join(parts) if parts else None
    if None in arguments:
        return _WITHOUT_VALUE.get(name, _nothing)(arguments)
    return _FUNCTIONS[name](*arguments)


def arithmetic(op: str, left: Value, right: Value) -> Value:
    """A sum, difference, product or quotient; of no value it is no value."""
    if left is None or right is None:
        return None
    a, b = _number(left), _number(right)
    if isinstance(a, int) and isinstance(b, int) and op != "/":
        return {"+": a + b, "-": a - b, "*": a * b}[op]
    try:
        if op == "/":
            return _ROUNDING.divide(Decimal(a), Decimal(b))
        operation = {"+": _EXACT.add, "-": _EXACT.subtract, "*": _EXACT.multiply}[op]
        return operation(Decimal(a), Decimal(b))
    except (DivisionByZero, InvalidOperation) as error:
        if op == "/":
            raise _wrong(right, f"{left} cannot be divided by zero") from error
        raise _wrong(
            left, f"{left} {op} {right} has more than {DIGITS} digits"
        ) from error
    except Inexact as error:
        raise _wrong(
            left, f"{left} {op} {right} has more than {DIGITS} digits"
        ) from error


def negate(value: Value) -> Value:
    """The negative of a number."""
    return None if value is None else -_number(value)


def compare(op: str, left: Any, right: Any) -> bool:
    """`==` and `!=` know the empty value; an order with one is false."""
    if op in ("==", "!="):
        return bool(left == right) is (op == "==")
    if left is None or right is None:
        return False
    try:
        if isinstance(left, bool) or isinstance(right, bool):
            raise TypeError
        return bool(_ORDERS[op](left, right))
    except TypeError as error:
        raise _wrong(left, f"{left!r} and {right!r} have no order") from error


def to_text(value: Value) -> str:
    """`text()`: numbers with a point and without exponent, `true`, `false`, dates in ISO form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def number_of(value: Value) -> Decimal | None:
    """The number that a value is, or that a text of at most 80 digits writes; None for what is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        return number if number.is_finite() else None
    text = str(value).strip()
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    return number if abs(number.adjusted()) < DIGITS else None


def to_decimal(value: Value) -> Decimal:
    """`decimal()`: the number, exact; what is no number is refused."""
    number = number_of(value)
    if number is None:
        raise _wrong(value, f"{value!r} is no number")
    return number


def to_int(value: Value) -> int:
    """`int()`: the whole number; a fraction is refused."""
    number = to_decimal(value)
    if number != number.to_integral_value():
        raise _wrong(value, f"{value!r} is no whole number")
    return int(number)


def _number(value: Value) -> int | Decimal:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    raise _wrong(value, f"arithmetic wants a whole number or a decimal, not {value!r}")


def _text(value: Value) -> str:
    """The text itself; what is none is refused, `text()` makes one of it."""
    if isinstance(value, str):
        return value
    raise _wrong(value, f"{value!r} is no text")


def _wrong(value: Value, reason: str) -> Refusal:
    return Refusal("wrong-type", "", value, reason)


def _nothing(_: list[Value]) -> Value:
    return None


def _false(_: list[Value]) -> Value:
    return False


def _replace_by_nothing(arguments: list[Value]) -> Value:
    """An empty `new` removes, an empty `old` changes nothing."""
    text, old, new = arguments
    if text is None or old is None:
        return text
    return _replace(text, old, "" if new is None else new)


def _replace(text: Value, old: Value, new: Value) -> Value:
    if not old:
        return text
    return _text(text).replace(_text(old), _text(new))


def _substring(text: Value, start: int, count: int | None = None) -> str:
    kept = _text(text)[max(start, 0) :]
    return kept if count is None else kept[: max(count, 0)]


def _round(number: int | Decimal, digits: int) -> Decimal:
    try:
        step = Decimal(1).scaleb(-digits, _ROUNDING)
        return Decimal(_number(number)).quantize(step, context=_ROUNDING)
    except InvalidOperation as error:
        raise _wrong(number, f"{number} has no {digits} digits") from error


_WITHOUT_VALUE: Final[Mapping[str, Callable[[list[Value]], Value]]] = {
    "contains": _false,
    "starts_with": _false,
    "ends_with": _false,
    "replace": _replace_by_nothing,
}

_FUNCTIONS: Final[Mapping[str, Callable[..., Value]]] = {
    "contains": lambda text, part: _text(part) in _text(text),
    "decimal": to_decimal,
    "ends_with": lambda text, part: _text(text).endswith(_text(part)),
    "int": to_int,
    "length": lambda text: len(_text(text)),
    "lower": lambda text: _text(text).lower(),
    "replace": _replace,
    "round": _round,
    "starts_with": lambda text, part: _text(text).startswith(_text(part)),
    "substring": _substring,
    "text": to_text,
    "trim": lambda text: _text(text).strip(),
    "upper": lambda text: _text(text).upper(),
}
