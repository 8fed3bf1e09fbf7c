"""Records as text: a JSON object a line, or CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

from dwmap.interpret.values import Record, Value
from dwmap.prove.records import Column

Form: TypeAlias = Callable[[Sequence[Column], Iterable[Record]], Iterator[str]]


def json_lines(columns: Sequence[Column], records: Iterable[Record]) -> Iterator[str]:
    """An object a record; decimals, dates and times are texts, since JSON has none."""
    for record in records:
        row = {one.path: _plain(record[one.key]) for one in columns}
        line = json.dumps(row, ensure_ascii=False)
        # What a terminal would obey is an escape.
        yield line if line.isprintable() else json.dumps(row)


def csv_lines(columns: Sequence[Column], records: Iterable[Record]) -> Iterator[str]:
    """A heading and a line a record; a cell is empty without a value, and `""` for an empty text."""
    yield ",".join(_cell(one.path) for one in columns)
    for record in records:
        yield ",".join(_cell(_plain(record[one.key])) for one in columns)


def _plain(value: Value) -> str | int | float | bool | None:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _cell(value: str | int | float | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    bare = value and value.isprintable() and not {*'",'} & {*value}
    if bare and value == value.strip():
        return value
    return '"' + value.replace('"', '""') + '"'


FORMS: Mapping[str, Form] = {"jsonl": json_lines, "csv": csv_lines}
