"""Literals of a specification as Python values of the type that is wanted where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final

from dwmap.emit.kinds import KINDS, Flow, Kind
from dwmap.emit.pycode import Value
from dwmap.ir.model import Constant, LiteralKind, Type
from dwmap.ir.scope import Scope

_WHOLE: Final = re.compile(r"[+-]?\d+")
_BOOLS: Final = {"true": True, "false": False}


def constant_value(constant: Constant, wanted: Type, scope: Scope) -> Value:
    """The value of `constant` as the type `wanted` has it, where the two fit; else as it was written."""
    if constant.kind == "symbol":
        code = scope.code_of(wanted.name, constant.text)
        return constant.text if code is None else code
    value = _READERS[constant.kind](constant.text)
    convert = _FITTING.get((type(value), KINDS[wanted.kind]))
    if convert is None:
        return value
    try:
        return convert(value)
    except (ValueError, InvalidOperation):
        return value


def flow_of_value(value: Value) -> Flow:
    """What is known of a value that is known."""
    if value is None:
        return Flow("any", True)
    kind = next(kind for known, kind in _KINDS if isinstance(value, known))
    length = len(value) if isinstance(value, str) else None
    digits = None
    if isinstance(value, Decimal) and isinstance(value.as_tuple().exponent, int):
        digits = (value.adjusted() + 1, max(0, -int(value.as_tuple().exponent)))
    return Flow(kind, False, length, digits)


def _moment(text: str) -> datetime:
    """A date and time in UTC, which is what records hold; one without a zone is taken for UTC."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if not moment.tzinfo else moment.astimezone(UTC)


_READERS: Final[Mapping[LiteralKind, Callable[[str], Value]]] = {
    "string": str,
    "int": int,
    "decimal": Decimal,
    "bool": lambda text: text == "true",
    "blank": lambda text: None,
    "date": date.fromisoformat,
    "datetime": _moment,
    "time": time.fromisoformat,
    "guid": str,
}

_KINDS: Final[tuple[tuple[type, Kind], ...]] = (
    (bool, "bool"),
    (int, "int"),
    (float, "float"),
    (Decimal, "decimal"),
    (str, "text"),
    (datetime, "datetime"),
    (date, "date"),
    (time, "time"),
)


def _whole(value: object) -> Value:
    text = str(value)
    if not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _truth(value: object) -> Value:
    text = str(value).lower()
    if text not in _BOOLS:
        raise ValueError(text)
    return _BOOLS[text]


def _bit(value: object) -> Value:
    if value not in (0, 1):
        raise ValueError(str(value))
    return bool(value)


def _text(value: object) -> Value:
    return str(value)


def _number(value: object) -> Value:
    return Decimal(str(value))


def _real(value: object) -> Value:
    return float(str(value))


_FITTING: Final[Mapping[tuple[type, Kind], Callable[[object], Value]]] = {
    (int, "decimal"): _number,
    (int, "float"): _real,
    (int, "text"): _text,
    (int, "bool"): _bit,
    (Decimal, "int"): _whole,
    (Decimal, "float"): _real,
    (Decimal, "text"): _text,
    (str, "int"): _whole,
    (str, "decimal"): _number,
    (str, "float"): _real,
    (str, "bool"): _truth,
    (str, "date"): lambda value: date.fromisoformat(str(value)),
    (str, "datetime"): lambda value: _moment(str(value)),
    (str, "time"): lambda value: time.fromisoformat(str(value)),
    (bool, "text"): lambda value: str(value).lower(),
    (date, "datetime"): lambda value: _moment(str(value)),
    (date, "text"): _text,
    (time, "text"): _text,
}
