"""An end inside this process: for tests, examples and dry runs. It behaves like a database, slowly and plainly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias

from .._errors import RefusedByEnd
from .._keys import is_empty
from .._model import AnyPath, Record, System, Table
from .._paths import (
    Join,
    Leaf,
    all_columns,
    column_of,
    identity_columns,
    lookup_column,
    natural_columns,
    shape_of,
    type_column,
)
from ._atomic import AtomicEnd
from ._base import BATCH_SIZE, NO_DEFAULTS, Change, Defaults, strangers_in

Row: TypeAlias = dict[str, Any]


class MemoryEnd(AtomicEnd):
    """Rows in dictionaries: physical table name, then identity, then column."""

    def __init__(self, system: System, tables: Mapping[str, Table]) -> None:
        super().__init__("memory:", system, tables)
        self.rows: dict[str, dict[Record, Row]] = {}
        self._feed: list[Change] = []
        self._captured: set[str] = set()
        self._origin: str | None = None
        self._undo: list[tuple[str, Record, Row | None]] = []
        self._open = 0
        self._defaults: Defaults = NO_DEFAULTS
        self.create_tables()

    def create_tables(self, defaults: Defaults = NO_DEFAULTS) -> None:
        """Begin each table that is not there."""
        self._defaults = defaults
        for table in self.tables.values():
            self.rows.setdefault(table.table, {})

    # Reading

    def read(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        *,
        companies: Sequence[str] = (),
        batch_size: int = BATCH_SIZE,
    ) -> Iterator[list[Record]]:
        """All rows as flat tuples."""
        company = () if table.company is None or not companies else (table.company,)
        flat = self._flatten(table, (*paths, *company))
        rows = [flat(row) for row in self._rows(table).values()]
        if company:
            rows = [row[:-1] for row in rows if row[-1] in companies]
        for start in range(0, len(rows), batch_size):
            yield rows[start : start + batch_size]

    def find(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        by: Sequence[AnyPath],
        values: Collection[Record],
    ) -> list[Record]:
        """The rows with one of these values."""
        wanted = {tuple(value) for value in values}
        flat = self._flatten(table, (*paths, *by))
        rows = map(flat, self._rows(table).values())
        return [row[: len(paths)] for row in rows if row[len(paths) :] in wanted]

    def _flatten(
        self, table: Table, paths: Sequence[AnyPath]
    ) -> Callable[[Row], Record]:
        shape = shape_of(self.tables, table, paths)
        by_id = {join.alias: self._by_id(join.table) for join in shape.joins}

        def flat(row: Row) -> Record:
            reached: dict[str, Row | None] = {"": row}
            for join in shape.joins:
                reached[join.alias] = _follow(
                    join, reached[join.parent], by_id[join.alias]
                )
            return tuple(self._value(leaf, reached) for leaf in shape.leaves)

        return flat

    def _by_id(self, table: Table) -> dict[Any, Row]:
        column = lookup_column(table)
        return {row[column]: row for row in self._rows(table).values()}

    def _value(self, leaf: Leaf, reached: Mapping[str, Row | None]) -> Any:
        for alias, _, column in leaf.sources:
            row = reached[alias]
            value = None if row is None else row[column.name]
            if self.system.kind == "finops" and is_empty(column.kind, value):
                value = None
            if value is not None:
                return value
        return None

    # Writing

    def insert(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """Insert rows, or update those whose natural key is there."""
        natural = natural_columns(table)
        places = {
            self._pick(row, natural): key for key, row in self._rows(table).items()
        }
        for values in rows:
            row = {
                column.name: self._empty(column.kind) for column in all_columns(table)
            }
            row |= self._defaults.get(table.name, {})
            row |= self._stored(table, columns, values)
            standing = places.get(self._pick(row, natural))
            if standing is not None:
                taken = [
                    name for name in columns if name not in (*natural, table.row_id)
                ]
                self._change(table, standing, {name: row[name] for name in taken})
                continue
            identity = self._pick(row, identity_columns(table))
            if identity in self._rows(table):
                raise self._refusal(table, f"row {identity} is there already")
            self._check(table, row)
            self._put(table, identity, row)
            places[self._pick(row, natural)] = identity
            self._note(table, "create", identity, None, None)

    def update(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """Set columns of existing rows."""
        for values in rows:
            identity = tuple(values[len(columns) :])
            if identity in self._rows(table):
                self._change(table, identity, self._stored(table, columns, values))

    def delete(self, table: Table, identities: Sequence[Record]) -> None:
        """Delete rows."""
        for identity in map(tuple, identities):
            if identity in self._rows(table):
                self._put(table, identity, None)
                self._note(table, "delete", identity, None, None)

    def _rows(self, table: Table) -> dict[Record, Row]:
        return self.rows[table.table]

    def _put(self, table: Table, identity: Record, row: Row | None) -> None:
        """Set a row, or take it away; what stood there is remembered for as long as it may be undone."""
        rows = self._rows(table)
        self._undo.append((table.table, identity, rows.get(identity)))
        if row is None:
            del rows[identity]
        else:
            rows[identity] = row

    def _pick(self, row: Row, names: Sequence[str]) -> Record:
        empty = self._empty("text")
        return tuple(None if row[name] == empty else row[name] for name in names)

    def _empty(self, kind: str) -> Any:
        return "" if self.system.kind == "finops" and kind == "text" else None

    def _stored(self, table: Table, columns: Sequence[str], values: Record) -> Row:
        return {
            name: self._empty(column_of(table, name).kind) if value is None else value
            for name, value in zip(columns, values, strict=False)
        }

    def _change(self, table: Table, identity: Record, values: Row) -> None:
        row = self._rows(table)[identity]
        changed = {name for name, value in values.items() if row[name] != value}
        if not changed:
            return
        updated = row | values
        self._check(table, updated)
        moved = self._pick(updated, identity_columns(table))
        if moved != identity and moved in self._rows(table):
            raise self._refusal(table, f"row {moved} is there already")
        if moved != identity:
            self._put(table, identity, None)
        self._put(table, moved, updated)
        was = identity if moved != identity else None
        self._note(table, "update", moved, was, frozenset(changed))

    def _check(self, table: Table, row: Row) -> None:
        for column in all_columns(table):
            value = row[column.name]
            if value is None and not column.nullable:
                raise self._refusal(table, f"{column.name} must not be empty")
            if column.length and isinstance(value, str) and len(value) > column.length:
                raise self._refusal(
                    table, f"{column.name} holds {column.length} characters"
                )

    def _refusal(self, table: Table, reason: str) -> RefusedByEnd:
        text = f"{self.system.name} refused a row of {table.table}: {reason}"
        return RefusedByEnd(
            table.table, None, text, "correct the record, or the rule it breaks"
        )

    @contextmanager
    def transaction(self, origin: str | None = None) -> Iterator[None]:
        """Everything inside, or nothing of it."""
        with self.savepoint():
            self._origin = origin
            try:
                yield
            finally:
                self._origin = None

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What was written is undone, the last first, when the work fails."""
        written, noted = len(self._undo), len(self._feed)
        self._open += 1
        try:
            yield
        except BaseException:
            for name, identity, row in reversed(self._undo[written:]):
                if row is None:
                    self.rows[name].pop(identity, None)
                else:
                    self.rows[name][identity] = row
            del self._undo[written:]
            del self._feed[noted:]
            raise
        finally:
            self._open -= 1
            if not self._open:
                self._undo.clear()

    # Changes

    def capture(self, tables: Sequence[Table]) -> None:
        """Begin to note changes."""
        self._captured.update(table.table for table in tables)

    def position(self) -> str:
        """How many changes there are."""
        return str(len(self._feed))

    def changes(self, after: str) -> tuple[list[Change], str]:
        """The changes from a position on."""
        return self._feed[int(after or 0) :], self.position()

    def mark(self, origin: str) -> None:
        """Another mark for what is written from here on."""
        self._origin = origin

    def visible(self, after: str, mark: str | None = None) -> list[Change]:
        """As `changes` does."""
        found, _ = self.changes(after)
        return [c for c in found if mark is None or c.origin in (None, mark)]

    def touched_since(
        self, after: str, table: Table
    ) -> tuple[dict[str, set[Record]], str]:
        """The feed tells everything."""
        changes, position = self.changes(after)
        return strangers_in(changes), position

    def close(self) -> None:
        """Nothing: the rows go with the object."""

    def _note(
        self,
        table: Table,
        operation: Any,
        row: Record,
        was: Record | None,
        columns: frozenset[str] | None,
    ) -> None:
        if table.table in self._captured:
            moment = datetime.now(UTC)
            change = Change(
                table.table, operation, row, was, columns, self._origin, moment
            )
            self._feed.append(change)


def _follow(join: Join, row: Row | None, by_id: Mapping[Any, Row]) -> Row | None:
    """The row that a lookup of `row` points at."""
    if row is None or row[join.column] is None:
        return None
    if join.kind is not None and row[type_column(join.column)] != join.kind:
        return None
    return by_id.get(row[join.column])
