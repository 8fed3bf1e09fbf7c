# Copied by dwmap from its runtime. Do not edit.
"""CREATE TABLE for the tables of a project: what demonstrations and tests start from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .._model import Column, Kind, Table
from .._paths import all_columns, natural_columns
from ._sql_text import SqlText, short_name

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
_MYSQL: Mapping[Kind, str] = {
    "any": "LONGTEXT",
    "text": "LONGTEXT",
    "int": "BIGINT",
    "decimal": "DECIMAL(65, 30)",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    # Not TIMESTAMP, which knows neither 1900 nor 2040.
    "datetime": "DATETIME(6)",
    "time": "TIME(6)",
    "guid": "VARCHAR(36)",
}
_TYPES = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL, "mysql": _MYSQL}
# MariaDB counts four bytes for a character. An index takes 3072 of them, a row 65535 without its long texts.
_KEY_LENGTH = 768
_ROW_LENGTH = 15_000
_SHORT = 64
_KEY_TEXT = 255


def create_statements(
    text: SqlText, table: Table, defaults: Mapping[str, Any]
) -> Iterator[str]:
    """CREATE TABLE IF NOT EXISTS, and the unique index on the natural key; `defaults` are by column."""
    quote = text.dialect.quote_bare
    mysql = text.dialect.name == "mysql"
    lengths = _lengths(table) if mysql else {}
    lines = [
        _column_line(text, table, column, lengths, defaults.get(column.name))
        for column in all_columns(table)
    ]
    key = natural_columns(table)
    if key == (table.row_id,):
        key = ()
    name = quote(short_name(f"dwmap_{table.table}_key"))
    columns = ", ".join(map(quote, key))
    end = ""
    if mysql:
        lines += [f"UNIQUE KEY {name} ({columns})"] if key else []
        collation = text.dialect.collation
        end = f" ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE {collation}"
    body = ",\n  ".join(lines)
    yield f"CREATE TABLE IF NOT EXISTS {quote(table.table)} (\n  {body}\n){end}"
    if key and not mysql:
        yield f"CREATE UNIQUE INDEX IF NOT EXISTS {name} ON {quote(table.table)} ({columns})"


def _column_line(
    text: SqlText,
    table: Table,
    column: Column,
    lengths: Mapping[str, int],
    default: Any,
) -> str:
    dialect = text.dialect
    name = dialect.quote_bare(column.name)
    kind = _type_name(text, column, lengths)
    words = [name, kind]
    if column.name == table.row_id:
        words.append("NOT NULL PRIMARY KEY")
    elif not column.nullable:
        words.append("NOT NULL")
    value = ""
    if default is not None:
        value = dialect.literal_bare(default)
    elif text.finops and column.kind in ("text", "date", "datetime"):
        value = text.empty(column.kind)
    if value:
        # MySQL wants an expression where the column is a long text.
        words.append(f"DEFAULT ({value})" if kind == "LONGTEXT" else f"DEFAULT {value}")
    if kind == "LONGTEXT" and column.length:
        words.append(f"CHECK (CHAR_LENGTH({name}) <= {column.length})")
    return " ".join(word for word in words if word)


def _type_name(text: SqlText, column: Column, lengths: Mapping[str, int]) -> str:
    name = text.dialect.name
    if name == "sqlite":
        return _SQLITE[column.kind]
    length = lengths.get(column.name) if name == "mysql" else column.length
    if length and (column.kind == "text" or name == "mysql"):
        return f"VARCHAR({length})"
    if column.kind == "decimal" and column.precision:
        return f"NUMERIC({column.precision}, {column.scale or 0})"
    return _TYPES.get(name, _POSTGRESQL)[column.kind]


def _lengths(table: Table) -> dict[str, int]:
    """
    The lengths of the texts in MariaDB that are no long texts, in characters.

    A text without a length has one in a key, as long as the key permits. In a row that would be too
    wide, only keys and short texts are kept in it.
    """
    texts = {each.name: each.length for each in all_columns(table) if _is_text(each)}
    keys = [name for name in natural_columns(table) if name in texts]
    open_ended = [name for name in keys if texts[name] is None]
    rest = _KEY_LENGTH - sum(texts[name] or 0 for name in keys)
    rest -= 36 * (len(natural_columns(table)) - len(keys))
    for name in open_ended:
        texts[name] = max(1, min(_KEY_TEXT, rest // len(open_ended)))
    lengths = {name: length for name, length in texts.items() if length is not None}
    if sum(lengths.values()) <= _ROW_LENGTH:
        return lengths
    return {n: size for n, size in lengths.items() if n in keys or size <= _SHORT}


def _is_text(column: Column) -> bool:
    return column.kind in ("text", "any")
