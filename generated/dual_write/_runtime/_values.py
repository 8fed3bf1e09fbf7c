# Copied by dwmap from its runtime. Do not edit.
"""Values on their way from one side to the other: value maps, checks and conversions that cost nothing when all is well."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final

from ._errors import (
    MissingValue,
    ValueMapMiss,
    ValueOutOfRange,
    ValueTooLong,
    WrongType,
)

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
# The smallest step of each scale that a database knows.
_QUANTA: Final = tuple(Decimal(1).scaleb(-scale) for scale in range(39))


class Otherwise(Enum):
    """What a value map does with a value that has no entry."""

    ERROR = "error"
    KEEP = "keep"
    NULL = "null"


ERROR: Final = Otherwise.ERROR
KEEP: Final = Otherwise.KEEP
NULL: Final = Otherwise.NULL


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
"""In a record that is to be written: leave the field as it is. Not the same as None, which empties it."""


class ValueTable(dict[Any, Any]):
    """
    One direction of a value map, for one line of one map: subscript it with the source value.

    A hit costs one dictionary access. `None` is the key of `blank`; an empty value without an entry stays
    empty. `otherwise` is an `Otherwise` or the literal to use instead.
    """

    __slots__ = ("_entries", "_field", "_folded", "_otherwise", "_table")

    def __init__(
        self,
        entries: Mapping[Any, Any],
        *,
        table: str,
        field: str,
        otherwise: Any = ERROR,
        ignore_case: bool = False,
    ) -> None:
        super().__init__(entries)
        self._entries = entries
        self._table = table
        self._field = field
        self._otherwise = otherwise
        self._folded: dict[str, Any] = {}
        if ignore_case:
            texts = {k: v for k, v in entries.items() if isinstance(k, str)}
            self._folded = {k.casefold(): v for k, v in texts.items()}
            # The usual spellings are hits too.
            for spell in (str.lower, str.upper):
                for key in texts:
                    self.setdefault(spell(key), self._folded[key.casefold()])
        if not isinstance(otherwise, Otherwise):
            self.setdefault(None, otherwise)
        else:
            self.setdefault(None, None)

    def __missing__(self, value: Any) -> Any:
        if isinstance(value, str):
            folded = value.casefold()
            if folded in self._folded:
                return self._folded[folded]
        if self._otherwise is KEEP:
            return value
        if self._otherwise is NULL:
            return None
        if self._otherwise is not ERROR:
            return self._otherwise
        known = ", ".join(
            sorted(str(key) for key in self._entries if key is not None)[:12]
        )
        raise ValueMapMiss(
            self._field,
            value,
            f"value map {self._table} has no entry for {value!r}",
            f"add an entry to {self._table}, or correct the record; it knows {known}",
        )


def fit_text(value: Any, length: int, field: str) -> Any:
    """The value as text; raises `ValueTooLong` when it has more than `length` characters."""
    if not isinstance(value, str):
        value = to_text(value)
    if value is not None and len(value) > length:
        raise ValueTooLong(
            field,
            value,
            f"{field} holds {length} characters, the value has {len(value)}",
            "shorten the value, or widen the column",
        )
    return value


def fit_decimal(value: Any, precision: int, scale: int, field: str) -> Any:
    """The number itself; raises `ValueOutOfRange` when it needs more digits than `precision` and `scale` allow."""
    if type(value) is Decimal:
        try:
            if value.adjusted() < precision - scale and value == value.quantize(
                _QUANTA[scale]
            ):
                return value
        except InvalidOperation:
            pass  # more digits than arithmetic has here: counted below
    number = to_decimal(value, field)
    if number is None or _fits(number, precision, scale):
        return number
    raise ValueOutOfRange(
        field,
        value,
        f"{field} holds {precision} digits with {scale} after the point, the value is {value}",
        "round the value, or widen the column",
    )


def _fits(number: Decimal, precision: int, scale: int) -> bool:
    """Whether the digits suffice; zeros at the end do not count."""
    if number == 0:
        return True
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or number.adjusted() >= precision - scale:
        return False
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return -(exponent + zeros) <= scale


def required(value: Any, field: str) -> Any:
    """The value itself; raises `MissingValue` when there is none."""
    if value is None:
        raise MissingValue(
            field,
            value,
            f"{field} is required and the record has no value for it",
            "fill the source field, or give the mapping line a default",
        )
    return value


def number_of(value: Any) -> Decimal | None:
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
    return number if abs(number.adjusted()) < 80 else None


def to_decimal(value: Any, field: str) -> Decimal | None:
    """The value as a decimal number; raises `WrongType` for what is no number."""
    if value is None:
        return None
    number = number_of(value)
    if number is None:
        raise WrongType(field, value, f"{field} wants a number, the value is {value!r}")
    return number


def to_int(value: Any, field: str) -> int | None:
    """The value as a whole number; raises `WrongType` for what is none."""
    if value is None:
        return None
    number = to_decimal(value, field)
    if number is None or number != number.to_integral_value():
        raise WrongType(
            field, value, f"{field} wants a whole number, the value is {value!r}"
        )
    return int(number)


def to_text(value: Any) -> str | None:
    """The value as text, as the language's `text()` writes it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def to_float(value: Any, field: str) -> float | None:
    """The value as a floating number; raises `WrongType` for what is no number."""
    number = to_decimal(value, field)
    return None if number is None else float(number)


def to_date(value: Any) -> date | None:
    """The day of a moment (in UTC)."""
    return value.date() if isinstance(value, datetime) else value


def to_datetime(value: Any) -> datetime | None:
    """The moment itself, or that at which a day begins (in UTC)."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    moment: datetime | None = value
    return moment
