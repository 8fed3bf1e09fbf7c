"""Filters made at random over a table with a column of each kind, and records of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from dwmap.diagnostics.cells import visible
from dwmap.interpret.values import Value
from dwmap.ir.model import Entity, Expr, Map
from dwmap.ir.scope import Scope
from dwmap.ir.text import quoted
from dwmap.prove.trips import occurs
from dwmap.prove.values import random_value, values_of
from dwmap.semantic.stdlib import CALENDARS
from harness.projects import compile_text

COLUMNS: Final[Mapping[str, str]] = {
    "name": "string(20)?",
    "title": "string(20)",
    "count": "int?",
    "total": "long?",
    "amount": "decimal(6, 2)?",
    "price": "decimal(6, 2)",
    "factor": "double?",
    "active": "bool?",
    "kind": "Kind?",
    "stage": "stage?",
    "day": "date?",
    "at": "datetime?",
    "hour": "time?",
    "tag": "guid?",
}
_HEAD = """enum fo.Kind { Aa, Bb, Cc }

options ce.stage {
  1 First
  2 Second
}

"""
_ORDERED = ("count", "total", "amount", "factor", "day", "at", "name")
_JOINS = ("and", "or")
_DENIALS = ("", "not ")
_TEXTS = ("name", "title")
_PAIRS = (("name", "title"), ("count", "total"), ("amount", "price"), ("day", "day"))


def compile_filters(texts: list[str], system: str) -> tuple[Scope, list[Expr]]:
    """A project with a map for each filter, on the side of `fo` (finance and operations) or `ce`."""
    entities = "".join(map(_entity, ("fo", "ce")))
    maps = "".join(
        f"map M{number} : fo.things <-> ce.things {{\n  key id\n"
        f"  where {system} {text}\n  id = id\n  title = title\n  price = price\n}}\n\n"
        for number, text in enumerate(texts)
    )
    project, report = compile_text(_HEAD + entities + maps)
    assert project is not None, [each.message for each in report]
    found = {each.name: filter_of(each, system) for each in project.maps}
    return Scope(project), [found[f"M{number}"] for number in range(len(texts))]


def _entity(system: str) -> str:
    fields = "\n".join(f"  {name} {COLUMNS[name]}" for name in columns_of(system))
    return f"entity {system}.things {{\n  key id\n  id int\n{fields}\n}}\n\n"


def columns_of(system: str) -> list[str]:
    """The columns of an end: finance and operations has an enum, NoYes, for what is true or false."""
    return [name for name in COLUMNS if (name, system) != ("active", "fo")]


def filter_of(map: Map, system: str) -> Expr:
    """The filter of a map on the side of a system."""
    found = map.left_filter if system == "fo" else map.right_filter
    assert found is not None
    return found


def things(scope: Scope, system: str) -> Entity:
    """The entity that the filters are about."""
    return scope.entities[f"{system}.things"]


def random_records(
    scope: Scope, system: str, count: int, chance: random.Random
) -> list[dict[str, Value]]:
    """Records as the runtime reads them from an end of that kind, numbered by `id`."""
    entity = things(scope, system)
    found: list[dict[str, Value]] = []
    while len(found) < count:
        record = {
            each.name.casefold(): random_value(each.type, scope, chance)
            for each in entity.fields
        }
        record["id"] = len(found)
        if all(_storable(each, entity.name, scope) for each in record.values()):
            found.append(record)
    return found


def _storable(value: Value, entity: str, scope: Scope) -> bool:
    """What an end can hold at all: F&O has no empty text beside no value, databases no character of code 0."""
    if isinstance(value, str) and "\0" in value:
        return False
    return occurs(value, entity, scope)


def random_filter(scope: Scope, system: str, chance: random.Random, depth: int) -> str:
    """A filter in the language."""
    if depth and chance.random() < 0.6:
        parts = [random_filter(scope, system, chance, depth - 1) for _ in range(2)]
        joined = f" {chance.choice(_JOINS)} ".join(parts)
        return f"not ({joined})" if chance.random() < 0.3 else f"({joined})"
    atom = _atom(scope, system, chance)
    return f"not ({atom})" if chance.random() < 0.2 else atom


def _atom(scope: Scope, system: str, chance: random.Random) -> str:
    roll, columns = chance.random(), columns_of(system)
    if roll < 0.1:
        part = quoted(chance.choice(("a", "A", "ß", "0", "'", "é", "x" * 3)))
        function = chance.choice(("starts_with", "ends_with", "contains"))
        return f"{function}({chance.choice(_TEXTS)}, {part})"
    if roll < 0.2:
        return f"{chance.choice(columns)} is {chance.choice(_DENIALS)}blank"
    if roll < 0.25 and system == "ce":
        return "active"
    if roll < 0.35:
        one, other = chance.choice(_PAIRS)
        op = chance.choice(("==", "!=", "<", "<=", ">", ">="))
        return f"{one} {op} {other}"
    name = chance.choice(columns)
    if roll < 0.5:
        options = ", ".join(_literal(scope, system, name, chance) for _ in range(2))
        return f"{name} in [{options}]"
    ordered = name in _ORDERED
    op = chance.choice(("==", "!=", "<", "<=", ">", ">=")[: 6 if ordered else 2])
    return f"{name} {op} {_literal(scope, system, name, chance)}"


def _is_kept(day: date, system: str) -> bool:
    """Whether the end keeps the day at all; the checker refuses a comparison with another one."""
    first, last = CALENDARS["finops" if system == "fo" else "dataverse"]
    return first <= day.isoformat()[:10] <= last


def _literal(scope: Scope, system: str, name: str, chance: random.Random) -> str:
    field = scope.field(f"{system}.things", name)
    assert field is not None
    while True:
        value = chance.choice(values_of(field.type, scope))
        if isinstance(value, str) and visible(value) != value:
            continue
        if isinstance(value, date) and not _is_kept(value, system):
            continue
        if isinstance(value, float) and value != round(value, 3):
            continue
        if isinstance(value, time) and value.microsecond:
            continue
        if value is not None:
            return spelled(value, field.type.kind)


def spelled(value: Value, kind: str) -> str:
    """A value as a literal of the language."""
    if kind == "guid":
        return f'guid "{value}"'
    return next(
        make(value) for type, make in _SPELLED.items() if type == type_of(value)
    )


def type_of(value: Value) -> type:
    """The very type of a value: a moment is no day, and true is no number."""
    return value.__class__


_SPELLED: Final[Mapping[type, Callable[[Value], str]]] = {
    str: lambda value: quoted(str(value)),
    bool: lambda value: str(value).lower(),
    int: str,
    float: lambda value: format(Decimal(str(value)), "f"),
    Decimal: lambda value: format(Decimal(str(value)), "f"),
    date: lambda value: f'date "{value}"',
    datetime: lambda value: f'datetime "{str(value).replace(" ", "T")}"',
    time: lambda value: f'time "{value}"',
}
