# Copied by dwmap from its runtime. Do not edit.
"""
Many rows into PostgreSQL: COPY into a temporary table, and one INSERT from there.

Rows that a plain INSERT takes may be refused here, all of a batch together: two of one key, a value that only
a parameter is converted for. The caller halves such a batch, and what is left of it goes the plain way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._model import Column, Record, Table
from ._sql_text import Dialect, Insert

ENOUGH = 200
"""From so many rows on it pays."""
# A parameter has the type of its value and is converted on its way into the column. Text that is copied would
# be read as the column's type at once: a moment would lose its zone without a word.
_TYPES = {
    "int": "BIGINT",
    "decimal": "NUMERIC",
    "float": "DOUBLE PRECISION",
    "bool": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMPTZ",
    "time": "TIME",
}
_TEMPORARY = "dwmap_load"
_IN_TRANSACTION = 2
_MAY = "SELECT has_database_privilege(current_database(), 'TEMP')"


def can_copy(
    dialect: Dialect, cursor: Any, columns: Sequence[Column], rows: Sequence[Record]
) -> bool:
    """Whether these rows can go this way: psycopg inside a transaction, columns of a known kind."""
    if dialect.name != "postgresql" or len(rows) < ENOUGH:
        return False
    if not hasattr(cursor, "copy") or any(each.kind == "any" for each in columns):
        return False
    if cursor.connection.info.transaction_status != _IN_TRANSACTION:
        return False
    cursor.execute(_MAY)
    return bool(cursor.fetchone()[0])


def copy(
    dialect: Dialect,
    cursor: Any,
    table: Table,
    columns: Sequence[Column],
    insert: Insert,
    rows: Sequence[Record],
) -> None:
    """Write the rows; raises the driver's error, or ValueError for text that is none."""
    names = [dialect.quote_bare(each.name) for each in columns]
    types = [
        f"CAST(NULL AS {_TYPES[each.kind]}) AS {name}" if each.kind in _TYPES else name
        for name, each in zip(names, columns, strict=True)
    ]
    cursor.execute(
        f"CREATE TEMPORARY TABLE {_TEMPORARY} AS"
        f" SELECT {', '.join(types)} FROM {dialect.quote_bare(table.table)} WITH NO DATA"
    )
    with cursor.copy(f"COPY {_TEMPORARY} FROM STDIN") as pipe:
        for row in rows:
            pipe.write_row(row)
    values = dialect.bare(insert.places)[1:-1].split(dialect.placeholder)
    picked = values[0] + "".join(map("".join, zip(names, values[1:], strict=True)))
    # The order is kept, so that the feed tells of the rows as they came.
    cursor.execute(
        dialect.bare(insert.head.removesuffix("VALUES "))
        + f"SELECT {picked} FROM {_TEMPORARY}{dialect.bare(insert.tail)}"
    )
    cursor.execute(f"DROP TABLE {_TEMPORARY}")
