"""
Reconciling: read both ends, apply the maps, and say for every pair whether it is equal, and if not, why.

Nothing is written here. Rows are paired by their link, else by their key; the right rows of one map are held
in memory while the left ones stream by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

from ._errors import RecordError
from ._keys import image_hash
from ._leg import Direction, Leg
from ._model import Map, Record
from ._outcome import FieldChange
from ._queue import Queue
from ._reading import Reading, plan_reading, row_text
from ._state import Link, State
from ._transform import agreeing
from .connectors._base import End

Status: TypeAlias = Literal[
    "differs", "missing-left", "missing-right", "duplicate-key", "cannot-travel"
]
Newer: TypeAlias = Literal["left", "right"] | None


class Difference(NamedTuple):
    """
    A record that is not the same on both ends.

    The rows are the texts of their identities, empty where there is none. `fields` are those of the target
    that the map would write, as they stand (`before`) and as they would be (`after`): of the right end, and
    after them those of the left end that come from the right alone. `newer` is the side that was changed
    since the sync wrote last, None where that is not known. `cause` is a sentence.
    """

    map: str
    status: Status
    key: str
    left_row: str
    right_row: str
    fields: tuple[FieldChange, ...] = ()
    newer: Newer = None
    cause: str = ""
    code: str = ""


@dataclass(slots=True)
class Pairs:
    """How many pairs of a map are equal or not, how many rows its filters leave out, and what differs."""

    map: str
    equal: int = 0
    out_of_scope: int = 0
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Reconciliation:
    """What was found: the counts of each map, and every difference."""

    pairs: list[Pairs]
    differences: list[Difference]


@dataclass(slots=True)
class Waiting:
    """
    What is known to be on its way, by the text of the row.

    `failures` are ids by direction and source row, `changed` the rows of each side that the feeds and the
    queue still hold.
    """

    failures: Mapping[tuple[Direction, str], tuple[str, str]]
    changed: Mapping[str, Collection[str]]


def on_its_way(each: Map, ends: tuple[End, End], state: State, queue: Queue) -> Waiting:
    """What is known to be on its way through a map; feeds count where their ends are captured."""
    failures = {
        (one.direction, one.source_row): (one.id, one.code)
        for one in state.failures(maps=[each.name])
    }
    queued, _ = queue.changes(each)
    changed: dict[str, set[str]] = {}
    for name, side, end in zip(
        ("left", "right"), (each.left, each.right), ends, strict=True
    ):
        position = state.position(side.table.system)
        feed = list(queued.get(side.table.system, ()))
        feed += [] if position is None else end.changes(position)[0]
        changed[name] = {
            row_text(one.row)
            for one in feed
            if one.table == side.table.table and one.origin is None
        }
    return Waiting(failures, changed)


class _Row(NamedTuple):
    text: str
    raw: Record
    record: Any
    key: Record


class Reconciler:
    """One map between two open ends."""

    def __init__(
        self, each: Map, ends: tuple[End, End], state: State, waiting: Waiting
    ) -> None:
        self.map, self.pairs, self._waiting = each, Pairs(each.name), waiting
        self._forward = Leg(each, "forward", ends)
        self._backward = Leg(each, "backward", ends)
        self._left, self._right = plan_reading(each.left), plan_reading(each.right)
        self._links = state.links(each.name, "left")
        self._linked_rights = {link.right_row for link in self._links.values()}
        self._ends = ends

    def differences(self, companies: Sequence[str] = ()) -> Iterator[Difference]:
        """What differs, the left rows in the order in which they are read and then what only the right has."""
        for one in self._differences(companies):
            self.pairs.counts[one.status] = self.pairs.counts.get(one.status, 0) + 1
            yield one

    def _differences(self, companies: Sequence[str]) -> Iterator[Difference]:
        rights: dict[str, _Row] = {}
        by_key: dict[Record, list[str]] = {}
        for row in self._read(self._right, self._ends[1], companies):
            rights[row.text] = row
            by_key.setdefault(self._shared_key(self._backward, row), []).append(
                row.text
            )
        seen: set[Record] = set()
        for left in self._read(self._left, self._ends[0], companies):
            key = self._shared_key(self._forward, left)
            if key in seen:
                yield self._double(left.text, "", key, "left")
                continue
            seen.add(key)
            right = self._partner(left, key, rights, by_key)
            yield from self._pair(left, right, key)
        taken = {text for texts in by_key.values() for text in texts[1:]}
        for text, row in rights.items():
            key = self._shared_key(self._backward, row)
            if text in taken:
                yield self._double("", text, key, "right")
            else:
                yield from self._alone(self._backward, row, key)

    def _read(
        self, reading: Reading, end: End, companies: Sequence[str]
    ) -> Iterator[_Row]:
        names = reading.side.record._fields
        positions = [names.index(name) for name in reading.side.key]
        for rows in end.read(reading.side.table, reading.paths, companies=companies):
            for raw, record in zip(rows, reading.records(rows), strict=True):
                text = row_text(reading.identity(raw))
                yield _Row(text, raw, record, tuple(raw[n] for n in positions))

    def _shared_key(self, leg: Leg, row: _Row) -> Record:
        """The key that a row has on the right: as the map writes it, for a row that can travel."""
        if leg is self._backward:
            return row.key
        written = _written(leg, row.record)
        return (
            row.key
            if isinstance(written, RecordError) or written is None
            else (leg.target_keys([row.record], [written])[0])
        )

    def _partner(
        self,
        left: _Row,
        key: Record,
        rights: dict[str, _Row],
        by_key: Mapping[Record, list[str]],
    ) -> _Row | None:
        link = self._links.get(left.text)
        if link is not None and link.right_row in rights:
            return rights.pop(link.right_row)
        for text in by_key.get(key, ())[:1]:
            return rights.pop(text, None)
        return None

    # One pair

    def _pair(
        self, left: _Row, right: _Row | None, key: Record
    ) -> Iterator[Difference]:
        if right is None:
            yield from self._alone(self._forward, left, key)
            return
        scopes = (
            self.map.left.in_scope(left.record),
            self.map.right.in_scope(right.record),
        )
        link = self._links.get(left.text)
        if not any(scopes) or (link is not None and link.frozen):
            self.pairs.out_of_scope += 1
            return
        try:
            fields = self._fields(left, right, scopes)
        except RecordError as error:
            shown = self._forward.shown_error(error, left.record, right.record)
            yield self._cannot(left.text, right.text, key, shown)
            return
        if not fields:
            self.pairs.equal += 1
            return
        newer, cause = self._cause(left, right, link)
        yield Difference(
            self.map.name,
            "differs",
            self._forward.shown_key(key),
            left.text,
            right.text,
            fields,
            newer,
            cause,
        )

    def _fields(
        self, left: _Row, right: _Row, scopes: tuple[bool, bool]
    ) -> tuple[FieldChange, ...]:
        forward, backward = self._forward, self._backward
        found: list[FieldChange] = []
        if forward.transform is not None and scopes[0]:
            changes = tuple(_compare(forward, left, right, frozenset()))
            found += forward.shown_changes(changes)
        if backward.transform is not None and scopes[1]:
            both = backward.flow.two_way("backward")
            skipped = (
                both if forward.transform is not None and scopes[0] else frozenset()
            )
            changes = tuple(_compare(backward, right, left, skipped))
            found += backward.shown_changes(changes)
        return tuple(found)

    def _cause(self, left: _Row, right: _Row, link: Link | None) -> tuple[Newer, str]:
        ways: tuple[tuple[Direction, _Row, Newer], ...] = (
            ("forward", left, "left"),
            ("backward", right, "right"),
        )
        for direction, row, side in ways:
            known = self._waiting.failures.get((direction, row.text))
            if known is not None:
                told = f"the change of the {side} waits as failure {known[0]}"
                return side, f"{told} ({known[1]})"
        changed = [
            name
            for name, row in (("left", left), ("right", right))
            if row.text in self._waiting.changed.get(name, ())
        ]
        if len(changed) == 1:
            newer: Newer = "left" if changed == ["left"] else "right"
            return newer, f"a change of the {newer} has not been carried over yet"
        if changed:
            return None, "changes of both sides have not been carried over yet"
        return self._by_hash(left, right, link)

    def _by_hash(self, left: _Row, right: _Row, link: Link | None) -> tuple[Newer, str]:
        if link is None:
            return None, "the two rows were never paired"
        if link.right_hash is not None:
            if link.right_hash == _image(self._right, right):
                return "left", "the left was changed since, and nobody watched"
            return "right", "the right was changed since, and nobody watched"
        if link.left_hash is not None:
            if link.left_hash == _image(self._left, left):
                return "right", "the right was changed since, and nobody watched"
            return "left", "the left was changed since, and nobody watched"
        return (
            None,
            "one of them was changed since they were paired, and nobody watched",
        )

    # One row

    def _alone(self, leg: Leg, row: _Row, key: Record) -> Iterator[Difference]:
        left = leg is self._forward
        if leg.transform is None or not leg.source.in_scope(row.record):
            self.pairs.out_of_scope += 1
            return
        texts = (row.text, "") if left else ("", row.text)
        written = _written(leg, row.record)
        if isinstance(written, RecordError):
            shown = leg.shown_error(written, row.record)
            yield self._cannot(*texts, key, shown)
            return
        status: Status = "missing-right" if left else "missing-left"
        newer, cause = self._why_alone(leg, row)
        yield Difference(
            self.map.name,
            status,
            self._forward.shown_key(key),
            *texts,
            (),
            newer,
            cause,
        )

    def _why_alone(self, leg: Leg, row: _Row) -> tuple[Newer, str]:
        side: Newer = "left" if leg is self._forward else "right"
        known = self._waiting.failures.get((leg.direction, row.text))
        if known is not None:
            return side, f"it waits as failure {known[0]} ({known[1]})"
        if row.text in self._waiting.changed.get(side or "", ()):
            return side, "it has not been carried over yet"
        linked = self._links if side == "left" else self._linked_rights
        if row.text in linked:
            return None, "its partner was deleted, and nobody watched"
        return side, "it never had a partner"

    def _double(self, left: str, right: str, key: Record, side: str) -> Difference:
        cause = f"another row of the {side} has the same key"
        return Difference(
            self.map.name,
            "duplicate-key",
            self._forward.shown_key(key),
            left,
            right,
            (),
            None,
            cause,
            "duplicate-key",
        )

    def _cannot(
        self, left: str, right: str, key: Record, error: RecordError
    ) -> Difference:
        cause = f"{error.field}: {error.message}"
        return Difference(
            self.map.name,
            "cannot-travel",
            self._forward.shown_key(key),
            left,
            right,
            (),
            None,
            cause,
            error.code,
        )


def _written(leg: Leg, record: Any) -> Record | RecordError | None:
    if leg.transform is None:
        return None
    try:
        written: Record = leg.transform(record)
        return written
    except RecordError as error:
        return error


def _compare(
    leg: Leg, source: _Row, target: _Row, skipped: frozenset[str]
) -> Iterator[FieldChange]:
    """The fields that the leg would write with another value than stands there."""
    if leg.transform is None:
        return
    written, _ = leg.beside(source.record, leg.transform(source.record), target.raw)
    standing = leg.all_standing(target.raw)
    differing = {
        name
        for name, after, before in zip(leg.written, written, standing, strict=True)
        if after != before and name not in skipped and name not in leg.create_only
    }
    both = differing & leg.flow.two_way(leg.direction)
    agreed = agreeing(leg, source.record, target.record, both) if both else frozenset()
    for name, after, before in zip(leg.written, written, standing, strict=True):
        if name in differing - agreed:
            yield FieldChange(name, before, after)


def _image(reading: Reading, row: _Row) -> str:
    names = reading.side.record._fields
    written = reading.side.written._fields
    return image_hash(tuple(row.raw[names.index(name)] for name in written))
