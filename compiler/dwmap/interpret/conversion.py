"""Values on their way into a typed field: turned into its type, and refused where they do not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final

from dwmap.interpret.functions import number_of, to_text
from dwmap.interpret.values import Refusal, Value
from dwmap.ir.model import Type, TypeKind


def convert(value: Value, type: Type, field: str) -> Value:
    """The value as the type holds it; raises `Refusal` for one that it cannot hold."""
    if value is None:
        return None
    fitted = _CONVERSIONS.get(type.kind, _untouched)(value, field)
    if isinstance(fitted, str) and type.kind == "text":
        _fit_text(fitted, type, field)
    if isinstance(fitted, Decimal) and type.precision is not None:
        _fit_decimal(fitted, type, field)
    return fitted


def fits_decimal(value: Decimal, precision: int, scale: int) -> bool:
    """Whether a number has no more digits than that, zeros at the end aside."""
    if not value.is_finite():
        return False
    if value == 0:
        return True
    whole, digits = value.adjusted() + 1, value.as_tuple().digits
    exponent = int(value.as_tuple().exponent)
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return whole <= precision - scale and -(exponent + zeros) <= scale


def _fit_text(value: str, type: Type, field: str) -> None:
    if type.length is not None and len(value) > type.length:
        reason = f"it holds {type.length} characters, the value has {len(value)}"
        raise Refusal("value-too-long", field, value, reason)


def _fit_decimal(value: Decimal, type: Type, field: str) -> None:
    precision, scale = type.precision or 0, type.scale or 0
    if not fits_decimal(value, precision, scale):
        reason = f"it holds {precision} digits with {scale} after the point"
        raise Refusal("value-out-of-range", field, value, reason)


def _untouched(value: Value, field: str) -> Value:
    return value


def _to_text(value: Value, field: str) -> Value:
    return to_text(value)


def _to_decimal(value: Value, field: str) -> Value:
    number = number_of(value)
    if number is None:
        raise Refusal("wrong-type", field, value, "it wants a number")
    return number


def _to_int(value: Value, field: str) -> Value:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = _to_decimal(value, field)
    if isinstance(number, Decimal) and number.is_finite():
        if number == number.to_integral_value():
            return int(number)
    raise Refusal("wrong-type", field, value, "it wants a whole number")


def _to_float(value: Value, field: str) -> Value:
    if isinstance(value, float):
        return value
    number = _to_decimal(value, field)
    return float(number) if isinstance(number, Decimal) else number


def _to_day(value: Value, field: str) -> Value:
    return value.date() if isinstance(value, datetime) else value


def _to_moment(value: Value, field: str) -> Value:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    return value


_CONVERSIONS: Final[Mapping[TypeKind, Callable[[Value, str], Value]]] = {
    "text": _to_text,
    "enum": _to_text,
    "guid": _to_text,
    "int": _to_int,
    "long": _to_int,
    "options": _to_int,
    "decimal": _to_decimal,
    "double": _to_float,
    "date": _to_day,
    "datetime": _to_moment,
}
