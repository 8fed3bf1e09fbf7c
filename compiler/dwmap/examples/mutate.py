"""
Small faults put into maps on purpose: what no example notices is not protected by any.

A fault is a likely slip: an entry of a value map lost, two codes swapped, a direction dropped, a filter lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dwmap.examples.run import Result, run_example
from dwmap.ir.model import (
    Constant,
    Direction,
    EitherRef,
    Example,
    FieldMapping,
    Map,
    Pair,
    PathRef,
    Project,
    Side,
    ValueMap,
)
from dwmap.ir.scope import Scope


@dataclass(frozen=True)
class Mutant:
    """A fault in a map, and whether an example fails because of it."""

    map: str
    fault: str
    noticed: bool


def mutate(project: Project, maps: frozenset[str] | None = None) -> Iterator[Mutant]:
    """Every fault of every map, or of some; examples that fail anyway notice nothing."""
    scope = Scope(project)
    examples: dict[str, list[tuple[Example, list[Result]]]] = {}
    for example in project.examples:
        results = list(run_example(example, scope))
        if all(one.passed for one in results):
            examples.setdefault(example.map, []).append((example, results))
    for map in project.maps:
        if maps is None or map.name in maps:
            own = examples.get(map.name, [])
            for fault, mutated in _faults(project, map):
                yield Mutant(map.name, fault, _is_noticed(own, mutated))


def _is_noticed(examples: list[tuple[Example, list[Result]]], mutated: Project) -> bool:
    """Whether an example that passed fails, or shows less than it did."""
    scope = Scope(mutated)
    return any(
        list(run_example(example, scope)) != before for example, before in examples
    )


def _faults(project: Project, map: Map) -> Iterator[tuple[str, Project]]:
    for side in ("left", "right"):
        if getattr(map, f"{side}_filter") is not None:
            lost = (
                replace(map, left_filter=None)
                if side == "left"
                else replace(map, right_filter=None)
            )
            yield f"the filter of {getattr(map, side)} is lost", _with_map(
                project, lost
            )
    for place, line in enumerate(map.fields):
        if line.implied:
            continue
        for heading in ("to_right", "to_left"):
            if line.direction in ("both", heading):
                lines = _without(map.fields, place, heading)
                fault = f"{_text(line, heading)} is lost"
                yield fault, _with_map(project, replace(map, fields=lines))
    names = {line.transform.name for line in map.fields if line.transform}
    for value_map in project.value_maps:
        if value_map.name in names:
            yield from _entry_faults(project, value_map)


def _without(
    lines: tuple[FieldMapping, ...], place: int, heading: Direction
) -> tuple[FieldMapping, ...]:
    line = lines[place]
    if line.direction != "both":
        return lines[:place] + lines[place + 1 :]
    rest: Direction = "to_left" if heading == "to_right" else "to_right"
    narrowed = replace(line, direction=rest)
    return (*lines[:place], narrowed, *lines[place + 1 :])


def _text(line: FieldMapping, heading: Direction) -> str:
    sides = (line.left, line.right)
    source, target = sides if heading == "to_right" else sides[::-1]
    return f"{_short(source)} -> {_short(target)}"


def _short(side: Side) -> str:
    if isinstance(side, PathRef | EitherRef | Constant):
        return side.text or "blank"
    return "(…)"


def _entry_faults(
    project: Project, value_map: ValueMap
) -> Iterator[tuple[str, Project]]:
    pairs = value_map.pairs
    for place, pair in enumerate(pairs):
        lost = pairs[:place] + pairs[place + 1 :]
        shown = f"{_short(pair.left)} = {_short(pair.right)}"
        fault = f"{value_map.name}: {shown} is lost"
        yield fault, _with_pairs(project, value_map, lost)
    for place, (one, other) in enumerate(zip(pairs, pairs[1:], strict=False)):
        if one.right == other.right:
            continue
        swapped = list(pairs)
        swapped[place] = replace(one, right=other.right)
        swapped[place + 1] = replace(other, right=one.right)
        shown = f"{_short(one.left)} and {_short(other.left)}"
        fault = f"{value_map.name}: {shown} are swapped"
        yield fault, _with_pairs(project, value_map, tuple(swapped))


def _with_map(project: Project, changed: Map) -> Project:
    maps = (changed if each.name == changed.name else each for each in project.maps)
    return replace(project, maps=tuple(maps))


def _with_pairs(
    project: Project, value_map: ValueMap, pairs: tuple[Pair, ...]
) -> Project:
    changed = replace(value_map, pairs=pairs)
    tables = (
        changed if each.name == changed.name else each for each in project.value_maps
    )
    return replace(project, value_maps=tuple(tables))
