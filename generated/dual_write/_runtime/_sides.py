# Copied by dwmap from its runtime. Do not edit.
"""What a map sees of the change feeds: for each side the rows that somebody else touched, and their partners."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from ._changes import Fate, Touched, changed_columns, last_moment
from ._images import changed_fields
from ._keys import image_hash
from ._model import Map, Record, Side
from ._reading import Reading, row_text
from ._state import Link, State
from .connectors._base import Change, End

SideName: TypeAlias = Literal["left", "right"]


@dataclass(slots=True, eq=False)
class Moved:
    """
    A row that somebody else touched: `first_row` is the text of its identity before, `row` after.

    `marked` says that the map itself wrote it too, among the changes at hand; `own` that nobody else did. `moments` say for each of
    `fields` when it was changed last, by the clock of its end; `at` is the last of them.
    """

    first_row: str
    row: str
    fate: Fate
    record: Any
    link: Link | None
    fields: frozenset[str]
    whole: bool
    at: datetime
    marked: bool = False
    own: bool = False
    moments: Mapping[str, datetime] = dataclasses.field(default_factory=dict)

    def moment(self, name: str) -> datetime:
        """When a field was changed last."""
        return self.moments.get(name, self.at)

    @classmethod
    def deleted(cls, row: str, link: Link) -> Moved:
        """A row that is known to be gone."""
        return cls(row, row, "delete", None, link, frozenset(), True, datetime.now(UTC))


@dataclass(slots=True)
class Seen:
    """The rows of one side of a map in one round, and those that only came back as echoes."""

    side: Side
    moved: list[Moved]
    echoes: list[Moved]

    def by_pair(self) -> dict[str, Moved]:
        """The linked rows, by the left row of their pair."""
        return {
            each.link.left_row: each for each in self.moved if each.link is not None
        }


def see(
    each: Map,
    name: SideName,
    end: End,
    state: State,
    touched: Sequence[Touched],
    mark: str,
    reading: Reading,
    *,
    with_images: bool,
) -> Seen:
    """Read the touched rows of one side, as they are now, and tell echoes from changes."""
    side = reading.side
    seen = Seen(side, [], [])
    if not touched:
        return seen
    rows = reading.find_rows(
        end, [row.row for row in touched if row.fate() != "delete"]
    )
    links = state.links(each.name, name, [row_text(row.first) for row in touched])
    pairs = [link.left_row for link in links.values() if not link.frozen]
    images = state.images(each.name, name, pairs) if with_images else {}
    image = _image(side)
    for row in touched:
        link = links.get(row_text(row.first))
        now = rows.get(row_text(row.row))
        changes = row.foreign(mark)
        marked = len(changes) < len(row.changes)
        # A row that the map made was there, whoever knows of it.
        known = link is not None or marked
        if not changes and _came_back(name, link, now, image):
            seen.echoes.append(_moved(reading, row, row.changes, link, now))
        elif (now is None) == (row.fate(known=known) == "delete"):
            moved = _moved(reading, row, changes or row.changes, link, now)
            moved.fate, moved.marked = row.fate(known=known), marked
            moved.own = not changes
            if link is not None and link.left_row in images:
                _narrow(moved, images[link.left_row])
            seen.moved.append(moved)
    return seen


def _narrow(moved: Moved, image: str) -> None:
    """Leave only the fields that differ from what the map last saw of the row."""
    fields = changed_fields(image, moved.record) if moved.record is not None else None
    if moved.fate == "update" and fields is not None:
        moved.fields, moved.whole = moved.fields & fields, False


def _image(side: Side) -> Callable[[Record], Record]:
    names = side.record._fields
    positions = [names.index(name) for name in side.written._fields]
    return lambda row: tuple(row[position] for position in positions)


def _came_back(
    name: SideName,
    link: Link | None,
    row: Record | None,
    image: Callable[[Record], Record],
) -> bool:
    """Whether a row that only the sync touched still is as the sync wrote it."""
    if link is None or row is None:
        return True
    last = link.left_hash if name == "left" else link.right_hash
    return last is None or last == image_hash(image(row))


def _moved(
    reading: Reading,
    row: Touched,
    changes: Sequence[Change],
    link: Link | None,
    now: Record | None,
) -> Moved:
    columns = changed_columns(changes)
    moments: dict[str, datetime] = {}
    for change in changes:
        for name in reading.fields_of(change.columns):
            moments[name] = max(change.at, moments.get(name, change.at))
    return Moved(
        row_text(row.first),
        row_text(row.row),
        row.fate(known=link is not None),
        None if now is None else reading.records([now])[0],
        link,
        reading.fields_of(columns),
        columns is None,
        last_moment(changes),
        moments=moments,
    )
