# Copied by dwmap from its runtime. Do not edit.
"""What databases do for `AtomicEnd`: marks, the feed inside a transaction, and the connection that is lent out."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, NoReturn

import sqlalchemy

from .._errors import EndError
from .._model import Record
from ._atomic import AtomicEnd
from ._base import Change
from ._sql_capture import Capture
from ._sql_driver import error_code
from ._sql_text import SqlText

_TAKEN = 1062
"""A reader of MariaDB's feed has taken the number of a row that came too late; the next one is free."""


class LentConnection(sqlalchemy.Connection):
    """The connection of a transaction that somebody else ends."""

    def commit(self) -> NoReturn:
        """Refused: the other end has to be committed with it."""
        raise EndError("the transaction is committed at the end of the `write` block")

    def rollback(self) -> NoReturn:
        """Refused: an exception that leaves the block rolls both ends back."""
        raise EndError("raise an exception to leave the `write` block without a change")

    def close(self) -> None:
        """Nothing: the end goes on with the connection."""


class SqlAtomic(AtomicEnd):
    """The part of `SqlEnd` that works inside a transaction which is open."""

    _capture: Capture | None
    _connection: Any
    _driver: Any
    _engine: sqlalchemy.Engine
    _text: SqlText

    @abstractmethod
    def _fetch(self, text: str, parameters: Record = ()) -> list[Record]: ...

    @abstractmethod
    def _run(self, text: str) -> None: ...

    @abstractmethod
    def _talking(self) -> AbstractContextManager[None]: ...

    def mark(self, origin: str) -> None:
        """Set the mark anew, where the triggers look for it."""
        if self._capture is not None:
            with self._talking():
                self._capture.mark_again(self._driver, origin)

    def visible(self, after: str, mark: str | None = None) -> list[Change]:
        """The rows of `dwmap_changes` after a position, whoever is still writing before them."""
        if self._capture is None:
            return []
        return self._capture.visible(self._fetch, after, mark)

    def check(self) -> None:
        """PostgreSQL may put constraints off until the commit."""
        if self._text.dialect.name == "postgresql":
            try:
                self._run("SET CONSTRAINTS ALL IMMEDIATE")
            except EndError as error:
                raise EndError(f"{error}; nothing was committed") from error

    def witness(self, origin: str) -> None:
        """A row of the feed that is of no table, and the lock of `wait_for`."""
        dialect = self._text.dialect
        names = ("table_name", "operation", "row_key", "origin", "at")
        text = (
            f"INSERT INTO dwmap_changes ({', '.join(map(dialect.quote, names))})"
            f" VALUES ('', 'write', '[]', {dialect.placeholder}, {dialect.placeholder})"
        )
        values = (origin, f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}")
        if dialect.name == "postgresql":
            self._fetch("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", (origin,))
        with self._talking():
            while not self._noted(text, values):
                pass

    def _noted(self, text: str, values: Record) -> bool:
        try:
            self._driver.cursor().execute(text, values)
        except Exception as error:  # each driver has its own errors
            if error_code(error) == _TAKEN:
                return False
            raise
        return True

    def wait_for(self, origin: str) -> None:
        """PostgreSQL: until nobody holds the lock that a transaction with such a mark begins with."""
        if self._text.dialect.name == "postgresql":
            with self.transaction():
                self._fetch("SELECT pg_advisory_xact_lock(hashtext(%s))", (origin,))

    def has(self, origin: str, after: str) -> bool:
        """Ask the feed."""
        dialect = self._text.dialect
        column, place = dialect.quote("origin"), dialect.placeholder
        query = f"SELECT 1 FROM dwmap_changes WHERE {column} = {place} LIMIT 1"
        return bool(self._fetch(query, (origin,)))

    def connection(self) -> LentConnection:
        """A SQLAlchemy connection over the one that the transaction is open on."""
        lent = LentConnection(self._engine, self._connection)
        # SQLAlchemy rolls back after an error unless it knows of a transaction.
        lent.begin()
        return lent
