"""The two projects that a change lies between, and who depends on what in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dwmap.changes.model import Change
from dwmap.changes.outcomes import Difference, differences_of
from dwmap.changes.pairing import pair_up
from dwmap.interpret.expressions import key_of
from dwmap.interpret.maps import Interpreter, Line
from dwmap.ir.model import (
    Direction,
    EitherRef,
    Entity,
    Enum,
    FieldMapping,
    Map,
    PathRef,
    Project,
    States,
    Transform,
    Type,
    ValueMap,
)
from dwmap.ir.scope import Scope
from dwmap.ir.walk import paths_in, side_paths

HEADINGS: tuple[Direction, Direction] = ("to_right", "to_left")
_USES = {ValueMap: "value_map", Transform: "transform", States: "states"}


@dataclass(frozen=True)
class MapPair:
    """A map that is on both sides, and what it writes before and after."""

    before: Interpreter
    after: Interpreter

    @property
    def name(self) -> str:
        """What it is called now."""
        return self.after.map.name

    @cached_property
    def differences(self) -> Mapping[Direction, Mapping[str, Difference]]:
        """Every field that is written, by direction and path in small letters."""
        return {
            heading: {
                one.target.casefold(): one
                for one in differences_of(self.before, self.after, heading)
            }
            for heading in HEADINGS
        }


class Surroundings:
    """Both projects, found by name."""

    def __init__(self, before: Project, after: Project) -> None:
        self.before = Scope(before)
        self.after = Scope(after)
        self.pairs: Mapping[str, MapPair] = {
            new.name: MapPair(
                Interpreter(old, self.before), Interpreter(new, self.after)
            )
            for old, new in pair_up(before.maps, after.maps)
            if isinstance(old, Map) and isinstance(new, Map)
        }

    def pair(self, change: Change) -> MapPair | None:
        """The map that a change stands in, if it is on both sides."""
        step = change.declaration
        return self.pairs.get(step.after or "") if step and step.kind is Map else None

    def touched(
        self, change: Change
    ) -> Iterator[tuple[MapPair, Direction, Difference]]:
        """Every field of a map that a change has to do with, in each direction that writes it."""
        pair = self.pair(change)
        step = change.declaration
        if step is not None and step.kind is Entity:
            changed = _fields_changed(change, {step.before, step.after})
            places = (self._places.get(one, ()) for one in changed)
            for place in sorted({place for each in places for place in each}):
                yield self._written[place]
            return
        for one in [pair] if pair is not None else self.pairs.values():
            for heading in HEADINGS:
                for difference in one.differences[heading].values():
                    lines = (*difference.before, *difference.after)
                    if any(_uses(change, line) for line in lines):
                        yield one, heading, difference

    @cached_property
    def _written(self) -> Sequence[tuple[MapPair, Direction, Difference]]:
        """Every field of a map, in each direction that writes it."""
        return [
            (one, heading, difference)
            for one in self.pairs.values()
            for heading in HEADINGS
            for difference in one.differences[heading].values()
        ]

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """Which of them have to do with a field of an entity: a new schema changes thousands at once."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, (one, _, difference) in enumerate(self._written):
            old = (_fields_read(line, one.before.map) for line in difference.before)
            new = (_fields_read(line, one.after.map) for line in difference.after)
            for name in set[tuple[str, str]]().union(*old, *new):
                found[name].append(place)
        return found


def _uses(change: Change, line: Line) -> bool:
    """Whether a line of a map has to do with a change of anything but an entity."""
    step = change.declaration
    if step is None:
        return False
    names = {step.before, step.after}
    if step.kind is Map:
        return any(line.mapping is one for one in _lines_of(change))
    if step.kind in _USES:
        use = line.mapping.transform
        return use is not None and use.kind == _USES[step.kind] and use.name in names
    if step.kind is Enum:
        return any(type.name in names for type in _types(line))
    return False


def _lines_of(change: Change) -> list[FieldMapping]:
    """The lines of a map that a change is about; all of them where the change is that of their order."""
    if change.member == "fields":
        return [*change.before, *change.after]
    nodes = (change.before, change.after, change.old, change.new)
    return [node for node in nodes if isinstance(node, FieldMapping)]


def _types(line: Line) -> Iterator[Type]:
    for side in (line.mapping.left, line.mapping.right):
        for path in side_paths(side):
            yield path.type


def _fields_read(line: Line, map: Map) -> set[tuple[str, str]]:
    """Entity and column, in small letters, of all that a line reads or writes."""
    mapping = line.mapping
    found: set[tuple[str, str]] = set()
    for entity, side in ((map.left, mapping.left), (map.right, mapping.right)):
        for path in side_paths(side):
            found |= set(_columns(path, entity))
    if mapping.condition is not None:
        entity = map.right if mapping.direction == "to_left" else map.left
        for path in paths_in(mapping.condition):
            found |= set(_columns(path, entity))
    return found


def _columns(path: PathRef | EitherRef, entity: str) -> Iterator[tuple[str, str]]:
    if isinstance(path, EitherRef):
        yield entity, path.column.casefold()
        for one in path.candidates:
            yield one.entity, one.key.casefold()
        return
    for owner, name in zip((entity, *path.through), path.segments, strict=True):
        yield owner, name.casefold()


def _fields_changed(change: Change, names: set[str | None]) -> set[tuple[str, str]]:
    """Entity and column of a changed field."""
    if len(change.path) < 2:
        return set()
    fields = {change.path[1].before, change.path[1].after}
    return {
        (entity, field.casefold())
        for entity in names
        for field in fields
        if entity is not None and field is not None
    }


def written_keys(lines: tuple[Line, ...]) -> set[str]:
    """The paths that lines write."""
    return {key_of(line.target) for line in lines}
