"""The changes of maps that are paused: kept in the state, in the order in which they were seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from ._model import Map, Record, Table
from ._outcome import Failure
from ._reading import identity_of, row_text
from ._store import Store
from .connectors._base import Change

_TABLES = """
CREATE TABLE IF NOT EXISTS queued (
    seq {never_again}, map TEXT NOT NULL, system TEXT NOT NULL,
    table_name TEXT NOT NULL, operation TEXT NOT NULL, row_key TEXT NOT NULL, was TEXT,
    columns TEXT, origin TEXT, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS queued_map ON queued (map, seq)
"""
RETRY = "retry"
"""The operation of a row that did not change: its failure, in the direction `columns`, is to be tried again."""


class Queued(NamedTuple):
    """A change that waits for its map: the feed's own data, as text."""

    seq: int
    map: str
    system: str
    table: str
    operation: str
    row: str
    was: str | None
    columns: str | None
    origin: str | None
    at: str


class Queue:
    """A durable, ordered queue for each map."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(_TABLES)

    def keep(self, maps: Iterable[Map], changes: Mapping[str, Sequence[Change]]) -> int:
        """Keep the changes of both sides of these maps; returns how many there were."""
        rows = [row for each in maps for row in _rows(each, changes)]
        if rows:
            self._store.run_many(
                "INSERT INTO queued (map, system, table_name, operation, row_key, was, columns, origin, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
        return len(rows)

    def keep_failures(self, failures: Iterable[tuple[Failure, Table]]) -> int:
        """Keep that failures, each with the table of its row, are to be tried again; returns how many."""
        rows = [
            (each.map, table.system, table.table, RETRY, each.source_row)
            + (each.direction, each.first_at)
            for each, table in failures
        ]
        self._store.run_many(
            "INSERT INTO queued (map, system, table_name, operation, row_key, columns, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        return len(rows)

    def counts(self) -> dict[str, int]:
        """How many changes wait for each map that has any."""
        return dict(self._store.rows("SELECT map, count(*) FROM queued GROUP BY map"))

    def waiting(self, maps: Sequence[str] = (), limit: int = -1) -> list[Queued]:
        """The changes that wait, oldest first; `maps` narrows them."""
        where = f" WHERE map IN ({', '.join('?' * len(maps))})" if maps else ""
        most = "" if limit < 0 else " LIMIT ?"
        found = self._store.rows(
            f"SELECT * FROM queued{where} ORDER BY seq{most}",
            (*maps, *([limit] if most else [])),
        )
        return [Queued(*row) for row in found]

    def changes(self, each: Map) -> tuple[dict[str, list[Change]], int]:
        """What waits for a map, as its ends reported it, and the number of the last of it."""
        waiting = self.waiting([each.name])
        return changes_of(each, waiting), waiting[-1].seq if waiting else 0

    def drop(self, map_name: str, up_to: int | None = None) -> int:
        """Forget what waits for a map, up to a number; returns how many changes that were."""
        if up_to is None:
            return self._store.run("DELETE FROM queued WHERE map = ?", (map_name,))
        return self._store.run(
            "DELETE FROM queued WHERE map = ? AND seq <= ?", (map_name, up_to)
        )

    def rename(self, old: str, new: str) -> None:
        """Carry what waits for a map over to its new name."""
        self._store.run("UPDATE queued SET map = ? WHERE map = ?", (new, old))


def changes_of(each: Map, queued: Iterable[Queued]) -> dict[str, list[Change]]:
    """Queued changes of a map, as its ends reported them; what is only to be tried again is none."""
    tables = {
        (side.table.system, side.table.table): side.table
        for side in (each.left, each.right)
    }
    found: dict[str, list[Change]] = {}
    for one in queued:
        table = tables.get((one.system, one.table))
        if table is not None and one.operation != RETRY:
            found.setdefault(one.system, []).append(_change(one, table))
    return found


def _rows(
    each: Map, changes: Mapping[str, Sequence[Change]]
) -> Iterator[tuple[str | None, ...]]:
    tables = {(side.table.system, side.table.table) for side in (each.left, each.right)}
    for system, feed in changes.items():
        for one in feed:
            if (system, one.table) in tables:
                yield (
                    each.name,
                    system,
                    one.table,
                    one.operation,
                    row_text(one.row),
                    None if one.was is None else row_text(one.was),
                    None if one.columns is None else "\n".join(sorted(one.columns)),
                    one.origin,
                    one.at.isoformat(),
                )


def _change(one: Queued, table: Table) -> Change:
    def identity(text: str | None) -> Record | None:
        return None if text is None else identity_of(table, text)

    return Change(
        one.table,
        one.operation,  # type: ignore[arg-type]  # written from a Change
        identity_of(table, one.row),
        identity(one.was),
        None if one.columns is None else frozenset(one.columns.split("\n")) - {""},
        one.origin,
        datetime.fromisoformat(one.at),
    )
