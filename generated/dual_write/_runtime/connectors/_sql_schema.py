# Copied by dwmap from its runtime. Do not edit.
"""CREATE TABLE for the tables of a project: what demonstrations and tests start from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .._model import Column, Kind, Table
from .._paths import all_columns, natural_columns
from ._sql_text import SqlText, literal

_SQLITE: Mapping[Kind, str] = {
    "any": "",
    "text": "TEXT",
    "int": "INTEGER",
    # Text keeps every digit; a number would become a float.
    "decimal": "TEXT",
    "float": "REAL",
    "bool": "INTEGER",
    "date": "TEXT",
    "datetime": "TEXT",
    "time": "TEXT",
    "guid": "TEXT",
}
_POSTGRESQL: Mapping[Kind, str] = {
    "any": "TEXT",
    "text": "TEXT",
    "int": "BIGINT",
    "decimal": "NUMERIC",
    "float": "DOUBLE PRECISION",
    "bool": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMPTZ",
    "time": "TIME",
    "guid": "UUID",
}


def create_statements(
    text: SqlText, table: Table, defaults: Mapping[str, Any]
) -> Iterator[str]:
    """CREATE TABLE IF NOT EXISTS, and the unique index on the natural key; `defaults` are by column."""
    quote = text.dialect.quote_bare
    lines = [
        _column_line(text, table, column, defaults.get(column.name))
        for column in all_columns(table)
    ]
    body = ",\n  ".join(lines)
    yield f"CREATE TABLE IF NOT EXISTS {quote(table.table)} (\n  {body}\n)"
    key = natural_columns(table)
    if key and key != (table.row_id,):
        name = quote(f"dwmap_{table.table}_key")
        columns = ", ".join(map(quote, key))
        yield f"CREATE UNIQUE INDEX IF NOT EXISTS {name} ON {quote(table.table)} ({columns})"


def _column_line(text: SqlText, table: Table, column: Column, default: Any) -> str:
    words = [text.dialect.quote_bare(column.name), _type_name(text, column)]
    if column.name == table.row_id:
        words.append("NOT NULL PRIMARY KEY")
    elif not column.nullable:
        words.append("NOT NULL")
    if default is not None:
        words.append(f"DEFAULT {literal(default)}")
    elif text.finops and column.kind in ("text", "date", "datetime"):
        words.append(f"DEFAULT {text.empty(column.kind)}")
    return " ".join(word for word in words if word)


def _type_name(text: SqlText, column: Column) -> str:
    if text.dialect.name == "sqlite":
        return _SQLITE[column.kind]
    if column.kind == "text" and column.length:
        return f"VARCHAR({column.length})"
    if column.kind == "decimal" and column.precision:
        return f"NUMERIC({column.precision}, {column.scale or 0})"
    return _POSTGRESQL[column.kind]
