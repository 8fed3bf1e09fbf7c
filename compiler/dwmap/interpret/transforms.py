"""Value maps, transforms and state tables, applied to a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from dwmap.interpret.conversion import convert
from dwmap.interpret.expressions import Name, Reader, evaluate, is_true
from dwmap.interpret.literals import read_literal
from dwmap.interpret.values import UNSET, Refusal, Unset, Value
from dwmap.ir.model import (
    Direction,
    Input,
    Otherwise,
    Parameter,
    StateRow,
    States,
    Transform,
    Type,
    ValueMap,
)
from dwmap.ir.scope import Scope


@dataclass(frozen=True)
class Table:
    """One direction of a value map."""

    value_map: ValueMap
    heading: Direction
    scope: Scope

    def look_up(self, value: Value, field: str) -> Value:
        """What becomes of a value; raises `Refusal` for one that has no entry."""
        found: Any = self._exact.get((isinstance(value, bool), value), _MISSING)
        if found is not _MISSING:
            result: Value = found
            return result
        if isinstance(value, str) and value.casefold() in self._folded:
            return self._folded[value.casefold()]
        right = self.heading == "to_right"
        otherwise = self.value_map.to_right if right else self.value_map.to_left
        wanted = self.value_map.right if right else self.value_map.left
        name = self.value_map.name
        return _without_entry(otherwise, value, wanted, field, name, self.scope)

    @cached_property
    def _exact(self) -> dict[tuple[bool, Value], Any]:
        """True is not 1 here, as it is to a dictionary. Of two entries for one value the first counts."""
        found: dict[tuple[bool, Value], Value] = {}
        for key, result in entries_of(self.value_map, self.heading, self.scope):
            found.setdefault((isinstance(key, bool), key), result)
        return found

    @cached_property
    def _folded(self) -> dict[str, Value]:
        if not folds(self.value_map, self.heading):
            return {}
        return {
            key.casefold(): result
            for (_, key), result in self._exact.items()
            if isinstance(key, str)
        }


_MISSING: Final = object()


def entries_of(
    value_map: ValueMap, heading: Direction, scope: Scope
) -> Iterator[tuple[Value, Value]]:
    """The entries that serve a direction: the value that comes, the value that leaves."""
    for pair in value_map.pairs:
        if pair.direction in ("both", heading):
            left = read_literal(pair.left, value_map.left, scope)
            right = read_literal(pair.right, value_map.right, scope)
            yield (left, right) if heading == "to_right" else (right, left)


def folds(value_map: ValueMap, heading: Direction) -> bool:
    """Whether the values that come are found without case: it says so, or they are symbols of an enum."""
    source = value_map.left if heading == "to_right" else value_map.right
    return value_map.ignore_case or source.kind == "enum"


def apply_transform(
    transform: Transform, arguments: list[Value], backward: bool, scope: Scope
) -> Value:
    """The result of a transform's expression, as the type it promises, whatever its length."""
    inputs, result = transform.inputs, transform.result
    expr = transform.backward if backward else transform.forward
    if expr is None:
        raise ValueError(f"transform {transform.name} does not go this way")
    if backward:
        first = inputs[0]
        back = Input(name=first.name, type=transform.result)
        inputs, result = (back, *inputs[1:]), first.type
    reader = _reader(inputs, arguments, None, scope)
    return convert(evaluate(expr, reader, result), loose(result), transform.name)


def loose(type: Type) -> Type:
    """A type without its limits."""
    return replace(type, length=None, precision=None, scale=None)


def decide(
    states: States, arguments: list[Value], present: Value, field: str, scope: Scope
) -> Value | Unset:
    """The result of the first row that matches; UNSET where the table keeps what the target has."""
    place = deciding_row(states, arguments, present, scope)
    if place is not None:
        return read_literal(states.rows[place].result, states.result, scope)
    if states.otherwise.policy == "keep":
        return UNSET
    first = arguments[0] if arguments else None
    if states.otherwise.policy == "error":
        reason = f"state table {states.name} has no row for it"
        raise Refusal("no-state-row", field, first, reason)
    if states.otherwise.value is None:
        return None
    return read_literal(states.otherwise.value, states.result, scope)


def deciding_row(
    states: States, arguments: list[Value], present: Value, scope: Scope
) -> int | None:
    """The place of the first row that matches."""
    reader = _reader(states.inputs, arguments, present, scope)
    for place, row in enumerate(states.rows):
        if _matches(row, states, arguments, reader):
            return place
    return None


def _matches(
    row: StateRow, states: States, arguments: list[Value], reader: Reader
) -> bool:
    for cell, each, value in zip(row.cells, states.inputs, arguments, strict=False):
        if cell is not None and value != read_literal(cell, each.type, reader.scope):
            return False
    return row.condition is None or is_true(row.condition, reader)


def _without_entry(
    otherwise: Otherwise,
    value: Value,
    wanted: Type,
    field: str,
    table: str,
    scope: Scope,
) -> Value:
    if otherwise.policy == "keep":
        return value
    if otherwise.policy == "null":
        return None
    if otherwise.policy == "value" and otherwise.value is not None:
        return read_literal(otherwise.value, wanted, scope)
    if value is None:
        return None
    reason = f"value map {table} has no entry for {value!r}"
    raise Refusal("value-map-miss", field, value, reason)


def _reader(
    inputs: tuple[Input, ...], arguments: list[Value], present: Value, scope: Scope
) -> Reader:
    values = {"target": present}
    values |= {each.name: value for each, value in zip(inputs, arguments, strict=False)}
    types = {each.name: each.type for each in inputs}

    def value_of(name: Name) -> Value:
        return values[name.name] if isinstance(name, Parameter) else None

    def type_of(name: Name) -> Type:
        return types.get(name.name, Type()) if isinstance(name, Parameter) else Type()

    return Reader(value_of, type_of, scope)
