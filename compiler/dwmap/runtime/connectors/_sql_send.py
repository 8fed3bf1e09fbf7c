"""Many rows on their way to the database, in as few statements as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from .._model import Record
from ._sql_text import Dialect, Insert

# As an update of the row would take it: others may still point at it.
_LOCKS = {"postgresql": "FOR NO KEY UPDATE", "mysql": "FOR UPDATE"}
_ROWS = 200
_STATEMENT = 200_000
"""The length at which a statement of many rows is sent, in characters; longer ones are no faster."""


def send(
    dialect: Dialect, cursor: Any, text: str | Insert, rows: Sequence[Record]
) -> None:
    """Run a statement for each of the rows; raises ValueError for a row that the server could not take."""
    most = _STATEMENT
    # PyMySQL would send one row after the other, and wait for the answer to each.
    if dialect.name == "mysql" and isinstance(text, Insert):
        head, each, tail = text
        head, tail, between = dialect.bare(head), dialect.bare(tail), ", "
    elif dialect.mariadb and isinstance(text, str):
        head, each, tail, between = "BEGIN NOT ATOMIC\n", f"{text};\n", "END", ""
    elif dialect.name == "mysql" and isinstance(text, str):
        head, each, tail, between, most = "", text, "", "", 0
    else:
        one = text if isinstance(text, str) else text.text
        # For a single row the way of many rows is a detour.
        if len(rows) == 1:
            cursor.execute(one, rows[0])
        else:
            cursor.executemany(one, rows)
        return
    for several in _in_batches(cursor, each, rows, most):
        cursor.execute(f"{head}{between.join(several)}{tail}")


def lock_rows(
    dialect: Dialect, cursor: Any, table: str, where: str, rows: Sequence[Record]
) -> None:
    """Lock the rows that a condition picks, each with its values; a writer of SQLite is alone anyway."""
    if dialect.name not in _LOCKS:
        return
    for start in range(0, len(rows), _ROWS):
        some = rows[start : start + _ROWS]
        tests = ") OR (".join([where] * len(some))
        cursor.execute(
            f"SELECT 1 FROM {dialect.quote(table)} WHERE ({tests}) {_LOCKS[dialect.name]}",
            tuple(chain.from_iterable(some)),
        )
        cursor.fetchall()


def _in_batches(
    cursor: Any, each: str, rows: Sequence[Record], most: int
) -> Iterator[list[str]]:
    """The rows as text, in batches that end with the row that takes them beyond `most` characters."""
    batch: list[str] = []
    length = 0
    for row in rows:
        text = cursor.mogrify(each, row)
        if len(text) > _STATEMENT:
            _check_size(cursor, text)
        batch.append(text)
        length += len(text)
        if length > most:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _check_size(cursor: Any, text: str) -> None:
    """The server closes the connection over a statement that is too long."""
    cursor.execute("SELECT @@max_allowed_packet")
    most = int(cursor.fetchone()[0])
    # Other rows of the batch may stand before it.
    if len(text.encode("utf-8", "surrogateescape")) + 4 * _STATEMENT > most:
        raise ValueError(f"the row is too long for max_allowed_packet, {most}")
