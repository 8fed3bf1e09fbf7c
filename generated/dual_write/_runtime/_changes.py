# Copied by dwmap from its runtime. Do not edit.
"""The change feed of an end, folded to what became of each row since the last look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from ._model import Record
from .connectors._base import Change

Fate: TypeAlias = Literal["create", "update", "delete", "none"]
THROUGH = "dwmap"
"""The mark of changes that are on the other end already, whatever maps they concern; see `_journal`."""


@dataclass(slots=True)
class Touched:
    """One row with all its changes, oldest first; `first` is the identity it had before them."""

    first: Record
    row: Record
    changes: list[Change] = field(default_factory=list)

    def foreign(self, mark: str) -> list[Change]:
        """The changes that the map with this mark did not make itself."""
        return [
            change for change in self.changes if change.origin not in (mark, THROUGH)
        ]

    def fate(self, *, known: bool = False) -> Fate:
        """What became of the row, all changes together; a `known` row was there, whoever created it."""
        there_before = known or self.changes[0].operation != "create"
        there_now = self.changes[-1].operation != "delete"
        if there_before:
            return "update" if there_now else "delete"
        return "create" if there_now else "none"


def fold(changes: Iterable[Change]) -> dict[str, list[Touched]]:
    """The touched rows of each physical table, in the order of their last change."""
    tables: dict[str, dict[Record, Touched]] = {}
    for change in changes:
        rows = tables.setdefault(change.table, {})
        before = change.was if change.was is not None else change.row
        touched = rows.pop(before, None) or Touched(before, change.row)
        touched.row = change.row
        touched.changes.append(change)
        rows[change.row] = touched
    return {name: list(rows.values()) for name, rows in tables.items()}


def changed_columns(changes: Sequence[Change]) -> frozenset[str] | None:
    """The columns that changed, None when a row began anew and all of them count."""
    columns: set[str] = set()
    for change in changes:
        if change.columns is None:
            return None
        columns |= change.columns
    return frozenset(columns)


def last_moment(changes: Sequence[Change]) -> datetime:
    """When the last of the changes was made, by the clock of its end."""
    return max(change.at for change in changes)
