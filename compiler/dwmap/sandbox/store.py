"""
The rows of a service in one SQLite database, with a version for every write and a trace of every delete.

The version grows with each write in the service: it is the ETag of a row, and what deltas are counted by. A
column whose name begins with `$` is the store's own; no property can be called so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.schema import EntitySet, Schema
from dwmap.sandbox.values import SQL_TYPES

Row: TypeAlias = dict[str, Any]

SEQUENCE: Final = "$sequence"
VERSION: Final = "$version"


class Store:
    """
    The rows of all entity sets of a schema.

    `path` is the database file, None for one in memory; a file of an older state of the project gets the
    tables and columns that it lacks. Every write belongs into a `transaction`.
    """

    def __init__(self, schema: Schema, path: Path | None = None) -> None:
        self._schema = schema
        self._database = sqlite3.connect(
            str(path) if path is not None else ":memory:", isolation_level=None
        )
        if path is not None:
            # A write need not outlive a power cut here, and a thousand of them need not take a minute.
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.row_factory = sqlite3.Row
        self._database.create_collation("dwmap_decimal", _compare_decimals)
        for name, test in _TEXT_TESTS.items():
            self._database.create_function(name, 2, test, deterministic=True)
        self._depth = 0
        with self.transaction():
            self._create()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept together, or not at all; may be nested."""
        name = f'"level{self._depth}"'
        self._database.execute(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._database.execute(f"ROLLBACK TO {name}")
            raise
        finally:
            self._depth -= 1
            self._database.execute(f"RELEASE {name}")

    def select(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query; raises Refused where it is too much for the database."""
        try:
            found = self._database.execute(sql, tuple(parameters))
        except (sqlite3.OperationalError, OverflowError) as error:
            raise Refused("bad-filter", detail=str(error)) from None
        return [dict(row) for row in found]

    def find(self, entity_set: EntitySet, key: Mapping[str, object]) -> Row | None:
        """The one row whose columns have the values of `key`."""
        where = " AND ".join(f"{quoted(name)} IS ?" for name in key)
        sql = f"SELECT * FROM {quoted(entity_set.name)} WHERE {where}"
        found = self.select(sql, [*key.values()])
        return found[0] if found else None

    def version(self) -> int:
        """That of the last write."""
        return self._number("version")

    def floor(self) -> int:
        """The version before which deltas are not known, because everything was deleted."""
        return self._number("floor")

    def next_version(self) -> int:
        """That of the write that is about to happen."""
        self._database.execute(
            "UPDATE \"$numbers\" SET value = value + 1 WHERE name = 'version'"
        )
        return self.version()

    def insert(self, entity_set: EntitySet, values: Mapping[str, object]) -> None:
        """Write a new row; raises Refused where its key is taken."""
        names = ", ".join(map(quoted, values))
        marks = ", ".join("?" for _ in values)
        sql = f"INSERT INTO {quoted(entity_set.name)} ({names}) VALUES ({marks})"
        self._write(entity_set, sql, [*values.values()])

    def update(
        self, entity_set: EntitySet, sequence: int, values: Mapping[str, object]
    ) -> None:
        """Change columns of a row; raises Refused where a key of another row would be taken."""
        changes = ", ".join(f"{quoted(name)} = ?" for name in values)
        sql = f"UPDATE {quoted(entity_set.name)} SET {changes} WHERE {quoted(SEQUENCE)} = ?"
        self._write(entity_set, sql, [*values.values(), sequence])

    def delete(self, entity_set: EntitySet, row: Row) -> None:
        """Delete a row and remember that it was there."""
        name = quoted(entity_set.name)
        self._database.execute(
            f"DELETE FROM {name} WHERE {quoted(SEQUENCE)} = ?", [row[SEQUENCE]]
        )
        self._database.execute(
            'INSERT INTO "$deleted" VALUES (?, ?, ?)',
            [entity_set.name, row[entity_set.row_id], self.next_version()],
        )

    def reset(self) -> None:
        """Delete all rows; versions go on, so that no delta token of before is taken for a new one."""
        with self.transaction():
            for name in (*self._schema.sets, "$deleted"):
                self._database.execute(f"DELETE FROM {quoted(name)}")
            self._database.execute(
                "UPDATE \"$numbers\" SET value = ? WHERE name = 'floor'",
                [self.next_version()],
            )

    def _write(self, entity_set: EntitySet, sql: str, parameters: list[object]) -> None:
        try:
            self._database.execute(sql, parameters)
        except sqlite3.IntegrityError:
            raise Refused("duplicate", type=entity_set.type_name) from None

    def _number(self, name: str) -> int:
        sql = 'SELECT value FROM "$numbers" WHERE name = ?'
        return int(self._database.execute(sql, [name]).fetchone()[0])

    def _create(self) -> None:
        run = self._database.execute
        run('CREATE TABLE IF NOT EXISTS "$numbers" (name TEXT PRIMARY KEY, value)')
        run("INSERT OR IGNORE INTO \"$numbers\" VALUES ('version', 0), ('floor', 0)")
        run('CREATE TABLE IF NOT EXISTS "$deleted" (entity_set, id, version INTEGER)')
        for entity_set in self._schema.sets.values():
            self._create_table(entity_set)

    def _create_table(self, entity_set: EntitySet) -> None:
        run, table = self._database.execute, quoted(entity_set.name)
        columns = dict(_columns(entity_set))
        there = {row["name"] for row in run(f"PRAGMA table_info({table})")}
        if not there:
            listed = ", ".join(
                f"{quoted(name)} {kind}" for name, kind in columns.items()
            )
            run(f"CREATE TABLE {table} ({listed})")
        else:
            for name in [name for name in columns if name not in there]:
                run(f"ALTER TABLE {table} ADD COLUMN {quoted(name)} {columns[name]}")
        for place, key in enumerate((entity_set.key, *entity_set.alternates)):
            index = quoted(f"{entity_set.name}$key{place}")
            parts = ", ".join(map(quoted, key))
            run(f"CREATE UNIQUE INDEX IF NOT EXISTS {index} ON {table} ({parts})")


def _columns(entity_set: EntitySet) -> Iterator[tuple[str, str]]:
    """The columns of a table and their types."""
    yield SEQUENCE, "INTEGER PRIMARY KEY AUTOINCREMENT"
    yield VERSION, "INTEGER NOT NULL"
    for property in entity_set.properties:
        yield property.name, SQL_TYPES[property.kind]
        if property.target_column is not None:
            yield property.target_column, "TEXT"


def quoted(name: str) -> str:
    """A name as SQL quotes it."""
    return '"' + name.replace('"', '""') + '"'


def _compare_decimals(left: str, right: str) -> int:
    first, second = Decimal(left), Decimal(right)
    return (first > second) - (first < second)


def _test(holds: Callable[[str, str], bool]) -> Callable[[Any, Any], bool | None]:
    """A test of two texts without case; of nothing it says nothing."""

    def test(text: Any, part: Any) -> bool | None:
        if text is None or part is None:
            return None
        return holds(str(text).casefold(), str(part).casefold())

    return test


_TEXT_TESTS: Final = {
    "dwmap_contains": _test(lambda text, part: part in text),
    "dwmap_startswith": _test(str.startswith),
    "dwmap_endswith": _test(str.endswith),
}
