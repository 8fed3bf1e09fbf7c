"""
Rows of the target that users changed after the sync had last looked at the feed: not to be written over.

What the feed holds of such a row is newer than the images that were compared. A live round is done again
with it, so that both changes are judged together; an initial synchronization leaves the row to the next
live round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from ._model import Record, Table
from .connectors._base import End

T = TypeVar("T")


class Strangers:
    """The rows of one table that somebody else changed since a position of the feed of its end."""

    def __init__(self, end: End, table: Table, position: str | None) -> None:
        self._end, self._table, self._position = end, table, position
        self._rows: set[Record] = set()

    @property
    def watched(self) -> bool:
        """Whether a later round sees what is left to it."""
        return self._position is not None

    def look(self) -> None:
        """Read the feed on, inside the transaction that is about to write; without a feed there is nothing."""
        if self._position is None:
            return
        touched, self._position = self._end.touched_since(self._position, self._table)
        self._rows |= touched.get(self._table.table, set())

    def part(
        self, rows: Iterable[T], identity: Callable[[T], Record]
    ) -> tuple[list[T], list[T]]:
        """The rows that may be written, and those that are somebody else's."""
        kept: list[T] = []
        theirs: list[T] = []
        for row in rows:
            (theirs if tuple(identity(row)) in self._rows else kept).append(row)
        return kept, theirs

    def __contains__(self, identity: Record) -> bool:
        return tuple(identity) in self._rows

    def __bool__(self) -> bool:
        return bool(self._rows)
