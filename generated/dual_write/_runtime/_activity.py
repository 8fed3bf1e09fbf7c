# Copied by dwmap from its runtime. Do not edit.
"""What became of every change that was more than an echo: a log in the state, of bounded length."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from ._keys import key_text, plain_value
from ._outcome import Outcome
from ._store import Store

_TABLES = """
CREATE TABLE IF NOT EXISTS activity (
    id {counted}, at TEXT NOT NULL, map TEXT NOT NULL, direction TEXT NOT NULL,
    operation TEXT NOT NULL, key TEXT NOT NULL, status TEXT NOT NULL, code TEXT NOT NULL,
    detail TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS activity_refused ON activity (at) WHERE code <> ''
"""
_QUIET = ("echo", "unchanged", "out-of-scope", "postponed")
KEPT = 100_000
"""So many entries are kept, the newest."""
_SLACK = 1_000


class Activity(NamedTuple):
    """
    One change in one map. `at` is UTC in ISO 8601, `key` a JSON array, `code` that of the error if any.

    `detail` is JSON: the names of the fields that changed, what a conflict decided and the value that lost,
    the error's message.
    """

    id: int
    at: str
    map: str
    direction: str
    operation: str
    key: str
    status: str
    code: str
    detail: str


class ActivityLog:
    """The log of a state."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._untrimmed = _SLACK
        store.create(_TABLES)

    def note(self, outcomes: Iterable[Outcome]) -> None:
        """Write down what became of changes; echoes and changes without effect are no news."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        rows = [_row(now, one) for one in outcomes if one.status not in _QUIET]
        if not rows:
            return
        with self._store.transaction():
            self._store.run_many(
                "INSERT INTO activity (at, map, direction, operation, key, status, code, detail)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            self._trim(len(rows))

    def _trim(self, added: int) -> None:
        self._untrimmed += added
        if self._untrimmed < _SLACK:
            return
        self._untrimmed = 0
        first, last = self._store.rows("SELECT min(id), max(id) FROM activity")[0]
        if last - first > KEPT + _SLACK:
            self._store.run("DELETE FROM activity WHERE id <= ?", (last - KEPT,))

    def last(self, limit: int = 50, maps: Sequence[str] = ()) -> list[Activity]:
        """The newest entries, newest first; `maps` narrows them."""
        where = f" WHERE map IN ({', '.join('?' * len(maps))})" if maps else ""
        found = self._store.rows(
            f"SELECT * FROM activity{where} ORDER BY id DESC LIMIT ?", (*maps, limit)
        )
        return [Activity(*row) for row in found]

    def errors_since(self, at: str) -> list[tuple[str, str]]:
        """Map and code of every error since a moment (UTC, ISO 8601)."""
        return [
            (str(name), str(code))
            for name, code in self._store.rows(
                "SELECT map, code FROM activity WHERE code <> '' AND at >= ?", (at,)
            )
        ]


def _row(now: str, one: Outcome) -> tuple[str, ...]:
    detail: dict[str, object] = {}
    if one.changes:
        detail["fields"] = [change.field for change in one.changes]
    if one.conflicts:
        detail["conflicts"] = [conflict._asdict() for conflict in one.conflicts]
    if one.failure is not None:
        detail["failure"] = one.failure.id
        detail["message"] = one.failure.message
    if one.note:
        detail["note"] = one.note
    return (
        now,
        one.map,
        one.direction,
        one.operation,
        key_text(one.key),
        one.status,
        one.failure.code if one.failure is not None else "",
        json.dumps(detail, default=plain_value, ensure_ascii=False),
    )
