"""The two projects that a change lies between, and who depends on what in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

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


Touched: TypeAlias = tuple[MapPair, Direction, Difference]
"""A field of a map, in a direction that writes it."""
Key: TypeAlias = tuple[str | None, ...]
"""What lines may depend on: `value_map`, `transform`, `states`, `type` with a name, `field` with entity and column."""


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

    def touched(self, change: Change) -> Iterator[Touched]:
        """Every field of a map that a change has to do with, in each direction that writes it."""
        step = change.declaration
        if step is not None and step.kind is Map:
            pair = self.pair(change)
            pairs = [pair] if pair is not None else self.pairs.values()
            lines = _lines_of(change)
            for one in _written(pairs):
                both = (*one[2].before, *one[2].after)
                if any(each.mapping is line for each in both for line in lines):
                    yield one
            return
        all_written, users = self._users
        places = {place for key in _changed(change) for place in users.get(key, ())}
        yield from (all_written[place] for place in sorted(places))

    @cached_property
    def _users(self) -> tuple[list[Touched], Mapping[Key, list[int]]]:
        """Every field that any map writes, and by what it depends on those that do."""
        written = list(_written(self.pairs.values()))
        users: dict[Key, list[int]] = {}
        for place, (pair, _, difference) in enumerate(written):
            sides = (
                (pair.before.map, difference.before),
                (pair.after.map, difference.after),
            )
            keys = {
                key
                for map, lines in sides
                for each in lines
                for key in _keys(each, map)
            }
            for key in keys:
                users.setdefault(key, []).append(place)
        return written, users


def _written(pairs: Iterable[MapPair]) -> Iterator[Touched]:
    for pair in pairs:
        for heading in HEADINGS:
            for difference in pair.differences[heading].values():
                yield pair, heading, difference


def _keys(line: Line, map: Map) -> Iterator[Key]:
    """What a line depends on outside of its map."""
    use = line.mapping.transform
    if use is not None:
        yield use.kind, use.name
    yield from (("type", type.name) for type in _types(line) if type.name)
    yield from (("field", *one) for one in _fields_read(line, map))


def _changed(change: Change) -> Iterator[Key]:
    """What of it a change is about."""
    step = change.declaration
    if step is None:
        return
    names = {step.before, step.after} - {None}
    if step.kind in _USES:
        yield from ((_USES[step.kind], name) for name in names)
    elif step.kind is Enum:
        yield from (("type", name) for name in names)
    elif step.kind is Entity:
        yield from (("field", *one) for one in _fields_changed(change, names))


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
