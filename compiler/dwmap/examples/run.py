"""Carries the records of an example over, and compares what comes out field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from dwmap.interpret.journey import Journey, travel
from dwmap.interpret.literals import read_literal
from dwmap.interpret.maps import Interpreter
from dwmap.interpret.values import Record, Refusal, Unset, Value
from dwmap.ir.model import Direction, Example, ExampleRecord, Map, Project
from dwmap.ir.scope import Scope

Fields: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True)
class Difference:
    """A field that is not as the example has it."""

    field: str
    expected: Value
    actual: Value | Unset


@dataclass(frozen=True)
class Result:
    """
    One direction of one example. It passed if there is neither a difference nor a `problem`.

    `problem` says why nothing could be compared: the record is outside the filter, or refused. `compared`
    are the fields that were. `place` is that of the example in its project.
    """

    example: str
    map: str
    heading: Direction
    differences: tuple[Difference, ...] = ()
    problem: str = ""
    compared: tuple[str, ...] = ()
    place: int = 0

    @property
    def passed(self) -> bool:
        """Whether the map does what the example shows."""
        return not self.differences and not self.problem


def run_examples(project: Project) -> Iterator[Result]:
    """Every example in every direction that it shows, in the order of the project."""
    scope = Scope(project)
    for place, example in enumerate(project.examples):
        if example.map in scope.maps:
            for result in run_example(example, scope.maps[example.map], scope):
                yield replace(result, place=place)


def run_example(example: Example, map: Map, scope: Scope) -> Iterator[Result]:
    """The directions that one example shows."""
    yield from run_shown(prepare(example, map, scope), Interpreter(map, scope))


@dataclass(frozen=True)
class Shown:
    """An example with the values of its records, as the types of their entities have them."""

    example: Example
    records: tuple[tuple[ExampleRecord, Fields], ...]

    def record(
        self, role: str, system: str = ""
    ) -> tuple[ExampleRecord | None, Fields]:
        """The record of a role, and its fields by path in small letters; none where there is no such record."""
        for record, fields in self.records:
            if record.role == role and (not system or record.system == system):
                return record, fields
        return None, {}


def prepare(example: Example, map: Map, scope: Scope) -> Shown:
    """Read the values of an example, once for all that it is tried on."""
    entities = {one.partition(".")[0]: one for one in (map.right, map.left)}
    return Shown(
        example,
        tuple(
            (record, _fields(record, entities[record.system], scope))
            for record in example.records
        ),
    )


def _fields(record: ExampleRecord, entity: str, scope: Scope) -> Fields:
    return {
        each.path.casefold(): read_literal(
            each.value, scope.resolve(entity, each.path).type, scope
        )
        for each in record.fields
    }


def run_shown(shown: Shown, interpreter: Interpreter) -> Iterator[Result]:
    """The directions that an example shows, carried out by an interpreter of its map."""
    runner = _Runner(shown, interpreter)
    if any(record.role == "put" for record, _ in shown.records):
        yield runner.step()
        return
    if len(shown.records) == 1:
        yield runner.round_trip()
        return
    for heading in ("to_right", "to_left"):
        if interpreter.lines(heading):
            yield runner.pair(heading)


def given_records(shown: Shown, map: Map) -> Iterator[tuple[Direction, Record]]:
    """The records that an example carries over, each with its direction."""
    left = map.left.partition(".")[0]
    for record, fields in shown.records:
        if record.role in ("record", "put"):
            yield "to_right" if record.system == left else "to_left", fields


OUTSIDE = "the record is outside the filter, so nothing is written"


def why_not(journey: Journey) -> str:
    """Why a record did not go over and come back, in one clause."""
    if journey.fate == "outside":
        return OUTSIDE
    if journey.fate == "idle":
        return "no line of the map carries a field of this record"
    if journey.fate == "unseen":
        return "the record arrives outside the filter of the other side, and never comes back"
    refusal = journey.refusal
    return f"refused ({refusal.code}): {refusal}" if refusal is not None else ""


_NOTHING: Fields = MappingProxyType({})
"""The state of the other side where an example does not say one: there is no such record yet."""


@dataclass(frozen=True)
class _Runner:
    shown: Shown
    interpreter: Interpreter

    @property
    def _names(self) -> tuple[str, str]:
        return self.shown.example.title, self.interpreter.map.name

    def pair(self, heading: Direction) -> Result:
        """A record of each side: the one should become the other, as far as this direction writes it."""
        source, target = self._systems(heading)
        _, given = self.shown.record("record", source)
        written = {line.key for line in self.interpreter.lines(heading)}
        _, stated = self.shown.record("record", target)
        expected = {path: value for path, value in stated.items() if path in written}
        return self._compare(heading, given, _NOTHING, expected)

    def round_trip(self) -> Result:
        """A record of one side alone: it goes over, and comes back as it was."""
        record, given = self.shown.records[0]
        heading = self._heading(record)
        journey = travel(self.interpreter, heading, given)
        if journey.fate != "carried":
            return Result(*self._names, heading, (), why_not(journey))
        differences = tuple(
            Difference(self._spelled(loss.field.casefold()), loss.start, loss.back)
            for loss in journey.losses
        )
        return Result(*self._names, heading, differences, "", tuple(given))

    def step(self) -> Result:
        """A record that is put on one side, the state of the other, and what that should become."""
        put, given = self.shown.record("put")
        expect, expected = self.shown.record("expect")
        if put is None or expect is None:
            return Result(*self._names, "to_right", (), "it has no `expect`")
        _, present = self.shown.record("after", expect.system)
        return self._compare(self._heading(put), given, present, expected)

    def _heading(self, record: ExampleRecord) -> Direction:
        left = self.interpreter.map.left.partition(".")[0]
        return "to_right" if record.system == left else "to_left"

    def _compare(
        self, heading: Direction, given: Record, present: Fields, expected: Fields
    ) -> Result:
        side = "left" if heading == "to_right" else "right"
        try:
            inside = self.interpreter.in_scope(side, given)
            if not inside and present is _NOTHING:
                return Result(*self._names, heading, (), OUTSIDE)
            actual = dict(present)
            for path, value in self._written(heading, given, present) if inside else ():
                if not isinstance(value, Unset):
                    actual[path] = value
        except Refusal as refusal:
            reason = f"refused ({refusal.code}): {refusal}"
            return Result(*self._names, heading, (), reason)
        differences = tuple(
            Difference(self._spelled(path), value, actual.get(path))
            for path, value in expected.items()
            if not _equal(value, actual.get(path))
        )
        return Result(*self._names, heading, differences, "", tuple(expected))

    def _spelled(self, path: str) -> str:
        """The path as the example has it."""
        records = self.shown.example.records
        written = (field.path for one in records for field in one.fields)
        return next((each for each in written if each.casefold() == path), path)

    def _written(
        self, heading: Direction, given: Record, present: Fields
    ) -> Iterator[tuple[str, Value | Unset]]:
        """The lines whose source the example states; the others would only carry emptiness."""
        seen: set[str] = set()
        for line in self.interpreter.lines(heading):
            path = line.key
            if path not in seen and line.applies(given):
                seen.add(path)
                if present and line.create_only:
                    continue
                if line.reads <= given.keys():
                    yield path, line.carry(given, present.get(path))

    def _systems(self, heading: Direction) -> tuple[str, str]:
        map = self.interpreter.map
        left, right = (one.partition(".")[0] for one in (map.left, map.right))
        return (left, right) if heading == "to_right" else (right, left)


def _equal(expected: Value, actual: Value | Unset) -> bool:
    return expected == actual and isinstance(expected, bool) == isinstance(actual, bool)
