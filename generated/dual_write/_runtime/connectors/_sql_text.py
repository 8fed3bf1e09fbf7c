# Copied by dwmap from its runtime. Do not edit.
"""The SELECT that flattens a table, and the expressions around single columns, per dialect. Text only, no driver."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from .._model import AnyPath, Column, Record, System, Table
from .._paths import Leaf, column_of, lookup_column, shape_of, type_column

Values: TypeAlias = Sequence[Any]
Convert: TypeAlias = Callable[[Values], list[Any]]
_NO_DATE = "1900-01-01"
_NO_MOMENT = "1900-01-01 00:00:00+00:00"


def _each(convert: Callable[[Any], Any]) -> Convert:
    """The converter of a column by that of its values; the values that are no None go the fast way."""

    def column(values: Values) -> list[Any]:
        try:
            return list(map(convert, values))
        except TypeError:
            return [None if value is None else convert(value) for value in values]

    return column


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _moment_text(value: datetime | str | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return aware.isoformat(sep=" ")


def _iso_text(value: date | time | str | None) -> str | None:
    return value if value is None or isinstance(value, str) else value.isoformat()


def _decimal_texts(values: Values) -> list[str | None]:
    texts = [None if value is None else str(value) for value in values]
    return [
        format(value, "f") if text is not None and "E" in text else text
        for value, text in zip(values, texts, strict=True)
    ]


# Decimals, dates and times have no type of their own in SQLite: they are text there.
SQLITE_DECODE: Mapping[str, Convert] = {
    "decimal": _each(Decimal),
    "bool": lambda values: [None if value is None else value != 0 for value in values],
    "date": _each(date.fromisoformat),
    "datetime": _each(_moment),
    "time": _each(time.fromisoformat),
}
SQLITE_ENCODE: Mapping[str, Convert] = {
    "decimal": _decimal_texts,
    "date": _each(_iso_text),
    "datetime": _each(_moment_text),
    "time": _each(_iso_text),
}


def convert_columns(
    rows: Sequence[Record], converters: Sequence[tuple[int, Convert]]
) -> list[Record]:
    """The rows with some columns converted; works column by column, which is cheaper."""
    if not converters or not rows:
        return list(rows)
    columns: list[Values] = list(zip(*rows, strict=True))
    for position, convert in converters:
        columns[position] = convert(columns[position])
    return list(zip(*columns, strict=True))


class Dialect(NamedTuple):
    """What differs between databases: the name, how to quote, the placeholder of a parameter."""

    name: str
    quote: Callable[[str], str]
    placeholder: str

    def quote_bare(self, name: str) -> str:
        """The quoted name in a statement that is run without parameters."""
        return self.bare(self.quote(name))

    def bare(self, text: str) -> str:
        """What stands in a statement with parameters, for one without: only there is a percent sign doubled."""
        return text.replace("%%", "%") if self.placeholder == "%s" else text

    def literal(self, value: Any) -> str:
        """A value in a statement with parameters."""
        text = literal(value)
        return text.replace("%", "%%") if self.placeholder == "%s" else text

    def converters(self, columns: Sequence[Column]) -> list[tuple[int, Convert]]:
        """How values from Python become what the driver takes, by position."""
        if self.name != "sqlite":
            return []
        return [
            (position, SQLITE_ENCODE[column.kind])
            for position, column in enumerate(columns)
            if column.kind in SQLITE_ENCODE
        ]


class Select(NamedTuple):
    """A SELECT without its WHERE, the expression of each path for comparing, and the decoders of its columns."""

    text: str
    raw: tuple[str, ...]
    columns: tuple[Column, ...]
    decoders: tuple[tuple[int, Convert], ...]


class SqlText:
    """Makes the statements for the tables of one system in one dialect."""

    def __init__(
        self, dialect: Dialect, system: System, tables: Mapping[str, Table]
    ) -> None:
        self.dialect = dialect
        self.finops = system.kind == "finops"
        self.tables = tables

    def select(self, table: Table, paths: Sequence[AnyPath]) -> Select:
        """One SELECT over `paths`, with a LEFT JOIN for every lookup on the way."""
        quote = self.dialect.quote
        shape = shape_of(self.tables, table, paths)
        names = {"": "t0"} | {
            join.alias: f"t{n}" for n, join in enumerate(shape.joins, 1)
        }
        lines = [f"FROM {quote(table.table)} AS t0"]
        for join in shape.joins:
            parent, alias = names[join.parent], names[join.alias]
            on = f"{alias}.{quote(lookup_column(join.table))} = {parent}.{quote(join.column)}"
            if join.kind is not None:
                column = quote(type_column(join.column))
                on += f" AND {parent}.{column} = {self.dialect.literal(join.kind)}"
            lines.append(f"LEFT JOIN {quote(join.table.table)} AS {alias} ON {on}")
        read = [self._read_leaf(leaf, names) for leaf in shape.leaves]
        columns = tuple(leaf.sources[0][2] for leaf in shape.leaves)
        decoders = tuple(
            (position, SQLITE_DECODE[column.kind])
            for position, column in enumerate(columns)
            if self.dialect.name == "sqlite" and column.kind in SQLITE_DECODE
        )
        text = "SELECT " + ", ".join(read or ["1"]) + "\n" + "\n".join(lines)
        raw = tuple(self._raw_leaf(leaf, names) for leaf in shape.leaves)
        return Select(text, raw, columns, decoders)

    def _raw_leaf(self, leaf: Leaf, names: Mapping[str, str]) -> str:
        parts = [
            f"{names[alias]}.{self.dialect.quote(column.name)}"
            for alias, _, column in leaf.sources
        ]
        return parts[0] if len(parts) == 1 else f"COALESCE({', '.join(parts)})"

    def _read_leaf(self, leaf: Leaf, names: Mapping[str, str]) -> str:
        parts = [
            self.read_column(
                table, column, f"{names[alias]}.{self.dialect.quote(column.name)}"
            )
            for alias, table, column in leaf.sources
        ]
        return parts[0] if len(parts) == 1 else f"COALESCE({', '.join(parts)})"

    def read_column(self, table: Table, column: Column, raw: str) -> str:
        """The expression that reads a column in normal form: empty values as NULL, exact types."""
        sqlite = self.dialect.name == "sqlite"
        match column.kind:
            case "text" if self.finops:
                return f"NULLIF({raw}, '')"
            case "date":
                day = f"substr({raw}, 1, 10)" if sqlite else raw
                return f"NULLIF({day}, {self.empty('date')})" if self.finops else day
            case "datetime" if sqlite and self.finops:
                return f"CASE WHEN substr({raw}, 1, 10) = '{_NO_DATE}' THEN NULL ELSE {raw} END"
            case "datetime" if not sqlite:
                moment = f"CAST({raw} AS TIMESTAMPTZ)"
                return (
                    f"NULLIF({moment}, {self.empty('datetime')})"
                    if self.finops
                    else moment
                )
            case "decimal" if sqlite:
                return f"CAST({raw} AS TEXT)"
            case "guid":
                text = raw if sqlite else f"CAST({raw} AS TEXT)"
                # Row ids are compared with what lookups store, so they are read as they stand.
                linked = column.name == table.row_id or table.reference(column.name)
                return text if linked else f"LOWER({text})"
            case _:
                return raw

    def empty(self, kind: str) -> str:
        """How finance and operations stores "no value" of a kind, as a SQL literal."""
        prefix = {"date": "DATE ", "datetime": "TIMESTAMPTZ "}.get(kind, "")
        value = {"text": "", "date": _NO_DATE, "datetime": _NO_MOMENT}[kind]
        return ("" if self.dialect.name == "sqlite" else prefix) + literal(value)

    def parameter(self, column: Column) -> str:
        """The placeholder that writes a column: NULL becomes the product's empty value."""
        if self.finops and column.kind in ("text", "date", "datetime"):
            return f"COALESCE({self.dialect.placeholder}, {self.empty(column.kind)})"
        return self.dialect.placeholder

    def equals(self, column: Column, raw: str, value: Any) -> str:
        """The comparison of a column with one parameter, true also for two empty values."""
        if value is None and not (
            self.finops and column.kind in ("text", "date", "datetime")
        ):
            # The parameter is used up all the same, so that every value has its placeholder.
            cast = "" if self.dialect.name == "sqlite" else "::text"
            return f"({raw} IS NULL AND {self.dialect.placeholder}{cast} IS NULL)"
        return f"{raw} = {self.parameter(column)}"

    def insert(self, table: Table, names: Sequence[str], unique: Sequence[str]) -> str:
        """INSERT of one row; with a unique key among the columns, a row already there is updated."""
        quote = self.dialect.quote
        places = ", ".join(self.parameter(column_of(table, name)) for name in names)
        text = (
            f"INSERT INTO {quote(table.table)} ({', '.join(map(quote, names))})\n"
            f"VALUES ({places})"
        )
        if not unique or not set(unique) <= set(names):
            return text
        fixed = {*unique, table.row_id}
        sets = [f"{quote(n)} = excluded.{quote(n)}" for n in names if n not in fixed]
        action = "UPDATE SET " + ", ".join(sets) if sets else "NOTHING"
        return f"{text}\nON CONFLICT ({', '.join(map(quote, unique))}) DO {action}"

    def update(
        self, table: Table, names: Sequence[str], identity: Sequence[str]
    ) -> str:
        """UPDATE of one row by its identity; the parameters are the columns and then the identity."""
        quote = self.dialect.quote
        sets = [f"{quote(n)} = {self.parameter(column_of(table, n))}" for n in names]
        where = self.where_identity(table, identity)
        return f"UPDATE {quote(table.table)} SET {', '.join(sets)} WHERE {where}"

    def where_identity(self, table: Table, identity: Sequence[str]) -> str:
        """The condition that picks one row; empty parts of a key match empty ones."""
        tests = []
        for name in identity:
            column = column_of(table, name)
            same = "="
            if column.nullable and name != table.row_id and not self.finops:
                same = "IS" if self.dialect.name == "sqlite" else "IS NOT DISTINCT FROM"
            tests.append(f"{self.dialect.quote(name)} {same} {self.parameter(column)}")
        return " AND ".join(tests)


def literal(value: Any) -> str:
    """A value as a SQL literal, for constants of ours and for queries shown to people."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | Decimal | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
