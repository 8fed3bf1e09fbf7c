"""The SELECT that flattens a table, and the expressions around single columns, per dialect. Text only, no driver."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple

from .._model import AnyPath, Column, Record, System, Table
from .._paths import Leaf, column_of, lookup_column, shape_of, type_column
from ._sql_values import DECODERS, Converters, converters

_NO_DATE = "1900-01-01"
_NO_TIME = " 00:00:00"
_LONGEST_NAME = 64
_SAME = {"sqlite": "IS", "mysql": "<=>"}
"""The comparison in which two empty values are equal, where it is not that of the standard."""


class Dialect(NamedTuple):
    """
    What differs between databases: the name, how to quote, the placeholder of a parameter.

    MySQL and MariaDB are both called `mysql`; `mariadb` tells them apart in the little where they differ.
    """

    name: str
    quote: Callable[[str], str]
    placeholder: str
    mariadb: bool = False

    @property
    def collation(self) -> str:
        """That of new tables in MySQL and MariaDB: case counts, and so do blanks at the end."""
        return "utf8mb4_nopad_bin" if self.mariadb else "utf8mb4_0900_bin"

    def quote_bare(self, name: str) -> str:
        """The quoted name in a statement that is run without parameters."""
        return self.bare(self.quote(name))

    def bare(self, text: str) -> str:
        """What stands in a statement with parameters, for one without: only there is a percent sign doubled."""
        return text.replace("%%", "%") if self.placeholder == "%s" else text

    def literal(self, value: Any) -> str:
        """A value in a statement with parameters."""
        text = self.literal_bare(value)
        return text.replace("%", "%%") if self.placeholder == "%s" else text

    def literal_bare(self, value: Any) -> str:
        """A value in a statement that is run without parameters, or pasted into a console."""
        text = literal(value)
        # A backslash begins an escape there, unless a session has turned that off.
        return text.replace("\\", "\\\\") if self.name == "mysql" else text


class Select(NamedTuple):
    """A SELECT without its WHERE, the expression of each path for comparing, and the decoders of its columns."""

    text: str
    raw: tuple[str, ...]
    columns: tuple[Column, ...]
    decoders: Converters


class Insert(NamedTuple):
    """An INSERT in parts, so that a statement may have many rows: what stands before, one row, what stands after."""

    head: str
    places: str
    tail: str

    @property
    def text(self) -> str:
        """The statement for one row."""
        return f"{self.head}{self.places}{self.tail}"


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
        decoders = converters(DECODERS, self.dialect.name, columns)
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
        dialect = self.dialect.name
        match column.kind:
            case "text" if self.finops:
                return f"NULLIF({raw}, '')"
            case "date":
                day = f"substr({raw}, 1, 10)" if dialect == "sqlite" else raw
                return f"NULLIF({day}, {self.empty('date')})" if self.finops else day
            case "datetime" if dialect == "sqlite" and self.finops:
                return f"CASE WHEN substr({raw}, 1, 10) = '{_NO_DATE}' THEN NULL ELSE {raw} END"
            case "datetime" if dialect != "sqlite":
                name = "DATETIME(6)" if dialect == "mysql" else "TIMESTAMPTZ"
                moment = f"CAST({raw} AS {name})"
                empty = self.empty("datetime")
                return f"NULLIF({moment}, {empty})" if self.finops else moment
            case "decimal" if dialect == "sqlite":
                return f"CAST({raw} AS TEXT)"
            case "guid":
                text = f"CAST({raw} AS TEXT)" if dialect == "postgresql" else raw
                # Row ids are compared with what lookups store, so they are read as they stand.
                linked = column.name == table.row_id or table.reference(column.name)
                return text if linked else f"LOWER({text})"
            case _:
                return raw

    def empty(self, kind: str) -> str:
        """How finance and operations stores "no value" of a kind, as a SQL literal."""
        # MariaDB keeps moments without a zone, and its sessions here are in UTC.
        moment = _NO_DATE + _NO_TIME
        match kind, self.dialect.name:
            case "text", _:
                return "''"
            case "date", "sqlite":
                return f"'{_NO_DATE}'"
            case "date", _:
                return f"DATE '{_NO_DATE}'"
            case _, "sqlite":
                return f"'{moment}+00:00'"
            case _, "mysql":
                return f"TIMESTAMP '{moment}'"
            case _:
                return f"TIMESTAMPTZ '{moment}+00:00'"

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
            cast = "::text" if self.dialect.name == "postgresql" else ""
            return f"({raw} IS NULL AND {self.dialect.placeholder}{cast} IS NULL)"
        return f"{raw} = {self.parameter(column)}"

    def insert(
        self, table: Table, names: Sequence[str], unique: Sequence[str]
    ) -> Insert:
        """INSERT of one row; with a unique key among the columns, a row already there is updated."""
        quote = self.dialect.quote
        places = ", ".join(self.parameter(column_of(table, name)) for name in names)
        head = f"INSERT INTO {quote(table.table)} ({', '.join(map(quote, names))})\nVALUES "
        tail = ""
        if unique and set(unique) <= set(names):
            fixed = {*unique, table.row_id}
            others = [name for name in names if name not in fixed]
            mysql = self.dialect.name == "mysql"
            tail = (self._on_duplicate if mysql else self._on_conflict)(unique, others)
        return Insert(head, f"({places})", tail)

    def _on_conflict(self, unique: Sequence[str], names: Sequence[str]) -> str:
        quote = self.dialect.quote
        sets = [f"{quote(name)} = excluded.{quote(name)}" for name in names]
        action = "UPDATE SET " + ", ".join(sets) if sets else "NOTHING"
        return f"\nON CONFLICT ({', '.join(map(quote, unique))}) DO {action}"

    def _on_duplicate(self, unique: Sequence[str], names: Sequence[str]) -> str:
        """
        The same where the clause cannot name its key, and any unique key of the table would count.

        The row that it found must have the key; another row is none to update, and the subquery, which has
        a row too many, makes the statement fail.
        """
        quote = self.dialect.quote
        first = quote(unique[0])
        same = " AND ".join(f"{quote(n)} = VALUES({quote(n)})" for n in unique)
        guard = f"{first} = IF({same}, {first}, (SELECT NULL UNION ALL SELECT NULL))"
        sets = [f"{quote(name)} = VALUES({quote(name)})" for name in names]
        return f"\nON DUPLICATE KEY UPDATE {', '.join([guard, *sets])}"

    def update(
        self, table: Table, names: Sequence[str], identity: Sequence[str]
    ) -> str:
        """UPDATE of one row by its identity; the parameters are the columns and then the identity."""
        quote = self.dialect.quote
        sets = [f"{quote(n)} = {self.parameter(column_of(table, n))}" for n in names]
        where = self.where_identity(table, identity)
        return f"UPDATE {quote(table.table)} SET {', '.join(sets)} WHERE {where}"

    def spelled_out(self, select: Select, values: Record) -> str:
        """A query for the rows whose leaves have these values, ready to be pasted into a console."""
        bare, literal = self.dialect.bare, self.dialect.literal_bare
        tests = [
            f"{raw} IS NULL" if value is None else f"{raw} = {literal(value)}"
            for raw, value in zip(map(bare, select.raw), values, strict=True)
        ]
        return " ".join(f"{bare(select.text)}\nWHERE {' AND '.join(tests)}".split())

    def where_identity(self, table: Table, identity: Sequence[str]) -> str:
        """The condition that picks one row; empty parts of a key match empty ones."""
        tests = []
        for name in identity:
            column = column_of(table, name)
            same = "="
            if column.nullable and name != table.row_id and not self.finops:
                same = _SAME.get(self.dialect.name, "IS NOT DISTINCT FROM")
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


def short_name(name: str) -> str:
    """The name itself, or as much of it as MariaDB takes, and a hash of the whole."""
    if len(name) <= _LONGEST_NAME:
        return name
    digest = blake2b(name.encode(), digest_size=8).hexdigest()
    return f"{name[: _LONGEST_NAME - len(digest) - 1]}_{digest}"
