"""A two-way line as a pair of functions on one value, and the values that stand for all that it may meet."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Final, TypeAlias

from dwmap.frozen import frozen, frozen_with_cache
from dwmap.interpret.equality import are_equal, has_no_null, is_empty, is_folded
from dwmap.interpret.expressions import key_of
from dwmap.interpret.maps import Interpreter, Line
from dwmap.interpret.transforms import entries_of
from dwmap.interpret.values import UNSET, Refusal, Unset, Value
from dwmap.ir.model import Direction, EitherRef, FieldMapping, PathRef, TypeKind, Use
from dwmap.ir.scope import Scope
from dwmap.prove.choices import Named, named_by
from dwmap.prove.formulas import Linear, linear
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


def are_alike(one: TypeKind, other: TypeKind) -> bool:
    """Whether a value that goes from one kind to the other, and is not refused, comes back as it was."""
    return one == other or (one, other) in ALIKE or (other, one) in ALIKE


def stays_alike(source: TypeKind, line: Line) -> bool:
    """Whether a value that nothing changes on the way of a line is the same value where it arrives."""
    use, kinds = line.mapping.transform, [source, line.target.type.kind]
    if use is not None and use.kind == "transform":
        transform = line.scope.transforms[use.name]
        within = [transform.inputs[0].type.kind, transform.result.kind]
        kinds[1:1] = within[::-1] if line.is_backward else within
    return all(map(are_alike, kinds, kinds[1:]))


@frozen
class Trip:
    """
    A value, what became of it, what came back, what that becomes in turn, and what comes back of that.

    `again` and `last` are UNSET where nothing is written the second time, or the value is refused.
    """

    start: Value
    there: Value | Unset
    back: Value | Unset
    again: Value | Unset = UNSET
    last: Value | Unset = UNSET


@frozen
class Outcome:
    """
    What came of all trips of a leg: those that were made, the first that lost something, the first that
    did not settle. `complete` means that the trips stand for those of all values.
    """

    trips: tuple[Trip | Refusal, ...]
    complete: bool
    lost: Trip | None
    restless: Trip | None

    @property
    def refuses(self) -> bool:
        """Whether some value cannot be carried over."""
        return any(isinstance(trip, Refusal) for trip in self.trips)


Memo: TypeAlias = dict[tuple[Hashable, ...], Outcome]
"""Outcomes by all that they depend on: most lines of a project are alike but for the names of their fields."""


@frozen_with_cache
class Leg:
    """
    A two-way line seen from one side: `there` writes the other side, `back` this one.

    `has_no_null` says whether this side stores an empty text for no value.
    """

    mapping: FieldMapping
    there: Line
    back: Line
    source: Path
    has_no_null: bool
    memo: Memo

    @cached_property
    def folded(self) -> bool:
        """Whether texts are found without case, so that a value may come back in another."""
        return is_folded(self.there)

    def carry(self, value: Value) -> Value | Unset:
        """What the other side gets; raises `Refusal`."""
        return self.there.carry({key_of(self.source): value})

    def bring_back(self, value: Value) -> Value | Unset:
        """What this side gets back; raises `Refusal`."""
        return self.back.carry({key_of(self.there.target): value})

    def same(self, one: Value | Unset, other: Value | Unset) -> bool:
        """Whether two values of this side are equal to the line."""
        return are_equal(one, other, folded=self.folded, without_null=self.has_no_null)

    @cached_property
    def outcome(self) -> Outcome:
        """What came of carrying every value there, back and there again."""
        mapping = self.mapping
        key = (
            *(self.source.type, self.there.target.type, mapping.transform),
            *(mapping.default, mapping.on_null, self.there.heading),
            *(self.there.required, self.back.required, self.has_no_null),
        )
        known = self.memo.get(key)
        if known is None:
            known = self.memo[key] = self._find_outcome()
        return known

    def _find_outcome(self) -> Outcome:
        values, complete = self.values
        made = tuple(one for one in map(self._travel, values) if one is not None)
        trips = [one for one in made if isinstance(one, Trip)]
        lost = (one for one in trips if not self.same(one.start, one.back))
        restless = (one for one in trips if not self._settles(one))
        return Outcome(made, complete, next(lost, None), next(restless, None))

    def _settles(self, trip: Trip) -> bool:
        """Whether the second round brings back what the first did."""
        return isinstance(trip.last, Unset) or self.same(trip.back, trip.last)

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
            again = self.carry(back)
            last = UNSET if isinstance(again, Unset) else self.bring_back(again)
        except Refusal:
            return Trip(value, there, back)
        return Trip(value, there, back, again, last)

    @cached_property
    def values(self) -> tuple[tuple[Value, ...], bool]:
        """The values of this side to try, and whether they stand for all."""
        scope, type = self.there.scope, self.source.type
        mention = Mention(type, folded=self.folded)
        mention.values = list(self._named)
        use, choice = self.mapping.transform, self._choice
        if choice is not None:
            mention.values += choice.values
            mention.ordered = choice.ordered
            mention.fits = [self.there.target.type]
        else:
            mention.opaque = use is not None and use.kind != "value_map"
        found, complete = representatives(mention, scope)
        if not self._is_plain:
            found = distinct([*found, *values_of(type, scope)])
        kept = tuple(
            value
            for value in found
            if is_value_of(value, type, scope)
            and not (self.has_no_null and is_empty(value))
        )
        undone = self.formula is not None and self.formula.is_identity
        known = complete and self._is_known
        return kept, is_finite(type, scope) or known or undone

    @cached_property
    def formula(self) -> Linear | None:
        """There and back as one formula, where either way is one; it speaks of every value but none."""
        use = self._transform
        if use is None:
            return None
        there, back = (
            linear(use, backward=backward, given=given, scope=self.there.scope)
            for backward, given in (
                (self.there.is_backward, self.source.type),
                (self.back.is_backward, self.there.target.type),
            )
        )
        return back.of(there) if there is not None and back is not None else None

    @cached_property
    def _choice(self) -> Named | None:
        """The values that both ways of a transform name, where neither does more than choose."""
        use = self._transform
        if use is None:
            return None
        ways = [
            named_by(use, backward=way, scope=self.there.scope) for way in (False, True)
        ]
        if None in ways:
            return None
        chosen = [one for one in ways if one is not None]
        values = [value for one in chosen for value in one.values]
        return Named(values, any(one.ordered for one in chosen))

    @property
    def _transform(self) -> Use | None:
        use = self.mapping.transform
        return use if use is not None and use.kind == "transform" else None

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
    def _is_known(self) -> bool:
        """Whether what the line does to a value it does not name is known to be nothing, or one thing."""
        use = self.mapping.transform
        if use is not None and use.kind == "value_map" and not self._passes_on:
            return True
        if use is not None and use.kind != "value_map" and self._choice is None:
            return False
        return stays_alike(self.source.type.kind, self.there)

    @property
    def _passes_on(self) -> bool:
        """Whether values without an entry are kept."""
        use = self.mapping.transform
        if use is None:
            return True
        value_map = self.there.scope.value_maps[use.name]
        policies = (value_map.to_right.policy, value_map.to_left.policy)
        return "keep" in policies


def legs(interpreter: Interpreter, memo: Memo) -> Iterator[tuple[Leg, Leg]]:
    """Every two-way line that joins two paths, seen from the left and from the right."""
    map, scope = interpreter.map, interpreter.scope
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
            yield (
                Leg(mapping, there, back, left, has_no_null(map.left, scope), memo),
                Leg(mapping, back, there, right, has_no_null(map.right, scope), memo),
            )


def _line(
    interpreter: Interpreter, mapping: FieldMapping, heading: Direction
) -> Line | None:
    lines = interpreter.lines(heading)
    return next((line for line in lines if line.mapping is mapping), None)


def occurs(value: Value, entity: str, scope: Scope) -> bool:
    """Whether a record of the entity may hold the value, as the runtime reads it: in normal form."""
    return not (is_empty(value) and has_no_null(entity, scope))
