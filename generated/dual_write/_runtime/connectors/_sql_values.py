# Copied by dwmap from its runtime. Do not edit.
"""Values on their way to and from a driver, column by column, where the driver has no type for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from .._errors import EndError
from .._model import Column, Record

Values: TypeAlias = Sequence[Any]
Convert: TypeAlias = Callable[[Values], list[Any]]
Converters: TypeAlias = tuple[tuple[int, Convert], ...]
"""Converters of some columns, by position."""


def _each(convert: Callable[[Any], Any]) -> Convert:
    """The converter of a column by that of its values; the values that are no None go the fast way."""

    def column(values: Values) -> list[Any]:
        try:
            return list(map(convert, values))
        except TypeError:
            return [None if value is None else convert(value) for value in values]

    return column


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _moment(text: str) -> datetime:
    return _in_utc(datetime.fromisoformat(text))


def _moment_text(value: datetime | str | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return _in_utc(value).isoformat(sep=" ")


def _iso_text(value: date | time | str | None) -> str | None:
    return value if value is None or isinstance(value, str) else value.isoformat()


def _decimal_texts(values: Values) -> list[str | None]:
    texts = [None if value is None else str(value) for value in values]
    return [
        format(value, "f") if text is not None and "E" in text else text
        for value, text in zip(values, texts, strict=True)
    ]


def _booleans(values: Values) -> list[bool | None]:
    return [None if value is None else value != 0 for value in values]


def _bare_moment(value: datetime | str) -> datetime | str:
    """A moment as PyMySQL takes it: the driver drops the zone without looking at it."""
    return value if isinstance(value, str) else _in_utc(value).replace(tzinfo=None)


def _no_zero(value: Any) -> Any:
    """The day or moment itself. PyMySQL gives text for what no calendar has; zeros mean no value there."""
    if isinstance(value, str):
        if value.startswith("0000-00-00"):
            return None
        raise EndError(f"{value} is a day that no calendar has")
    return value


def _time_of_day(value: timedelta) -> time:
    return (datetime.min + value).time()


# Decimals, dates and times have no type of their own in SQLite: they are text there.
DECODERS: Mapping[str, Mapping[str, Convert]] = {
    "sqlite": {
        "decimal": _each(Decimal),
        "bool": _booleans,
        "date": _each(date.fromisoformat),
        "datetime": _each(_moment),
        "time": _each(time.fromisoformat),
    },
    "mysql": {
        "bool": _booleans,
        "date": lambda values: [_no_zero(value) for value in values],
        "datetime": lambda values: [
            None if (moment := _no_zero(value)) is None else moment.replace(tzinfo=UTC)
            for value in values
        ],
        "time": _each(_time_of_day),
    },
}
ENCODERS: Mapping[str, Mapping[str, Convert]] = {
    "sqlite": {
        "decimal": _decimal_texts,
        "date": _each(_iso_text),
        "datetime": _each(_moment_text),
        "time": _each(_iso_text),
    },
    "mysql": {
        "datetime": lambda values: [
            None if value is None else _bare_moment(value) for value in values
        ]
    },
}


def converters(
    tables: Mapping[str, Mapping[str, Convert]], dialect: str, columns: Sequence[Column]
) -> Converters:
    """The converters that a dialect needs for these columns."""
    kinds = tables.get(dialect, {})
    return tuple(
        (position, kinds[column.kind])
        for position, column in enumerate(columns)
        if column.kind in kinds
    )


def convert_columns(rows: Sequence[Record], needed: Converters) -> list[Record]:
    """The rows with some columns converted; works column by column, which is cheaper."""
    if not needed or not rows:
        return list(rows)
    columns: list[Values] = list(zip(*rows, strict=True))
    for position, convert in needed:
        columns[position] = convert(columns[position])
    return list(zip(*columns, strict=True))
