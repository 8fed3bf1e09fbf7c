"""
What becomes of committed records before a change and after it, in both directions, field by field.

Values of `masked` fields, and of what is made from them, are told apart here and shown nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from dwmap.changes.given import Given, Source, given_of
from dwmap.changes.model import Change, Finding
from dwmap.changes.surroundings import HEADINGS, Surroundings
from dwmap.frozen import frozen
from dwmap.interpret.journey import new_row
from dwmap.interpret.maps import Interpreter, other
from dwmap.interpret.show import show_value
from dwmap.interpret.values import UNSET, Record, Refusal
from dwmap.ir.model import Direction, EitherRef, KeyPart, Map, PathRef
from dwmap.ir.scope import Scope
from dwmap.ir.walk import side_paths

Fate: TypeAlias = Literal[
    "unchanged",
    "changed",
    "re-linked",
    "entered",
    "left",
    "accepted",
    "rejected",
    "orphaned",
]
"""
What the change does to a record: nothing; another value; another partner or parent; it is in scope now, or no longer;
it is no longer refused, or is refused now; its partner is kept equal by nobody.
"""
FATES: Final[tuple[Fate, ...]] = get_args(Fate)
MASK: Final = "(masked)"
LINK: Final = "(link)"
"""Stands for the field of a difference that is the key by which the partner is found."""
MOST_CELLS: Final = 3
"""So many differences are shown of a finding."""


_WORST: Final[tuple[Fate, ...]] = (
    *("rejected", "orphaned", "left", "re-linked"),
    *("changed", "entered", "accepted", "unchanged"),
)
"""In which order a reviewer must see them."""


@frozen
class Cell:
    """A field that comes out otherwise, in the direction that writes it; the values as they are shown."""

    heading: Direction
    target: str
    before: str
    after: str


@frozen
class RecordChange:
    """
    What the change does to one record: `origin` says where it is written, `name` shows what identifies it.

    `reason` is the code of the refusal and `refused` its field, of one that is refused now or was.
    """

    map: str
    heading: Direction
    origin: str
    name: str
    fate: Fate
    cells: tuple[Cell, ...] = ()
    reason: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Tried:
    """
    The records that were tried: how many of each fate, by map and direction, and those that a change is done to.

    `unread` are files that could not be read, and the rest of those that are too long.
    """

    counts: Mapping[tuple[str, Direction], Counter[Fate]] = field(default_factory=dict)
    changes: tuple[RecordChange, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def total(self) -> Counter[Fate]:
        """How many records have each fate."""
        return sum(self.counts.values(), Counter[Fate]())

    def of(
        self, finding: Finding, around: Surroundings
    ) -> Iterator[tuple[RecordChange, Cell | None]]:
        """The most telling differences that a finding explains, with their records; without a cell, its fate is all."""
        wanted = _wanted(finding, around)
        found = [
            (one, cell)
            for one in self.changes
            for cell in (*one.cells, None)
            if (one.map, *_place(one, cell)) in wanted
        ]
        met: Counter[tuple[str, str]] = Counter()
        ranked: list[tuple[int, int, int]] = []
        for place, (one, _) in enumerate(found):
            # Another record says more than another field of the same one.
            ranked.append((_WORST.index(one.fate), met[one.map, one.origin], place))
            met[one.map, one.origin] += 1
        for _, _, place in sorted(ranked)[:MOST_CELLS]:
            yield found[place]


def try_records(findings: Iterable[Finding], before: Source, after: Source) -> Tried:
    """Carry every committed record of the maps that a change touches over, as it was and as it is."""
    names = {
        name
        for one in findings
        for name in (one.map, *(each.map for each in one.effects))
        if name is not None
    }
    unread: list[str] = []
    counts: dict[tuple[str, Direction], Counter[Fate]] = {}
    changes: list[RecordChange] = []
    for name in sorted(names):
        ends = _interpreter(name, before.scope), _interpreter(name, after.scope)
        if ends == (None, None):
            continue
        compared = _Compared(name, *ends)
        for given in given_of(name, before, after, unread):
            change = compared.change(given)
            counts.setdefault((name, given.heading), Counter())[change.fate] += 1
            if change.fate != "unchanged":
                changes.append(change)
    return Tried(counts, tuple(changes), tuple(unread))


def _interpreter(map: str, scope: Scope) -> Interpreter | None:
    found = scope.maps.get(map)
    return None if found is None else Interpreter(found, scope)


@frozen
class _Passed:
    """How a record fared: `row` is what was written, `back` what it would write when it returns."""

    end: Literal["carried", "outside", "refused", "idle"]
    row: Record = field(default_factory=dict)
    back: Record = field(default_factory=dict)
    refusal: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class _Compared:
    """A map before and after; None where there was, or is, none of this name."""

    name: str
    old: Interpreter | None
    new: Interpreter | None

    def change(self, given: Given) -> RecordChange:
        """What the change does to a record."""
        was = _passed(self.old, given.heading, given.before)
        now = _passed(self.new, given.heading, given.after)
        cells = (
            *self._cells(given.heading, was, now),
            *self._link(given.heading, was, now),
        )
        fate = self._fate(given.heading, was, now, cells)
        return RecordChange(
            *(self.name, given.heading, given.origin, self._called(given)),
            *(fate, cells if fate in ("changed", "re-linked") else ()),
            *((was if fate == "accepted" else now).refusal),
        )

    def _fate(
        self,
        heading: Direction,
        was: _Passed,
        now: _Passed,
        cells: tuple[Cell, ...],
    ) -> Fate:
        if was.end == now.end:
            if not cells:
                return "unchanged"
            linked = self._links(heading)
            moved = any(
                one.heading == heading and one.target.casefold() in linked
                for one in cells
            )
            return "re-linked" if moved else "changed"
        if now.end == "refused":
            return "rejected"
        if now.end == "carried":
            return "accepted" if was.end == "refused" else "entered"
        if was.end != "carried":
            return "unchanged"  # It was not kept equal, and is not.
        return "left" if now.end == "outside" else "orphaned"

    def _links(self, heading: Direction) -> set[str]:
        """The targets that decide which row is written, or which row it points at."""
        found = {LINK}
        for one in self._interpreters:
            side = "right" if heading == "to_right" else "left"
            found |= {getattr(part, side).casefold() for part in one.map.key}
            for line in one.lines(heading):
                if isinstance(line.target, EitherRef) or line.target.through:
                    found.add(line.key)
        return found

    @property
    def _interpreters(self) -> list[Interpreter]:
        return [one for one in (self.old, self.new) if one is not None]

    def _cells(self, heading: Direction, was: _Passed, now: _Passed) -> Iterator[Cell]:
        """The fields that differ, on the way there and on the way back."""
        for way, old, new in (
            (heading, was.row, now.row),
            (other(heading), was.back, now.back),
        ):
            hidden = self._hidden(way)
            spelled = {
                line.key: line.target.text
                for one in self._interpreters
                for line in one.lines(way)
            }
            for key, target in spelled.items():
                before, after = old.get(key, UNSET), new.get(key, UNSET)
                if type(before) is type(after) and before == after:
                    continue
                shown = (
                    (MASK, MASK)
                    if key in hidden
                    else (show_value(before), show_value(after))
                )
                yield Cell(way, target, *shown)

    def _link(self, heading: Direction, was: _Passed, now: _Passed) -> Iterator[Cell]:
        """By what the partner is found, where that is another field now."""
        if self.old is None or self.new is None or "carried" not in (was.end, now.end):
            return
        side = "right" if heading == "to_right" else "left"
        ends = (self.old, was.row), (self.new, now.row)
        paths = [[*_identity(one.map, side)] for one, _ in ends]
        if paths[0] != paths[1]:
            yield Cell(heading, LINK, *(_key_text(*end, side) for end in ends))

    def _hidden(self, heading: Direction) -> set[str]:
        """The targets of which no value may be shown: those that are masked, or made from what is."""
        return {
            line.key
            for one in self._interpreters
            for line in one.lines(heading)
            if any(
                is_masked(path, entity, one.scope)
                for side, entity in (
                    (line.mapping.left, one.map.left),
                    (line.mapping.right, one.map.right),
                )
                for path in side_paths(side)
            )
        }

    def _called(self, given: Given) -> str:
        """The key of the record."""
        side = "left" if given.heading == "to_right" else "right"
        return _key_text(self._interpreters[-1], given.after, side)


def _key_text(interpreter: Interpreter, record: Record, side: str) -> str:
    """The values of the key of a record of one side."""
    parts = []
    entity, scope = getattr(interpreter.map, side), interpreter.scope
    for path in _identity(interpreter.map, side):
        if path.casefold() in record:
            hidden = is_masked(scope.resolve(entity, path), entity, scope)
            value = MASK if hidden else show_value(record[path.casefold()])
            parts.append(f"{path} {value}")
    return ", ".join(parts)


def _identity(map: Map, side: str) -> Iterator[str]:
    company = [] if map.company is None else [map.company]
    paths = [getattr(part, side) for part in (*company, *map.key)]
    yield from {path.casefold(): path for path in paths}.values()


def is_masked(path: PathRef | EitherRef, entity: str, scope: Scope) -> bool:
    """Whether a path passes through a masked field."""
    if isinstance(path, EitherRef):
        columns = [(entity, path.column)]
        columns += [(one.entity, one.key) for one in path.candidates]
    else:
        columns = [*zip((entity, *path.through), path.segments, strict=False)]
    fields = (scope.field(owner, name) for owner, name in columns)
    return any(one is not None and one.masked for one in fields)


def _passed(
    interpreter: Interpreter | None, heading: Direction, record: Record
) -> _Passed:
    if interpreter is None or not interpreter.lines(heading):
        return _Passed("idle")
    side = "left" if heading == "to_right" else "right"
    try:
        if not interpreter.in_scope(side, record):
            return _Passed("outside")
        row = new_row(interpreter, heading, record)
        if not row:
            return _Passed("idle")
    except Refusal as refusal:
        # Without the value, which may be masked.
        return _Passed("refused", refusal=(refusal.code, refusal.field))
    return _Passed("carried", row, _returned(interpreter, heading, row))


def _returned(interpreter: Interpreter, heading: Direction, row: Record) -> Record:
    """What the new row would write when it comes back; nothing where it does not."""
    side = "right" if heading == "to_right" else "left"
    try:
        if interpreter.in_scope(side, row):
            return new_row(interpreter, other(heading), row)
    except Refusal:
        pass
    return {}


def _place(one: RecordChange, cell: Cell | None) -> tuple[Direction, str]:
    """By what a finding knows a difference for its own: the field, or the fate where there is none."""
    if cell is not None:
        return cell.heading, cell.target.casefold()
    return one.heading, one.refused.casefold() or one.fate


def _wanted(finding: Finding, around: Surroundings) -> set[tuple[str, Direction, str]]:
    """The fields and fates that a finding explains, by map and direction."""
    found: set[tuple[str, Direction, str]] = set()
    for change in finding.changes:
        step = change.declaration
        if step is not None and step.kind is Map and len(change.path) == 1:
            fates = _FATES_OF.get(change.member, ())
            found |= {(step.name, each, fate) for fate, each in fates}
        if step is not None and step.kind is Map and _is_of_key(change):
            found |= {(step.name, each, LINK) for each in HEADINGS}
        for pair, each, difference in around.touched(change):
            found.add((pair.name, each, difference.target.casefold()))
            found.add((pair.name, each, "orphaned"))
    return found


def _is_of_key(change: Change) -> bool:
    """Whether it is the key of its map that changes, or a part of it."""
    key = len(change.path) > 1 and change.path[1].kind is KeyPart
    return key or change.member in ("key", "company")


_FATES_OF: Final[Mapping[str, tuple[tuple[Fate, Direction], ...]]] = {
    "left_filter": (("entered", "to_right"), ("left", "to_right")),
    "right_filter": (("entered", "to_left"), ("left", "to_left")),
    "": tuple(
        (fate, each) for fate in ("entered", "left", "orphaned") for each in HEADINGS
    ),
}
"""What a change of a member of a map does to records; without a member the map is new or gone."""
