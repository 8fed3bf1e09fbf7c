# Copied by dwmap from its runtime. Do not edit.
"""
Who may work: one process alone, or workers beside each other; given back by the system when a holder dies.

Beside a SQLite file it is the exclusive transaction of a second, empty SQLite file, which works alike on every
system and needs no clean-up after a kill; who holds it stands in the state file, for the message only. In
PostgreSQL it is an advisory lock, which workers share.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from math import inf

from ._errors import EndError
from ._store import Store
from ._store_postgresql import PostgresBase

_TABLES = """
CREATE TABLE IF NOT EXISTS worker (
    one INTEGER PRIMARY KEY CHECK (one = 1), pid INTEGER NOT NULL, host TEXT NOT NULL,
    what TEXT NOT NULL, since TEXT NOT NULL)
"""
_LOOK_AGAIN = 0.02
_WORK = 0


class Busy(EndError):
    """Another process works on the same state."""


class WorkLock(ABC):
    """The lock of a state."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._depth = 0

    @contextmanager
    def held(self, what: str, patience: float = 0.0) -> Iterator[None]:
        """
        Inside, no other process works on this state; may be entered again.

        Raises `Busy` where another one still does after `patience` seconds.
        """
        if self._depth == 0:
            self._take(what, patience)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._give_back()

    @contextmanager
    def beside(self, what: str) -> Iterator[None]:
        """Inside, workers of this state may work too, and nobody else; waits for whoever works alone."""
        with self.held(what, inf):
            yield

    @abstractmethod
    def _take(self, what: str, patience: float) -> None: ...

    @abstractmethod
    def _give_back(self) -> None: ...

    def _busy(self, told: str) -> Busy:
        return Busy(
            f"another process works with the state {self._store.path}{told};"
            " wait until it is done, or stop it"
        )

    def close(self) -> None:  # noqa: B027  # most locks go with what they stand on
        """Give back what is held open."""


class NoLock(WorkLock):
    """A state in memory, which nobody else can see."""

    def _take(self, what: str, patience: float) -> None:
        pass

    def _give_back(self) -> None:
        pass


class FileLock(WorkLock):
    """The lock beside a file."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._db: sqlite3.Connection | None = None
        self._said: tuple[object, ...] = ()
        store.create(_TABLES)

    def _take(self, what: str, patience: float) -> None:
        until = time.monotonic() + patience
        while not self._try():
            if time.monotonic() >= until:
                raise self._busy(self._holder())
            time.sleep(_LOOK_AGAIN)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        mine = (os.getpid(), socket.gethostname(), what, now)
        # Many short rounds in one second need not say the same many times.
        if self._said != mine:
            self._store.run(
                "INSERT OR REPLACE INTO worker VALUES (1, ?, ?, ?, ?)", mine
            )
            self._said = mine

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
        return " (process {} on {}, {} since {})".format(*found[0]) if found else ""

    def _give_back(self) -> None:
        if self._db is not None:
            self._db.rollback()

    def close(self) -> None:
        """Give the file back."""
        if self._db is not None:
            self._db.close()


class ServerLock(WorkLock):
    """The lock of a state in PostgreSQL, in which whoever waits has its turn before those that come later."""

    def __init__(self, store: Store, base: PostgresBase) -> None:
        super().__init__(store)
        self._base = base

    def _take(self, what: str, patience: float) -> None:
        self._base.say(what)
        if not self._base.try_lock(_WORK) and not (
            patience and self._base.lock(_WORK, patience)
        ):
            told = [
                f"process {one.pid} on {one.host}, {one.what} since {one.since}"
                for one in self._base.holders(_WORK)
            ]
            raise self._busy(f" ({'; '.join(told)})" if told else "")

    def _give_back(self) -> None:
        self._base.unlock(_WORK)

    @contextmanager
    def beside(self, what: str) -> Iterator[None]:
        """Inside, workers of this state may work too, and nobody else; waits for whoever works alone."""
        self._base.say(what)
        while not self._base.try_lock(_WORK, shared=True):
            time.sleep(_LOOK_AGAIN)
        try:
            yield
        finally:
            self._base.unlock(_WORK, shared=True)


def work_lock(store: Store) -> WorkLock:
    """The lock that a store has."""
    if isinstance(store.base, PostgresBase):
        return ServerLock(store, store.base)
    return NoLock(store) if store.path == ":memory:" else FileLock(store)
