"""A two-way line as a pair of functions on one value, and the values that stand for all that it may meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from dwmap.interpret.expressions import key_of
from dwmap.interpret.maps import Interpreter, Line
from dwmap.interpret.transforms import entries_of, folds
from dwmap.interpret.values import UNSET, Refusal, Unset, Value
from dwmap.ir.model import Direction, EitherRef, FieldMapping, PathRef, TypeKind
from dwmap.ir.scope import Scope
from dwmap.prove.mentions import Mention, Path, constants_of
from dwmap.prove.representatives import is_finite, is_value_of, representatives
from dwmap.prove.values import distinct, values_of

ALIKE: Final[frozenset[tuple[TypeKind, TypeKind]]] = frozenset(
    {
        ("int", "long"),
        ("int", "decimal"),
        ("long", "decimal"),
        ("guid", "text"),
        ("enum", "text"),
        ("int", "options"),
        ("long", "options"),
    }
)
"""Pairs of kinds between which a value that is not refused comes back as it was."""


@dataclass(frozen=True)
class Trip:
    """
    A value, what became of it, what came back, and what that becomes in turn.

    `again` is UNSET where nothing is written the second time, or the value is refused.
    """

    start: Value
    there: Value | Unset
    back: Value | Unset
    again: Value | Unset


@dataclass(frozen=True)
class Leg:
    """A two-way line seen from one side: `there` writes the other side, `back` this one."""

    mapping: FieldMapping
    there: Line
    back: Line
    source: Path
    has_no_null: bool

    @property
    def folded(self) -> bool:
        """Whether texts are found without case, so that a value may come back in another."""
        use = self.mapping.transform
        if use is None or use.kind != "value_map":
            return False
        value_map = self.there.scope.value_maps[use.name]
        return folds(value_map, self.there.heading)

    def carry(self, value: Value) -> Value | Unset:
        """What the other side gets; raises `Refusal`."""
        return self.there.carry({key_of(self.source): value})

    def bring_back(self, value: Value) -> Value | Unset:
        """What this side gets back; raises `Refusal`."""
        return self.back.carry({key_of(self.there.target): value})

    def same(self, one: Value | Unset, other: Value | Unset) -> bool:
        """Whether two values of this side are equal to the line."""
        if self.folded and isinstance(one, str) and isinstance(other, str):
            return one.casefold() == other.casefold()
        one, other = self._normal(one), self._normal(other)
        return one == other and isinstance(one, bool) == isinstance(other, bool)

    def _normal(self, value: Value | Unset) -> Value | Unset:
        return None if self.has_no_null and _is_empty(value) else value

    @cached_property
    def trips(self) -> tuple[Trip | Refusal, ...]:
        """Every value there, back and there again; a refusal for one that cannot be carried over."""
        return tuple(filter(None, map(self._travel, self.values[0])))

    def _travel(self, value: Value) -> Trip | Refusal | None:
        try:
            there = self.carry(value)
            if isinstance(there, Unset):
                return None
            back = self.bring_back(there)
            if isinstance(back, Unset):
                return None
        except Refusal as refusal:
            return refusal
        try:
            return Trip(value, there, back, self.carry(back))
        except Refusal:
            return Trip(value, there, back, UNSET)

    @cached_property
    def values(self) -> tuple[tuple[Value, ...], bool]:
        """The values of this side to try, and whether they stand for all."""
        scope, type = self.there.scope, self.source.type
        mention = Mention(type, folded=self.folded)
        mention.values = list(self._named)
        use = self.mapping.transform
        mention.opaque = use is not None and use.kind != "value_map"
        found, complete = representatives(mention, scope)
        if not self._is_plain:
            found = distinct([*found, *values_of(type, scope)])
        kept = tuple(
            value
            for value in found
            if is_value_of(value, type, scope) and self._normal(value) == value
        )
        finite = is_finite(type, scope)
        return kept, finite or (complete and self._is_known)

    @property
    def _named(self) -> Iterator[Value]:
        """The values that the transform and the default of the line name, on either side."""
        use, scope = self.mapping.transform, self.there.scope
        if use is not None and use.kind == "value_map":
            value_map = scope.value_maps[use.name]
            for key, result in entries_of(value_map, self.there.heading, scope):
                yield from (key, result)
            for key, result in entries_of(value_map, self.back.heading, scope):
                yield from (result, key)
        if use is not None and use.kind == "transform":
            transform = scope.transforms[use.name]
            for expr in (transform.forward, transform.backward):
                for one in constants_of(expr) if expr is not None else ():
                    if one.kind == "string":
                        yield from (one.text, f"{one.text}x", f"x{one.text}")

    @property
    def _is_plain(self) -> bool:
        return self.mapping.transform is None

    @property
    def is_exhausted(self) -> bool:
        """Whether the trips stand for those of all values."""
        return self.values[1]

    @property
    def _is_known(self) -> bool:
        """Whether what the line does to a value it does not name is known to be nothing, or one thing."""
        use = self.mapping.transform
        if use is not None and use.kind != "value_map":
            return False
        if use is not None and not self._passes_on:
            return True
        pair = (self.source.type.kind, self.there.target.type.kind)
        return pair[0] == pair[1] or pair in ALIKE or pair[::-1] in ALIKE

    @property
    def _passes_on(self) -> bool:
        """Whether values without an entry are kept."""
        use = self.mapping.transform
        if use is None:
            return True
        value_map = self.there.scope.value_maps[use.name]
        policies = (value_map.to_right.policy, value_map.to_left.policy)
        return "keep" in policies


def legs(interpreter: Interpreter) -> Iterator[tuple[Leg, Leg]]:
    """Every two-way line that joins two paths, seen from the left and from the right."""
    for mapping in interpreter.map.fields:
        left, right = mapping.left, mapping.right
        if mapping.direction != "both" or mapping.implied:
            continue
        if not isinstance(left, PathRef | EitherRef):
            continue
        if not isinstance(right, PathRef | EitherRef):
            continue
        there = _line(interpreter, mapping, "to_right")
        back = _line(interpreter, mapping, "to_left")
        if there is not None and back is not None:
            scope, map = interpreter.scope, interpreter.map
            yield (
                Leg(mapping, there, back, left, _has_no_null(map.left, scope)),
                Leg(mapping, back, there, right, _has_no_null(map.right, scope)),
            )


def _line(
    interpreter: Interpreter, mapping: FieldMapping, heading: Direction
) -> Line | None:
    lines = interpreter.lines(heading)
    return next((line for line in lines if line.mapping is mapping), None)


def _has_no_null(entity: str, scope: Scope) -> bool:
    """Whether the entity's system stores an empty text or the first of January 1900 for no value."""
    system = scope.systems.get(entity.partition(".")[0])
    return system is not None and system.kind == "finops"


def occurs(value: Value, entity: str, scope: Scope) -> bool:
    """Whether a record of the entity may hold the value, as the runtime reads it: in normal form."""
    return not (_is_empty(value) and _has_no_null(entity, scope))


def _is_empty(value: Value | Unset) -> bool:
    if isinstance(value, date):
        return (value.year, value.month, value.day) == (1900, 1, 1)
    return value == ""
