"""Literals of a specification as values of the type that is wanted where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final

from dwmap.interpret.values import Value
from dwmap.ir.model import Constant, LiteralKind, Type, TypeKind
from dwmap.ir.scope import Scope


def read_literal(constant: Constant, wanted: Type, scope: Scope) -> Value:
    """The value, as the wanted type has it where it can; else as it was written."""
    if constant.kind == "symbol":
        code = scope.code_of(wanted.name, constant.text)
        return constant.text if code is None else code
    value = _WRITTEN[constant.kind](constant.text)
    if value is None:
        return None
    with suppress(ValueError, InvalidOperation):
        return _FITTED.get(wanted.kind, _as_written)(value)
    return value


def moment(text: str) -> datetime:
    """A date and time in UTC; one without an offset is in UTC."""
    read = datetime.fromisoformat(text)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


_WRITTEN: Final[Mapping[LiteralKind, Callable[[str], Value]]] = {
    "string": str,
    "int": int,
    "decimal": Decimal,
    "bool": "true".__eq__,
    "blank": lambda _: None,
    "date": date.fromisoformat,
    "datetime": moment,
    "time": time.fromisoformat,
    "guid": str,
    "symbol": str,
}


def _as_written(value: Value) -> Value:
    return value


def _whole(value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, str | Decimal):
        return value
    digits = str(value).removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(value)
    return int(str(value))


def _exact(value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return value
    return Decimal(value)


def _floating(value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return value
    return float(value)


def _text(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, datetime) else str(value)


def _truth(value: Value) -> Value:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), value)
    return bool(value) if value in (0, 1) and not isinstance(value, Decimal) else value


def _day(value: Value) -> Value:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _instant(value: Value) -> Value:
    if isinstance(value, str):
        return moment(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    return value


def _hour(value: Value) -> Value:
    return time.fromisoformat(value) if isinstance(value, str) else value


_FITTED: Final[Mapping[TypeKind, Callable[[Value], Value]]] = {
    "text": _text,
    "enum": _text,
    "guid": _text,
    "int": _whole,
    "long": _whole,
    "options": _whole,
    "decimal": _exact,
    "double": _floating,
    "bool": _truth,
    "date": _day,
    "datetime": _instant,
    "time": _hour,
}
