"""Carries the records of an example over, and compares what comes out field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

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
    are the fields that were.
    """

    example: str
    map: str
    heading: Direction
    differences: tuple[Difference, ...] = ()
    problem: str = ""
    compared: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the map does what the example shows."""
        return not self.differences and not self.problem


def run_examples(project: Project) -> Iterator[Result]:
    """Every example in every direction that it shows, in the order of the project."""
    scope = Scope(project)
    for example in project.examples:
        yield from run_example(example, scope)


def run_example(example: Example, scope: Scope) -> Iterator[Result]:
    """The directions that one example shows."""
    map = scope.maps.get(example.map)
    if map is None:
        return
    runner = _Runner(example, map, Interpreter(map, scope))
    roles = {record.role for record in example.records}
    if "put" in roles:
        yield runner.step()
        return
    for heading in ("to_right", "to_left"):
        if runner.interpreter.lines(heading):
            yield runner.pair(heading)


def given_records(
    example: Example, map: Map, scope: Scope
) -> Iterator[tuple[Direction, Record]]:
    """The records that an example carries over, each with its direction."""
    runner = _Runner(example, map, Interpreter(map, scope))
    left = map.left.partition(".")[0]
    for record in example.records:
        if record.role in ("record", "put"):
            heading: Direction = "to_right" if record.system == left else "to_left"
            yield heading, runner.fields(record, record.system)


_NOTHING: Fields = MappingProxyType({})
"""The state of the other side where an example does not say one: there is no such record yet."""


@dataclass(frozen=True)
class _Runner:
    example: Example
    map: Map
    interpreter: Interpreter

    def pair(self, heading: Direction) -> Result:
        """A record of each side: the one should become the other, as far as this direction writes it."""
        source, target = self._systems(heading)
        given = self.fields(self._record("record", source), source)
        written = {
            line.target.text.casefold() for line in self.interpreter.lines(heading)
        }
        stated = self.fields(self._record("record", target), target)
        expected = {path: value for path, value in stated.items() if path in written}
        return self._compare(heading, given, _NOTHING, expected)

    def step(self) -> Result:
        """A record that is put on one side, the state of the other, and what that should become."""
        put = self._record("put")
        expected = self._record("expect")
        if put is None or expected is None:
            return Result(
                self.example.title, self.map.name, "to_right", (), "it has no `expect`"
            )
        left = self.map.left.partition(".")[0]
        heading: Direction = "to_right" if put.system == left else "to_left"
        after = self._record("after", expected.system)
        present = self.fields(after, expected.system)
        return self._compare(
            heading,
            self.fields(put, put.system),
            present,
            self.fields(expected, expected.system),
        )

    def _compare(
        self, heading: Direction, given: Record, present: Fields, expected: Fields
    ) -> Result:
        title, name = self.example.title, self.map.name
        side = "left" if heading == "to_right" else "right"
        try:
            inside = self.interpreter.in_scope(side, given)
            if not inside and present is _NOTHING:
                reason = "the record is outside the filter, so nothing is written"
                return Result(title, name, heading, (), reason)
            actual = dict(present)
            for path, value in self._written(heading, given, present) if inside else ():
                if not isinstance(value, Unset):
                    actual[path] = value
        except Refusal as refusal:
            return Result(
                title, name, heading, (), f"refused ({refusal.code}): {refusal}"
            )
        differences = tuple(
            Difference(self._spelled(path), value, actual.get(path))
            for path, value in expected.items()
            if not _equal(value, actual.get(path))
        )
        return Result(title, name, heading, differences, "", tuple(expected))

    def _spelled(self, path: str) -> str:
        """The path as the example has it."""
        written = (field.path for one in self.example.records for field in one.fields)
        return next((each for each in written if each.casefold() == path), path)

    def _written(
        self, heading: Direction, given: Record, present: Fields
    ) -> Iterator[tuple[str, Value | Unset]]:
        """The lines whose source the example states; the others would only carry emptiness."""
        seen: set[str] = set()
        for line in self.interpreter.lines(heading):
            path = line.target.text.casefold()
            if path not in seen and line.applies(given):
                seen.add(path)
                if present and line.create_only:
                    continue
                if line.reads <= given.keys():
                    yield path, line.carry(given, present.get(path))

    def _systems(self, heading: Direction) -> tuple[str, str]:
        left, right = (one.partition(".")[0] for one in (self.map.left, self.map.right))
        return (left, right) if heading == "to_right" else (right, left)

    def _record(self, role: str, system: str = "") -> ExampleRecord | None:
        return next(
            (
                each
                for each in self.example.records
                if each.role == role and (not system or each.system == system)
            ),
            None,
        )

    def fields(self, record: ExampleRecord | None, system: str) -> dict[str, Value]:
        """The stated fields by path in small letters, as the types of the entity have them."""
        if record is None:
            return {}
        entity = next(
            one
            for one in (self.map.left, self.map.right)
            if one.startswith(f"{system}.")
        )
        scope = self.interpreter.scope
        return {
            each.path.casefold(): read_literal(
                each.value, scope.resolve(entity, each.path).type, scope
            )
            for each in record.fields
        }


def _equal(expected: Value, actual: Value | Unset) -> bool:
    return expected == actual and isinstance(expected, bool) == isinstance(actual, bool)
