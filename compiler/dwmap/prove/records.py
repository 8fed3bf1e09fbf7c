"""
Whole records of one side of a map: first those that cover what there is to try, then records made at random.

A record that stays out of the filter tells nothing about the lines of a map. So the values of every field are
spread over records that are inside, as far as there are any; a few stay outside on purpose.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Final

from dwmap.interpret.expressions import key_of
from dwmap.interpret.values import Value
from dwmap.ir.model import EitherRef, Expr, Map, Type
from dwmap.ir.scope import Scope
from dwmap.ir.walk import paths_in, side_paths
from dwmap.prove.cases import cases_of
from dwmap.prove.context import SideName
from dwmap.prove.filters import passes
from dwmap.prove.mentions import Mentions, Path
from dwmap.prove.representatives import is_value_of
from dwmap.prove.values import random_value, values_of

MOST_ANSWERS: Final = 40
"""So many cases of a filter are used on either side of it."""

_TRIES: Final = 2_000
_OUTSIDE: Final = 0.2
"""How many of the random records stay outside of the filter, where any do."""

Row = dict[str, Value]
"""A record whose paths are in small letters, as the interpreter reads it."""


@dataclass(frozen=True)
class Column:
    """A path of one side, as the map spells it; `type` has no value where a lookup on the way may be empty."""

    path: str
    type: Type
    is_key: bool = False

    @property
    def key(self) -> str:
        """What records call it."""
        return self.path.casefold()


def columns_of(map: Map, side: SideName, scope: Scope) -> tuple[Column, ...]:
    """Every path of a side that the map reads, writes, filters or finds rows by; the parts of the key come first."""
    entity = map.left if side == "left" else map.right
    keys = [getattr(part, side) for part in map.key]
    found = {key_of(path): path for path in _paths(map, side)}
    for text in keys:
        found.setdefault(text.casefold(), scope.resolve(entity, text))
    parts = {text.casefold() for text in keys}
    columns = [
        Column(path.text, _type_of(path, entity, scope), name in parts)
        for name, path in found.items()
    ]
    return tuple(sorted(columns, key=lambda one: not one.is_key))


def records_of(
    map: Map, side: SideName, scope: Scope, count: int | None = None, seed: int = 0
) -> list[Row]:
    """
    `count` records of a side; without a count those that cover it.

    Among them are: each value of `values_of` in each field, a record without a value in each part of the key (also
    where its type has none: an end may hold such a row), records inside and outside of the filter. The same arguments
    give the same records.
    """
    maker = _Maker(map, side, scope, random.Random(f"{map.name} {side} {seed}"))
    if count is None:
        return list(maker.covering())
    return list(islice(maker.endless(), count))


def _paths(map: Map, side: SideName) -> Iterator[Path]:
    for line in map.fields:
        yield from side_paths(line.left if side == "left" else line.right)
        reads = "right" if line.direction == "to_left" else "left"
        if line.condition is not None and side == reads:
            yield from paths_in(line.condition)
    filter = _filter(map, side)
    if filter is not None:
        yield from paths_in(filter)


def _filter(map: Map, side: SideName) -> Expr | None:
    return map.left_filter if side == "left" else map.right_filter


def _type_of(path: Path, entity: str, scope: Scope) -> Type:
    """The type of a path, which has no value either where the lookup that it begins with may be empty."""
    if isinstance(path, EitherRef):
        first = path.column
    elif len(path.segments) > 1:
        first = path.segments[0]
    else:
        return path.type
    lookup = scope.field(entity, first)
    nullable = path.type.nullable or lookup is None or lookup.type.nullable
    return replace(path.type, nullable=nullable)


@dataclass(frozen=True)
class _Maker:
    """Makes the records of one side."""

    map: Map
    side: SideName
    scope: Scope
    chance: random.Random

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return columns_of(self.map, self.side, self.scope)

    @cached_property
    def types(self) -> Mapping[str, Type]:
        """The type of each field."""
        return {one.key: one.type for one in self.columns}

    @cached_property
    def values(self) -> Mapping[str, list[Value]]:
        """What to try in each field; one that has no value of its own is tried without."""
        return {
            one.key: values_of(one.type, self.scope) or [None] for one in self.columns
        }

    @cached_property
    def usual(self) -> Row:
        """A record of values that nothing is special about, with a value in every field that can have one."""
        return {name: _usual(values) for name, values in self.values.items()}

    @cached_property
    def answers(self) -> tuple[list[Row], list[Row]]:
        """Values of the fields that the filter asks, that it lets in and that it leaves out."""
        filter = _filter(self.map, self.side)
        if filter is None:
            return [{}], []
        mentions = Mentions(self.scope)
        mentions.read(filter)
        inside: list[Row] = []
        outside: list[Row] = []
        for cases in (cases_of(mentions), self._random_cases(mentions)):
            for case in cases:
                found = inside if passes(filter, case, self.scope) else outside
                if len(found) < MOST_ANSWERS and self._is_real(case):
                    found.append(case)
            if inside and outside:
                break
        return inside, outside

    def _random_cases(self, mentions: Mentions) -> Iterator[Row]:
        for _ in range(_TRIES):
            yield {
                name: random_value(self.types[name], self.scope, self.chance)
                for name in mentions.by_path
            }

    def _is_real(self, case: Row) -> bool:
        return all(
            is_value_of(value, self.types[name], self.scope)
            for name, value in case.items()
        )

    def inside(self, number: int) -> Row:
        """Values that the filter lets in, each in turn; of a filter that lets nothing in, any."""
        found = self.answers[0] or self.answers[1]
        return found[number % len(found)] if found else {}

    def covering(self) -> Iterator[Row]:
        """The records that cover what there is to try, the most telling first."""
        yield self.usual | self.inside(0)
        yield from (self.usual | case for case in self.answers[1][:1])
        yield from self._without_keys()
        yield from self._every_value()
        yield from self._every_answer()

    def _without_keys(self) -> Iterator[Row]:
        """For each part of the key, a record in which that part alone is missing."""
        whole = self.usual | self.inside(0)
        parts = [one for one in self.columns if one.is_key]
        for part in parts:
            rest = {
                one.key: self.usual[one.key] for one in parts if whole[one.key] is None
            }
            yield whole | rest | {part.key: None}

    def _every_value(self) -> Iterator[Row]:
        """Each value of each field: inside of the filter, and for the fields that it asks in one record each."""
        asked = self.inside(0).keys()
        free = [one.key for one in self.columns if one.key not in asked]
        rounds = max((len(self.values[name]) for name in free), default=0)
        for number in range(rounds):
            row = {
                # A step of its own for each field, so that first values do not always meet first ones.
                name: self.values[name][(number + place) % len(self.values[name])]
                for place, name in enumerate(free)
            }
            yield row | self.inside(number)
        whole = self.usual | self.inside(0)
        for name in sorted(asked):
            yield from (whole | {name: value} for value in self.values[name])

    def _every_answer(self) -> Iterator[Row]:
        inside, outside = self.answers
        yield from (self.usual | case for case in (*inside[1:], *outside[1:]))

    def endless(self) -> Iterator[Row]:
        """The covering records, and then random ones."""
        yield from self.covering()
        outside = self.answers[1]
        while True:
            row = {
                one.key: random_value(one.type, self.scope, self.chance)
                for one in self.columns
            }
            if outside and self.chance.random() < _OUTSIDE:
                yield row | self.chance.choice(outside)
            else:
                yield row | self.inside(self.chance.randrange(MOST_ANSWERS))


def _usual(values: list[Value]) -> Value:
    """Of a text the first that begins with a letter, else the first value."""
    texts = (one for one in values if isinstance(one, str) and one[:1].isalpha())
    return next(texts, values[0])
