# Copied by dwmap from its runtime. Do not edit.
"""
The ends of a project inside of one write that is on all of them or on none.

    Joined    an end with transactions: the one that is open counts, whoever asks for another inside
    Guarded   a service: what it is sent is in the journal before, with what stood there
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, NoReturn

from ._errors import EndError, RefusedByEnd
from ._journal import Begun, Journal, Step
from ._model import AnyPath, Record, Table, path
from ._paths import all_columns, identity_columns, identity_paths
from .connectors._atomic import AtomicEnd
from .connectors._base import (
    BATCH_SIZE,
    NO_DEFAULTS,
    Change,
    Defaults,
    End,
    Operation,
    strangers_in,
)


class Inside(End):
    """An end inside of a write: it reads and writes as the end itself does, and has no feed of its own."""

    def __init__(self, end: End) -> None:
        super().__init__(end.url, end.system, end.tables)
        self.end = end
        self.tells_columns = end.tells_columns

    def read(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        *,
        companies: Sequence[str] = (),
        batch_size: int = BATCH_SIZE,
    ) -> Iterator[list[Record]]:
        """As the end does."""
        return self.end.read(table, paths, companies=companies, batch_size=batch_size)

    def find(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        by: Sequence[AnyPath],
        values: Collection[Record],
    ) -> list[Record]:
        """As the end does."""
        return self.end.find(table, paths, by, values)

    def encode(
        self, table: Table, names: Sequence[str], columns: Sequence[Sequence[Any]]
    ) -> list[Record]:
        """As the end does."""
        return self.end.encode(table, names, columns)

    def insert(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """As the end does."""
        self.end.insert(table, columns, rows, encoded=encoded)

    def update(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """As the end does."""
        self.end.update(table, columns, rows, encoded=encoded)

    def delete(self, table: Table, identities: Sequence[Record]) -> None:
        """As the end does."""
        self.end.delete(table, identities)

    def hold(self, table: Table, identities: Sequence[Record]) -> None:
        """As the end does."""
        self.end.hold(table, identities)

    def savepoint(self) -> AbstractContextManager[None]:
        """As the end does."""
        return self.end.savepoint()

    def write_each(
        self, write: Callable[[Sequence[Record]], None], rows: Sequence[Record]
    ) -> dict[int, RefusedByEnd]:
        """As the end does."""
        return self.end.write_each(write, rows)

    def describe_query(
        self, table: Table, by: Sequence[AnyPath], values: Record
    ) -> str:
        """As the end does."""
        return self.end.describe_query(table, by, values)

    def create_tables(self, defaults: Defaults = NO_DEFAULTS) -> NoReturn:
        """Not inside of a write."""
        raise self._misused()

    def capture(self, tables: Sequence[Table]) -> NoReturn:
        """Not inside of a write."""
        raise self._misused()

    def position(self) -> NoReturn:
        """Not inside of a write."""
        raise self._misused()

    def changes(self, after: str) -> NoReturn:
        """Not inside of a write: a position must not move that may be rolled back."""
        raise self._misused()

    def _misused(self) -> EndError:
        return EndError(f"{self.system.name} is inside of a write")

    def close(self) -> None:
        """Nothing: the end is somebody else's."""


class Joined(Inside):
    """An end with transactions. The first that is asked for begins one, and `commit` or `roll_back` ends it."""

    def __init__(self, end: AtomicEnd) -> None:
        super().__init__(end)
        self.atomic = end
        self._seen: set[Change] = set()
        self._open: AbstractContextManager[None] | None = None
        self._mark: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is anything to commit."""
        return self._open is not None

    @contextmanager
    def transaction(self, origin: str | None = None) -> Iterator[None]:
        """The transaction that is open, with another mark."""
        origin = origin or ""
        if self._open is None:
            made = self.end.transaction(origin)
            made.__enter__()
            self._open = made
        elif origin != self._mark:
            self.atomic.mark(origin)
        self._mark = origin
        yield

    def visible(self, after: str, mark: str) -> list[Change]:
        """The changes after a position that carry this mark, and those of users."""
        found = self.atomic.visible(after, mark)
        self._seen.update(one for one in found if one.origin is None)
        return found

    def touched_since(
        self, after: str, table: Table
    ) -> tuple[dict[str, set[Record]], str]:
        """What users have committed since the last look at what is visible."""
        found = self.atomic.visible(after, "")
        return strangers_in([one for one in found if one not in self._seen]), after

    def forget(self) -> None:
        """Begin anew."""
        self._seen.clear()

    def commit(self) -> None:
        """Commit, if there is anything."""
        made, self._open = self._open, None
        if made is not None:
            made.__exit__(None, None, None)

    def roll_back(self) -> None:
        """Take everything back."""
        made, self._open = self._open, None
        if made is not None:
            error = _TakenBack()
            made.__exit__(_TakenBack, error, None)


class _TakenBack(Exception):
    """What ends a transaction that is not committed."""


class Guarded(Inside):
    """A service, of which every row that is written can be brought back to what it was."""

    def __init__(self, end: End, journal: Journal) -> None:
        super().__init__(end)
        self._journal = journal
        self.begun: Begun | None = None
        self.written: list[Change] = []
        self._mark: str | None = None

    @contextmanager
    def transaction(self, origin: str | None = None) -> Iterator[None]:
        """What is written inside is sent at its end."""
        with self.end.transaction(origin):
            self._mark = origin
            yield

    def insert(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """Note what stands there, then create."""
        places = [list(columns).index(name) for name in identity_columns(table)]
        ids = [tuple(row[n] for n in places) for row in rows]
        self._intend(table, "create", ids, columns, rows)
        self.end.insert(table, columns, rows, encoded=encoded)

    def update(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """Note what stands there, then change it."""
        width = len(columns)
        ids = [tuple(row[width:]) for row in rows]
        self._intend(table, "update", ids, columns, [row[:width] for row in rows])
        self.end.update(table, columns, rows, encoded=encoded)

    def delete(self, table: Table, identities: Sequence[Record]) -> None:
        """Note what stands there, then delete it."""
        names = [column.name for column in all_columns(table)]
        ids = [tuple(each) for each in identities]
        self._intend(table, "delete", ids, names, [None] * len(ids))
        self.end.delete(table, identities)

    def _intend(
        self,
        table: Table,
        operation: Operation,
        ids: Sequence[Record],
        columns: Sequence[str],
        after: Sequence[Record | None],
    ) -> None:
        if self.begun is None:
            raise self._misused()
        names = tuple(dict.fromkeys(columns))
        stood = standing(self.end, table, names, ids)
        steps = [
            Step(
                self.system.name,
                table.name,
                operation,
                id,
                names,
                stood.get(id),
                None if new is None else tuple(new[: len(names)]),
            )
            for id, new in zip(ids, after, strict=True)
        ]
        self._journal.intend(self.begun, steps)
        now = datetime.now(UTC)
        changed = frozenset(names) if operation == "update" else None
        self.written += [
            Change(table.table, operation, id, None, changed, self._mark, now)
            for id in ids
        ]


def standing(
    end: End, table: Table, columns: Sequence[str], ids: Collection[Record]
) -> dict[Record, Record]:
    """The values of columns of the rows with these identities, by identity."""
    by = identity_paths(table)
    found = end.find(table, [*by, *map(path, columns)], by, ids) if ids else []
    return {tuple(row[: len(by)]): tuple(row[len(by) :]) for row in found}
