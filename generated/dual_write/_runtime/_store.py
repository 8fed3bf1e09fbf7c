# Copied by dwmap from its runtime. Do not edit.
"""
Where a package remembers things between runs: a SQLite file, or a schema of a PostgreSQL database.

Every statement is written once, in what both understand, with `?` for a value. In `CREATE TABLE`, `{counted}` is
a number that the database gives, `{keyed}` stands behind a table that is looked up by its key alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

VERSION = 3
"""3 has tables that 1 has not and changes none of its, so what 1 left is brought up by creating them."""
UNDERSTOOD = (1, 3)


class Base(ABC):
    """What a store stands on. What the database refuses is an `EndError`."""

    words: Mapping[str, str] = {}

    def __init__(self, path: str) -> None:
        self.path = path

    @abstractmethod
    def create(self, statement: str) -> None:
        """Run a `CREATE … IF NOT EXISTS`."""

    @abstractmethod
    def run(self, text: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; returns how many rows it changed."""

    @abstractmethod
    def run_many(self, text: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of the rows, inside a transaction."""

    @abstractmethod
    def rows(self, text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query finds."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is kept, or nothing; may be entered again."""

    @abstractmethod
    def at_once(self) -> AbstractContextManager[None]:
        """
        What is written inside is on the disk at its end, even where a transaction is open.

        That is committed as far as it has come, and goes on as another one.
        """

    def alone(self, table: str) -> None:  # noqa: B027  # a file has one writer anyway
        """Inside a transaction: nobody else changes the table before it ends."""

    @abstractmethod
    def close(self) -> None:
        """Give back what is held open."""


class Store:
    """
    An open store. `path` is a file, a URL `postgresql+psycopg://…`, or `:memory:` for what is forgotten.

    With `there`, one that is not there is an `EndError` and not made.
    """

    def __init__(self, path: str = ":memory:", *, there: bool = False) -> None:
        self.base = open_base(path, there=there)
        self.path = self.base.path

    def create(self, statements: str) -> None:
        """Create tables and indexes that are not there."""
        for statement in statements.format_map(self.base.words).split(";"):
            if statement.strip():
                self.base.create(statement)

    def run(self, text: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; returns how many rows it changed."""
        return self.base.run(text, values)

    def run_many(self, text: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of the rows, all or none."""
        with self.base.transaction():
            self.base.run_many(text, rows)

    def rows(self, text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query finds."""
        return self.base.rows(text, values)

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is kept, or nothing."""
        return self.base.transaction()

    def at_once(self) -> AbstractContextManager[None]:
        """See `Base`."""
        return self.base.at_once()

    def close(self) -> None:
        """Give back what is held open."""
        self.base.close()


def open_base(path: str, *, there: bool) -> Base:
    """The kind of database that a path means."""
    if path.startswith("postgresql"):
        from ._store_postgresql import PostgresBase

        return PostgresBase(path, there=there)
    from ._store_sqlite import SqliteBase

    return SqliteBase(path, there=there)
