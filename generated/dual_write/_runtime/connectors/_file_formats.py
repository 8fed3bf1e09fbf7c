# Copied by dwmap from its runtime. Do not edit.
"""The formats of files: from a file to rows of Python values and back, each value in the kind of its column."""

from __future__ import annotations

import csv
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path as File
from typing import Any, ClassVar, TypeAlias

from .._errors import EndError
from .._keys import plain_value, value_from_json
from .._model import Column, Kind

Columns: TypeAlias = Mapping[str, Column]
Row: TypeAlias = dict[str, Any]
Found: TypeAlias = tuple[list[str], Iterable[tuple[int, Row]]]
"""The names of the columns, and the rows with their lines or numbers."""


class WrongFile(Exception):
    """A file that does not hold what it should, at a line or row."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(f"line {number}: {message}" if number else message)


class Format(ABC):
    """One format, by the end of its files' names."""

    suffix: ClassVar[str]

    @abstractmethod
    def read(self, file: File, columns: Columns) -> Found:
        """Read a file; raises WrongFile, OSError, UnicodeDecodeError."""

    @abstractmethod
    def write(
        self, file: File, names: Iterable[str], columns: Columns, rows: Iterable[Row]
    ) -> None:
        """Write a new file."""


class Csv(Format):
    """Comma-separated, UTF-8 with or without a mark, a head with the names of the columns."""

    suffix = "csv"

    def read(self, file: File, columns: Columns) -> Found:
        """Every field as text, in the kind of its column."""
        with open(file, encoding="utf-8-sig", newline="") as stream:
            lines = csv.reader(stream, strict=True)
            try:
                names = next(lines, [])
                _check_head(names, columns)
                found = [
                    (lines.line_num, self._row(names, values, columns, lines.line_num))
                    for values in lines
                    if values
                ]
            except csv.Error as error:
                raise WrongFile(lines.line_num, str(error)) from error
        return names, found

    def _row(
        self, names: list[str], values: list[str], columns: Columns, number: int
    ) -> Row:
        if len(values) != len(names):
            raise WrongFile(
                number, f"{len(values)} fields, where the head has {len(names)}"
            )
        return {
            name: _parsed(name, value, columns, number) if value else None
            for name, value in zip(names, values, strict=True)
        }

    def write(
        self, file: File, names: Iterable[str], columns: Columns, rows: Iterable[Row]
    ) -> None:
        """No value is an empty field."""
        names = list(names)
        with open(file, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(names)
            for row in rows:
                writer.writerow([_text(row.get(name)) for name in names])


class JsonLines(Format):
    """One JSON object a line, UTF-8."""

    suffix = "jsonl"

    def read(self, file: File, columns: Columns) -> Found:
        """Every member in the kind of its column; a member that is not there has no value."""
        names: dict[str, None] = {}
        found: list[tuple[int, Row]] = []
        with open(file, encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    row = self._row(line, columns, number)
                    names |= dict.fromkeys(row)
                    found.append((number, row))
        if found:
            _check_head(list(names), columns, all_there=False)
        return list(names), found

    def _row(self, line: str, columns: Columns, number: int) -> Row:
        try:
            values = json.loads(line, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise WrongFile(number, f"no JSON: {error}") from error
        if not isinstance(values, dict):
            raise WrongFile(number, "no JSON object")
        row: Row = {}
        for name, value in values.items():
            kind: Kind = columns[name].kind if name in columns else "any"
            try:
                row[name] = _checked(kind, value_from_json(kind, value))
            except (ValueError, TypeError, InvalidOperation) as error:
                raise WrongFile(number, _is_no(name, value, columns)) from error
        return row

    def write(
        self, file: File, names: Iterable[str], columns: Columns, rows: Iterable[Row]
    ) -> None:
        """Decimals and moments as text."""
        names = list(names)
        with open(file, "w", encoding="utf-8", newline="\n") as stream:
            for row in rows:
                told = {name: row.get(name) for name in names}
                line = json.dumps(told, default=plain_value, ensure_ascii=False)
                # A line ends at more characters than JSON escapes.
                stream.write(
                    line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
                )
                stream.write("\n")


class Parquet(Format):
    """Parquet, through pyarrow: typed columns."""

    suffix = "parquet"

    def read(self, file: File, columns: Columns) -> Found:
        """The values as the file types them, brought to the kinds of the columns."""
        arrow = _arrow()
        try:
            table = arrow.parquet.read_table(file)
        except arrow.ArrowInvalid as error:
            raise WrongFile(0, f"no Parquet file: {error}") from error
        names = list(table.column_names)
        _check_head(names, columns)
        rows = table.to_pylist()
        return names, [
            (n, {name: _native(name, value, columns, n) for name, value in row.items()})
            for n, row in enumerate(rows, 1)
        ]

    def write(
        self, file: File, names: Iterable[str], columns: Columns, rows: Iterable[Row]
    ) -> None:
        """Every column in the type of its kind; columns that no map knows as they came."""
        arrow = _arrow()
        rows = list(rows)
        arrays = {
            name: arrow.array(
                [row.get(name) for row in rows],
                _arrow_type(arrow, columns[name]) if name in columns else None,
            )
            for name in names
        }
        arrow.parquet.write_table(arrow.table(arrays), file)


FORMATS: Mapping[str, Format] = {
    each.suffix: each for each in (Csv(), JsonLines(), Parquet())
}


def _check_head(names: list[str], columns: Columns, *, all_there: bool = True) -> None:
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise WrongFile(1, f"the head has {', '.join(doubled)} more than once")
    missing = [name for name in columns if name not in names]
    if all_there and missing:
        raise WrongFile(1, f"the head lacks {', '.join(missing)}")


def _text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        repr(value)
        if isinstance(value, float)
        else value if isinstance(value, str) else plain_value(value)
    )


_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "int": int,
    "decimal": Decimal,
    "float": float,
    "bool": lambda text: _TRUTH[text.casefold()],
    "date": lambda text: date.fromisoformat(text[:10]),
    "datetime": lambda text: _utc(datetime.fromisoformat(text)),
    "time": time.fromisoformat,
    "guid": str.lower,
}


def _parsed(name: str, text: str, columns: Columns, number: int) -> Any:
    kind = columns[name].kind if name in columns else "any"
    parse = _PARSERS.get(kind)
    if parse is None:
        return text
    try:
        return _checked(kind, parse(text.strip()))
    except (ValueError, KeyError, InvalidOperation) as error:
        raise WrongFile(number, _is_no(name, text, columns)) from error


def _is_no(name: str, value: Any, columns: Columns) -> str:
    """That a value is not of the kind of its column; a masked one is not told."""
    column = columns.get(name)
    told = "a masked value" if column is not None and column.masked else repr(value)
    return f"{name}: {told} is no {'any' if column is None else column.kind}"


def _checked(kind: str, value: Any) -> Any:
    """The value, which is none that could not be compared; raises ValueError."""
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(value)
    wanted = {"int": int, "text": str, "guid": str}.get(kind)
    if value is not None and wanted is not None and type(value) is not wanted:
        raise ValueError(value)
    return value


def _utc(moment: datetime) -> datetime:
    return (
        moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    )


def _native(name: str, value: Any, columns: Columns, number: int) -> Any:
    if value is None or name not in columns:
        return value
    kind = columns[name].kind
    if isinstance(value, str) and kind in _PARSERS:
        return _parsed(name, value, columns, number)
    if isinstance(value, datetime):
        return _utc(value) if kind == "datetime" else value.date()
    if kind == "decimal" and isinstance(value, int):
        return Decimal(value)
    try:
        return _checked(kind, value)
    except ValueError as error:
        raise WrongFile(number, _is_no(name, value, columns)) from error


def _arrow() -> Any:
    try:
        import pyarrow  # type: ignore[import-untyped]  # it has no stubs
        import pyarrow.parquet  # type: ignore[import-untyped]  # it has no stubs
    except ImportError as error:
        raise EndError(f"Parquet files need the library pyarrow ({error})") from error
    return pyarrow


def _arrow_type(arrow: Any, column: Column) -> Any:
    match column.kind:
        case "decimal":
            return arrow.decimal128(column.precision or 38, column.scale or 10)
        case "datetime":
            return arrow.timestamp("us", tz="UTC")
        case "time":
            return arrow.time64("us")
        case "int":
            return arrow.int64()
        case "float":
            return arrow.float64()
        case "bool":
            return arrow.bool_()
        case "date":
            return arrow.date32()
        case _:
            return arrow.string()
