# Copied by dwmap from its runtime. Do not edit.
"""The SQLite file in which a package remembers things between runs: opened, checked, kept in transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ._errors import EndError
from ._store import UNDERSTOOD, VERSION, Base

# Several processes share the file; each holds it for milliseconds.
_PATIENCE = 30.0


class SqliteBase(Base):
    """An open file."""

    words = {
        "counted": "INTEGER PRIMARY KEY",
        "never_again": "INTEGER PRIMARY KEY AUTOINCREMENT",
        "keyed": " WITHOUT ROWID",
    }

    def __init__(self, path: str, *, there: bool = False) -> None:
        super().__init__(path.removeprefix("sqlite:///") or ":memory:")
        if "://" in self.path:
            scheme = path.partition("://")[0]
            raise EndError(
                f"the state is kept in a SQLite file or in PostgreSQL, not in {scheme}"
            )
        if there and not Path(self.path).is_file():
            raise EndError(f"there is no state file {self.path}; name it with --state")
        try:
            self._db = sqlite3.connect(
                self.path, isolation_level=None, timeout=_PATIENCE
            )
            self._db.execute("PRAGMA cache_size = -8000")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            raise self._said("cannot open", error) from error
        self._check_version()

    def _check_version(self) -> None:
        """A file of another layout is refused, not half understood."""
        version = self.rows("PRAGMA user_version")[0][0]
        used = self.rows("SELECT 1 FROM sqlite_master LIMIT 1")
        if used and version not in UNDERSTOOD:
            raise EndError(
                f"{self.path} is no state file of this version; name a new one,"
                " and the next initial synchronization pairs the rows again"
            )
        if version != VERSION:
            self.run(f"PRAGMA user_version = {VERSION}")

    def create(self, statement: str) -> None:
        """Run it."""
        self.run(statement)

    def run(self, text: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; returns how many rows it changed."""
        try:
            return self._db.execute(text, values).rowcount
        except sqlite3.Error as error:
            raise self._said("cannot write to", error) from error

    def run_many(self, text: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of the rows."""
        try:
            self._db.executemany(text, rows)
        except sqlite3.Error as error:
            raise self._said("cannot write to", error) from error

    def rows(self, text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query finds."""
        try:
            return self._db.execute(text, values).fetchall()
        except sqlite3.Error as error:
            raise self._said("cannot read", error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept, or nothing."""
        if self._db.in_transaction:
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            # A full disk may have ended the transaction already.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """With the disk synced, which a commit of this file alone does not wait for."""
        inside = self._db.in_transaction
        if inside:
            self.run("COMMIT")
        self.run("PRAGMA synchronous = FULL")
        try:
            with self.transaction():
                yield
        finally:
            self.run("PRAGMA synchronous = NORMAL")
            if inside:
                self.run("BEGIN IMMEDIATE")

    # No context manager: a round runs dozens of statements, and entering one costs as much as a short one.
    def _said(self, failing: str, error: sqlite3.Error) -> EndError:
        return EndError(
            f"{failing} the state file {self.path}: {error}; what was not kept is done again next time"
        )

    def close(self) -> None:
        """Close the file."""
        self._db.close()
