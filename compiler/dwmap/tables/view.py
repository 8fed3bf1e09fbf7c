"""A map as a table: what dual-write would store of it, rule by rule, and what it has no form for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dwmap.ir.model import Map, Project
from dwmap.ir.text import side_text
from dwmap.solutions.stored import MapWriter, Unstored, set_of_map

_SYMBOLS = {"1": (">", ">>"), "2": ("<", "<<"), "3": ("=", "><")}
"""By direction: of a plain rule, and of one that changes the value or writes a constant."""


@dataclass(frozen=True)
class Rule:
    """A row. A side without a field is empty, and so is a value that is none."""

    left: str
    symbol: str
    pairs: tuple[tuple[str, str], ...]
    right: str
    default: str


@dataclass(frozen=True)
class Table:
    """A map as dual-write would hold it; `left_out` says what it has no form for, in words."""

    name: str
    left: str
    right: str
    doc: str
    source_filter: str
    reversed_filter: str
    rules: tuple[Rule, ...]
    left_out: tuple[str, ...]


def tables_of(project: Project) -> list[Table]:
    """A table for each map, sorted as the documentation sorts them."""
    writer = MapWriter(project)
    found = [_table(writer, one) for one in project.maps]
    return sorted(found, key=lambda one: (one.left.casefold(), one.right, one.name))


def _table(writer: MapWriter, one: Map) -> Table:
    stored = writer.stored(one)
    [leg] = stored.row["msdyn_mapping"]["legs"]
    return Table(
        one.name,
        writer.label(one),
        set_of_map(one),
        one.doc,
        leg["sourceFilter"],
        leg["reversedSourceFilter"],
        tuple(_rule(rule) for rule in leg["fieldMappings"]),
        tuple(_left_out(one, stored.unstored)),
    )


def _rule(rule: dict[str, Any]) -> Rule:
    plain, changing = _SYMBOLS[rule["syncDirection"]]
    pairs: dict[str, str] = {}
    default = ""
    for transform in rule["valueTransforms"]:
        pairs |= transform.get("valueMap", {})
        default = transform.get("defaultValue", default)
    return Rule(
        rule["sourceField"],
        changing if rule["valueTransforms"] else plain,
        tuple(pairs.items()),
        rule["destinationField"],
        default,
    )


def _left_out(one: Map, unstored: list[Unstored]) -> Iterator[str]:
    for part in unstored:
        if isinstance(part.place, int):
            line = one.fields[part.place]
            sides = side_text(line.left), side_text(line.right)
            yield f"{sides[0]} and {sides[1]}: {part.reason}"
        elif part.place is not None:
            side = one.left if part.place == "left" else one.right
            yield f"the filter of {side}: {part.reason}"
        else:
            yield part.reason
