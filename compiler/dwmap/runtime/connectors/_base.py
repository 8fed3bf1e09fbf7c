"""
The door to one end: flat records out, database rows in, changes as they happen.

    read, find   ->  flat tuples over paths (lookups already stand as key values, empty values as None)
    insert, ...  <-  tuples of physical columns (lookups as row ids)
    changes      ->  what happened to the tables since a position

Values are plain Python on both sides of the door: str, int, bool, Decimal, float, date, datetime (aware,
UTC), time, and lower-case text for guids. What a driver or a product stores instead is the end's affair.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeAlias

from .._errors import EndError, RefusedByEnd
from .._model import AnyPath, Record, System, Table
from .._paths import identity_paths

Operation: TypeAlias = Literal["create", "update", "delete"]
Defaults: TypeAlias = Mapping[str, Mapping[str, Any]]
"""What an end itself fills in where a new row leaves a column out: table, column, value."""
NO_DEFAULTS: Defaults = {}
BATCH_SIZE = 5000


class Change(NamedTuple):
    """
    One change of one row, as the end's feed reports it.

    `row` is the identity of the row (`identity_columns`), `was` the one it had before when the change
    moved it. `columns` are the physical columns that changed, None when all of them count. `origin` is
    the mark of the sync that made the change, None for everybody else.
    """

    table: str
    operation: Operation
    row: Record
    was: Record | None
    columns: frozenset[str] | None
    origin: str | None
    at: datetime


class End(ABC):
    """
    One of the two systems, opened. `tables` holds the tables of this system only.

    `tells_columns` is whether the change of a standing row says which of its columns changed; `in_threads`
    whether rows may be inserted from another thread than the rest, one at a time.
    """

    tells_columns = True
    in_threads = False

    def __init__(self, url: str, system: System, tables: Mapping[str, Table]) -> None:
        self.url = url
        self.system = system
        self.tables = {
            name: table for name, table in tables.items() if table.system == system.name
        }

    def table(self, name: str) -> Table:
        """The table called `name`; raises EndError when this end has none."""
        if name not in self.tables:
            raise EndError(f"{self.system.name} has no table {name}")
        return self.tables[name]

    @abstractmethod
    def create_tables(self, defaults: Defaults = NO_DEFAULTS) -> None:
        """Create the tables that are not there, with a unique index on each natural key."""

    @abstractmethod
    def read(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        *,
        companies: Sequence[str] = (),
        batch_size: int = BATCH_SIZE,
    ) -> Iterator[list[Record]]:
        """All rows of `table` as flat tuples over `paths`, in batches; `companies` keeps only theirs."""

    @abstractmethod
    def find(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        by: Sequence[AnyPath],
        values: Collection[Record],
    ) -> list[Record]:
        """The rows whose `by` equals one of `values`, as flat tuples over `paths`."""

    def count(self, table: Table) -> int:
        """How many rows the table has."""
        return sum(map(len, self.read(table, ())))

    def encode(
        self, table: Table, names: Sequence[str], columns: Sequence[Sequence[Any]]
    ) -> list[Record]:
        """Rows of physical columns as the driver takes them, for `encoded=True`."""
        return list(zip(*columns, strict=True))

    @abstractmethod
    def insert(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """Insert rows; one whose natural key is already there updates that row instead."""

    @abstractmethod
    def update(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """Set `columns` of existing rows; each tuple ends with the identity of its row."""

    @abstractmethod
    def delete(self, table: Table, identities: Sequence[Record]) -> None:
        """Delete rows by identity; a row that is not there is no error."""

    @abstractmethod
    def transaction(self, origin: str | None = None) -> AbstractContextManager[None]:
        """Everything inside is committed together; its changes carry the mark `origin`."""

    def guarded(self) -> AbstractContextManager[None]:
        """
        The rows found inside are updated, until the end of the next transaction, only as they were found.

        Where somebody has changed one since, its update is refused as `Stale`. For ends that cannot tell who
        touches their rows while they are written to; the others need no guard (see `touched_since`).
        """
        return nullcontext()

    @abstractmethod
    def savepoint(self) -> AbstractContextManager[None]:
        """Inside a transaction: everything inside is undone when it raises."""

    def hold(  # noqa: B027  # most ends have no such locks
        self, table: Table, identities: Sequence[Record]
    ) -> None:
        """Inside a transaction: nobody else changes these rows before it ends, where that can be had."""

    def write_each(
        self, write: Callable[[Sequence[Record]], None], rows: Sequence[Record]
    ) -> dict[int, RefusedByEnd]:
        """
        Write all rows that the end takes, and return its reason for each of the others by position.

        A refused batch is halved until the bad rows stand alone, so one of them costs a handful of
        statements and not a batch of single ones.
        """
        try:
            with self.savepoint():
                write(rows)
            return {}
        except RefusedByEnd as error:
            if len(rows) == 1:
                return {0: error}
        middle = len(rows) // 2
        refused = self.write_each(write, rows[:middle])
        for position, reason in self.write_each(write, rows[middle:]).items():
            refused[middle + position] = reason
        return refused

    @abstractmethod
    def capture(self, tables: Sequence[Table]) -> None:
        """Begin to note the changes of `tables`; does nothing for those already noted."""

    @abstractmethod
    def position(self) -> str:
        """The present end of the change feed: an opaque text for `changes`."""

    @abstractmethod
    def changes(self, after: str) -> tuple[list[Change], str]:
        """The changes after a position, oldest first, and the position behind them."""

    def began_anew(self) -> Collection[str]:
        """The physical tables of which the last look at the changes told all rows, and no deletes."""
        return ()

    def gone(self, table: Table, identities: Collection[Record]) -> list[Record]:
        """Those of these rows that are no longer there."""
        paths = identity_paths(table)
        there = {row for rows in self.read(table, paths) for row in rows}
        return [each for each in identities if tuple(each) not in there]

    def touched_since(
        self, after: str, table: Table
    ) -> tuple[dict[str, set[Record]], str]:
        """
        The rows that others than the sync changed after a position, and the position behind them.

        Their identities before and after, of everything that is committed in `table` at least, by physical
        table. A file, which nobody else writes to meanwhile, tells of none.
        """
        return {}, after

    def why_not_watched(self) -> str | None:
        """Why changes of this end cannot be noted; None where they can."""
        return None

    def clock(self) -> datetime | None:
        """What the clock of the end shows; None where it has no clock of its own."""
        return None

    def describe_query(
        self, table: Table, by: Sequence[AnyPath], values: Record
    ) -> str:
        """A query that a person can run to see which rows have these values."""
        tests = " and ".join(
            f"{path} = {value!r}" for path, value in zip(by, values, strict=True)
        )
        return f"{table.table} where {tests}"

    @abstractmethod
    def close(self) -> None:
        """Give back what the end holds open."""


def strangers_in(changes: Sequence[Change]) -> dict[str, set[Record]]:
    """The rows of changes that carry no mark, by physical table: their identities before and after."""
    found: dict[str, set[Record]] = {}
    for one in changes:
        if one.origin is None:
            rows = found.setdefault(one.table, set())
            rows.add(one.row)
            if one.was is not None:
                rows.add(one.was)
    return found


def write_each(
    end: End, write: Callable[[Sequence[Record]], None], rows: Sequence[Record]
) -> dict[int, RefusedByEnd]:
    """Write all rows that the end takes, and return its reason for each of the others by position."""
    return end.write_each(write, rows) if rows else {}
