"""The likely slips in a map: each one change of it, or of a table that it uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from dwmap.examples.filters import narrowed_or_widened
from dwmap.ir.model import (
    Direction,
    EitherRef,
    FieldMapping,
    Map,
    Otherwise,
    PathRef,
    States,
    ValueMap,
)
from dwmap.ir.scope import Scope
from dwmap.ir.text import constant_text, side_text

FaultKind: TypeAlias = Literal[
    "filter", "copy", "line", "direction", "default", "condition", "entry", "state"
]
HEADINGS: Final[tuple[Direction, Direction]] = ("to_right", "to_left")
_TURNED: Final[Mapping[Direction, Direction]] = {
    "to_right": "to_left",
    "to_left": "to_right",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong, in words, and the map or the table with the fault in it."""

    kind: FaultKind
    text: str
    map: Map | None = None
    table: ValueMap | States | None = None


def map_faults(map: Map) -> Iterator[Fault]:
    """The faults of a map: in its filters, then line by line."""
    for entity, filter, left in (
        (map.left, map.left_filter, True),
        (map.right, map.right_filter, False),
    ):
        away: Direction = "to_right" if left else "to_left"
        if filter is None or not any(
            line.direction in ("both", away) for line in map.fields
        ):
            continue  # a filter of records that nothing reads
        lost = (
            replace(map, left_filter=None) if left else replace(map, right_filter=None)
        )
        yield Fault("filter", f"the filter of {entity} is lost", lost)
        for text, changed in narrowed_or_widened(filter):
            turned = (
                replace(map, left_filter=changed)
                if left
                else replace(map, right_filter=changed)
            )
            yield Fault("filter", f"in the filter of {entity}, {text}", turned)
    for place, line in enumerate(map.fields):
        if not line.implied:
            yield from _line_faults(map, place, line)


def _line_faults(map: Map, place: int, line: FieldMapping) -> Iterator[Fault]:
    text = f"{side_text(line.left)} and {side_text(line.right)}"
    plain = line.transform is None and line.default is None and line.condition is None
    paths = all(
        isinstance(side, PathRef | EitherRef) for side in (line.left, line.right)
    )
    for heading in HEADINGS:
        if line.direction in ("both", heading):
            rest = (
                (replace(line, direction=_TURNED[heading]),)
                if line.direction == "both"
                else ()
            )
            kind: FaultKind = "copy" if plain and paths else "line"
            yield Fault(
                kind, f"{_way(line, heading)} is lost", _with(map, place, *rest)
            )
    uses = line.transform.kind if line.transform is not None else ""
    if line.direction != "both" and paths and uses in ("", "value_map"):
        turned = replace(line, direction=_TURNED[line.direction])
        yield Fault("direction", f"{text} go the other way", _with(map, place, turned))
    if line.default is not None:
        lost = replace(line, default=None)
        yield Fault("default", f"{text} lose their default", _with(map, place, lost))
    if line.condition is not None:
        lost = replace(line, condition=None)
        yield Fault("condition", f"{text} lose their `when`", _with(map, place, lost))


def _with(map: Map, place: int, *lines: FieldMapping) -> Map:
    return replace(map, fields=(*map.fields[:place], *lines, *map.fields[place + 1 :]))


def _way(line: FieldMapping, heading: Direction) -> str:
    sides = side_text(line.left), side_text(line.right)
    source, target = sides if heading == "to_right" else sides[::-1]
    return f"{source} -> {target}"


def table_faults(map: Map, scope: Scope) -> Iterator[Fault]:
    """The faults of the value maps and state tables that a map uses."""
    used = {
        line.transform.name: line.transform.kind
        for line in map.fields
        if line.transform is not None
    }
    for name, kind in sorted(used.items()):
        if kind == "value_map":
            yield from _entry_faults(scope.value_maps[name])
            yield from _otherwise_faults(scope.value_maps[name])
        elif kind == "states":
            yield from _row_faults(scope.states[name])


def _entry_faults(table: ValueMap) -> Iterator[Fault]:
    pairs = table.pairs
    for place, pair in enumerate(pairs):
        lost = replace(table, pairs=pairs[:place] + pairs[place + 1 :])
        shown = f"{constant_text(pair.left)} = {constant_text(pair.right)}"
        yield Fault("entry", f"{table.name}: {shown} is lost", table=lost)
    for place, (one, other) in enumerate(zip(pairs, pairs[1:], strict=False)):
        if one.right != other.right:
            swapped = list(pairs)
            swapped[place] = replace(one, right=other.right)
            swapped[place + 1] = replace(other, right=one.right)
            shown = f"{constant_text(one.left)} and {constant_text(other.left)}"
            changed = replace(table, pairs=tuple(swapped))
            yield Fault("entry", f"{table.name}: {shown} are swapped", table=changed)


def _otherwise_faults(table: ValueMap) -> Iterator[Fault]:
    for text, lost in (
        ("values from the left", replace(table, to_right=Otherwise())),
        ("values from the right", replace(table, to_left=Otherwise())),
    ):
        if lost != table:
            yield Fault("entry", f"{table.name}: `else` for {text} is lost", table=lost)


def _row_faults(table: States) -> Iterator[Fault]:
    rows = table.rows
    for place, (number, _) in enumerate(
        zip(range(1, len(rows) + 1), rows, strict=True)
    ):
        lost = replace(table, rows=rows[:place] + rows[place + 1 :])
        yield Fault("state", f"{table.name}: row {number} is lost", table=lost)
    for place in range(len(rows) - 1):
        swapped = list(rows)
        swapped[place], swapped[place + 1] = rows[place + 1], rows[place]
        text = f"{table.name}: rows {place + 1} and {place + 2} are swapped"
        yield Fault("state", text, table=replace(table, rows=tuple(swapped)))
