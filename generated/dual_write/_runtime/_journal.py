# Copied by dwmap from its runtime. Do not edit.
"""
The journal of writes that go through: which are under way, and what is about to be written to services.

    write     a write that has begun and is not known to have ended
    step      a row that a service is about to be sent, as it stood before and as it is meant to stand
    through   writes that ended: their changes are on the other end, and are echoes wherever a feed tells them
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from ._changes import THROUGH
from ._keys import plain_value, value_from_json
from ._model import Record, Table
from ._paths import column_of, identity_columns
from ._store import Store
from .connectors._atomic import WRITING
from .connectors._base import Change, Operation

_KEPT = 10_000
"""So many writes are known as ended; changes of older ones are compared with the other end once more."""
_TABLES = """
CREATE TABLE IF NOT EXISTS write_begun (
    id TEXT PRIMARY KEY, system TEXT NOT NULL, at TEXT NOT NULL, positions TEXT NOT NULL){keyed};
CREATE TABLE IF NOT EXISTS write_step (
    seq {never_again}, id TEXT NOT NULL, system TEXT NOT NULL,
    table_name TEXT NOT NULL, operation TEXT NOT NULL, identity TEXT NOT NULL,
    columns TEXT NOT NULL, before TEXT, after TEXT);
CREATE TABLE IF NOT EXISTS write_through (
    seq {never_again}, id TEXT NOT NULL UNIQUE)
"""


class Begun(NamedTuple):
    """
    A write that has begun: of rows of which system, and where the feeds stood.

    `at` is the moment, in UTC and ISO 8601, when it began or last meant to send something.
    """

    id: str
    system: str
    positions: dict[str, str]
    at: str

    @property
    def mark(self) -> str:
        """What its changes carry in the feed."""
        return WRITING + self.id


class Step(NamedTuple):
    """
    A row of a service: `before` are the values of `columns` that stood there, `after` those that it is sent.

    `before` is None where there is no row, `after` where there will be none.
    """

    system: str
    table: str
    operation: Operation
    identity: Record
    columns: tuple[str, ...]
    before: Record | None
    after: Record | None


class Journal:
    """The journal in a state."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(_TABLES)

    def begin(self, system: str, positions: dict[str, str]) -> Begun:
        """Note that a write begins."""
        begun = Begun(uuid4().hex, system, positions, _now())
        self._store.run(
            "INSERT INTO write_begun (id, system, at, positions) VALUES (?, ?, ?, ?)",
            (begun.id, system, begun.at, json.dumps(positions)),
        )
        return begun

    def unfinished(self) -> list[Begun]:
        """The writes that are not known to have ended, oldest first."""
        found = self._store.rows(
            "SELECT id, system, positions, at FROM write_begun ORDER BY at"
        )
        return [
            Begun(id, system, json.loads(positions), at)
            for id, system, positions, at in found
        ]

    def intend(self, begun: Begun, steps: Iterable[Step]) -> None:
        """Note what is about to be sent; it is on the disk when this returns."""
        with self._store.at_once():
            self._store.run(
                "UPDATE write_begun SET at = ? WHERE id = ?", (_now(), begun.id)
            )
            self._intend(begun, steps)

    def _intend(self, begun: Begun, steps: Iterable[Step]) -> None:
        self._store.run_many(
            "INSERT INTO write_step (id, system, table_name, operation, identity, columns, before, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    begun.id,
                    each.system,
                    each.table,
                    each.operation,
                    _text(each.identity),
                    json.dumps(each.columns),
                    _text(each.before),
                    _text(each.after),
                )
                for each in steps
            ],
        )

    def steps(self, begun: Begun, tables: dict[str, Table]) -> list[Step]:
        """What a write was about to send, the last first; `tables` are those of the project by name."""
        found = self._store.rows(
            "SELECT system, table_name, operation, identity, columns, before, after FROM write_step"
            " WHERE id = ? ORDER BY seq DESC",
            (begun.id,),
        )
        return [_step(row, tables[row[1]]) for row in found]

    def end(self, begun: Begun, *, through: bool) -> None:
        """Forget the steps of a write; its changes are `through`, or nowhere."""
        with self._store.transaction():
            self._store.run("DELETE FROM write_step WHERE id = ?", (begun.id,))
            self._store.run("DELETE FROM write_begun WHERE id = ?", (begun.id,))
            if through:
                self._store.run(
                    "INSERT INTO write_through (id) VALUES (?) ON CONFLICT (id) DO NOTHING",
                    (begun.id,),
                )

    def forget_old(self) -> None:
        """Forget writes that ended long ago."""
        self._store.run(
            "DELETE FROM write_through WHERE seq <= (SELECT max(seq) FROM write_through) - ?",
            (_KEPT,),
        )

    def known(self, changes: Sequence[Change]) -> list[Change]:
        """The changes of a feed, those of writes that ended as echoes."""
        marks = {one.origin for one in changes if is_written(one)}
        ended = {mark for mark in marks if mark is not None and self._ended(mark)}
        return [
            one._replace(origin=THROUGH) if one.origin in ended else one
            for one in changes
        ]

    def _ended(self, mark: str) -> bool:
        query = "SELECT 1 FROM write_through WHERE id = ?"
        return bool(self._store.rows(query, (mark.removeprefix(WRITING),)))


def is_written(change: Change) -> bool:
    """Whether a change was made inside of a `write` block."""
    return change.origin is not None and change.origin.startswith(WRITING)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _text(values: Record | None) -> str | None:
    if values is None:
        return None
    return json.dumps(values, default=plain_value, ensure_ascii=False)


def _step(row: Record, table: Table) -> Step:
    system, name, operation, identity, names, before, after = row
    columns = tuple(json.loads(names))
    return Step(
        system,
        name,
        operation,
        _values(table, identity_columns(table), identity) or (),
        columns,
        _values(table, columns, before),
        _values(table, columns, after),
    )


def _values(table: Table, names: Sequence[str], text: str | None) -> Record | None:
    if text is None:
        return None
    values: list[Any] = json.loads(text)
    return tuple(
        value_from_json(column_of(table, name).kind, value)
        for name, value in zip(names, values, strict=True)
    )
