"""`_valuemaps.py`: the entries of each value map, one dictionary for each direction; and how maps use them."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.emit.constants import constant_value, flow_of_value
from dwmap.emit.pycode import (
    PyCode,
    Value,
    code,
    comment,
    identifier,
    literal,
    text_literal,
)
from dwmap.emit.python_names import HEADINGS, SharedNames
from dwmap.emit.python_types import runtime_name, union_code
from dwmap.emit.view import Heading
from dwmap.ir.model import Otherwise, Type, ValueMap
from dwmap.ir.scope import Scope


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a dictionary and its value."""

    key: PyCode
    value: PyCode


@dataclass(frozen=True, slots=True)
class EntriesView:
    """One direction of a value map as a constant."""

    name: PyCode
    key_type: PyCode
    value_type: PyCode
    entries: tuple[Entry, ...]
    comments: tuple[PyCode, ...] = ()


def view_value_maps(scope: Scope, names: SharedNames) -> tuple[EntriesView, ...]:
    """Both directions of every value map."""
    return tuple(
        _view_entries(value_map, heading, scope, names)
        for value_map in scope.project.value_maps
        for heading in HEADINGS
    )


def _view_entries(
    value_map: ValueMap, heading: Heading, scope: Scope, names: SharedNames
) -> EntriesView:
    entries = list_entries(value_map, heading, scope)
    first = heading == HEADINGS[0]
    title = f"{value_map.name}: {value_map.doc}" if value_map.doc else value_map.name
    return EntriesView(
        identifier(names.entries_names[value_map.name, heading]),
        union_code(flow_of_value(key) for key, _ in entries),
        union_code(flow_of_value(value) for _, value in entries),
        tuple(Entry(literal(key), literal(value)) for key, value in entries),
        (comment(title),) if first else (),
    )


def list_entries(
    value_map: ValueMap, heading: Heading, scope: Scope
) -> list[tuple[Value, Value]]:
    """The pairs of one direction; of two with one key the first counts."""
    found: dict[Value, Value] = {}
    for pair in value_map.pairs:
        if pair.direction not in ("both", heading):
            continue
        left = constant_value(pair.left, value_map.left, scope)
        right = constant_value(pair.right, value_map.right, scope)
        key, value = (left, right) if heading == "to_right" else (right, left)
        found.setdefault(key, value)
    return list(found.items())


def value_table(
    value_map: ValueMap, heading: Heading, entries: PyCode, field: str, scope: Scope
) -> PyCode:
    """`ValueTable(...)` for one line of a map."""
    right = heading == "to_right"
    otherwise = value_map.to_right if right else value_map.to_left
    keys, values = _types(value_map, heading)
    return code(
        "{table}({entries}, table={name}, field={field}{otherwise}{case})",
        table=runtime_name("ValueTable"),
        entries=entries,
        name=text_literal(value_map.name),
        field=text_literal(field),
        otherwise=_otherwise(otherwise, values, scope),
        case=_case(value_map, keys),
    )


def _types(value_map: ValueMap, heading: Heading) -> tuple[Type, Type]:
    types = (value_map.left, value_map.right)
    return types if heading == "to_right" else (types[1], types[0])


def _case(value_map: ValueMap, keys: Type) -> PyCode:
    """Symbols of an enum match without case, texts only if the value map says so."""
    ignores = value_map.ignore_case or keys.kind == "enum"
    return PyCode(", ignore_case=True" if ignores else "")


def _otherwise(otherwise: Otherwise, values: Type, scope: Scope) -> PyCode:
    if otherwise.policy == "error":
        return PyCode("")
    if otherwise.policy == "value" and otherwise.value is not None:
        value = literal(constant_value(otherwise.value, values, scope))
    else:
        name = "KEEP" if otherwise.policy == "keep" else "NULL"
        value = runtime_name(name)
    if value == "None":
        value = runtime_name("NULL")
    return code(", otherwise={value}", value=value)
