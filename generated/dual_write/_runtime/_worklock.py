# Copied by dwmap from its runtime. Do not edit.
"""
One process works at a time: a lock that the operating system gives back when its holder dies.

It is the exclusive transaction of a second, empty SQLite file beside the state, which works alike on every
system and needs no clean-up after a kill. Who holds it stands in the state file, for the message only.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ._errors import EndError
from ._store import Store

_TABLES = """
CREATE TABLE IF NOT EXISTS worker (
    one INTEGER PRIMARY KEY CHECK (one = 1), pid INTEGER NOT NULL, host TEXT NOT NULL,
    what TEXT NOT NULL, since TEXT NOT NULL)
"""
_LOOK_AGAIN = 0.02


class Busy(EndError):
    """Another process works on the same state."""


class WorkLock:
    """The lock beside a state file; a state in memory has none, since nobody else can see it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._db: sqlite3.Connection | None = None
        self._depth = 0
        store.create(_TABLES)

    @contextmanager
    def held(self, what: str, patience: float = 0.0) -> Iterator[None]:
        """
        Inside, no other process works on this state; may be entered again.

        Raises `Busy` where another one still does after `patience` seconds.
        """
        if self._store.path == ":memory:":
            yield
            return
        if self._depth == 0:
            self._take(what, patience)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0 and self._db is not None:
                self._db.rollback()

    def _take(self, what: str, patience: float) -> None:
        until = time.monotonic() + patience
        while not self._try():
            if time.monotonic() >= until:
                raise Busy(self._holder())
            time.sleep(_LOOK_AGAIN)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        mine = (os.getpid(), socket.gethostname(), what, now)
        # Many short rounds in one second need not write the same many times.
        if self._told() != [mine]:
            self._store.run(
                "INSERT OR REPLACE INTO worker VALUES (1, ?, ?, ?, ?)", mine
            )

    def _told(self) -> list[tuple[object, ...]]:
        return self._store.rows("SELECT pid, host, what, since FROM worker")

    def _try(self) -> bool:
        try:
            if self._db is None:
                self._db = sqlite3.connect(
                    f"{self._store.path}.lock", isolation_level=None, timeout=0
                )
            self._db.execute("BEGIN EXCLUSIVE")
            return True
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                return False
            raise EndError(f"cannot lock {self._store.path}: {error}") from error

    def _holder(self) -> str:
        found = self._told()
        told = " (process {} on {}, {} since {})".format(*found[0]) if found else ""
        return (
            f"another process works with the state {self._store.path}{told};"
            " wait until it is done, or stop it"
        )

    def close(self) -> None:
        """Give the file back."""
        if self._db is not None:
            self._db.close()
