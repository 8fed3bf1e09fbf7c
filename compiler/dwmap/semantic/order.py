"""
The order in which maps run, and the two-pass plan where none would do.

A map waits for the maps that create the rows its lookups point at, and for those it `depends on`. Where that
goes round in a circle, a lookup on it is deferred: a first pass leaves its column out, a second fills it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from dwmap.diagnostics import Report
from dwmap.ir.model import Dependency, EitherRef, PathRef, Step
from dwmap.semantic.lines import Line
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.problems import DeclaredCycle, DependencyCycle, SelfDependency


@dataclass
class Edge:
    """Why one map waits for another: a `depends on`, and lookups by column."""

    declared: bool = False
    lookups: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """What each map waits for, and the steps of the initial synchronization."""

    dependencies: Mapping[str, tuple[Dependency, ...]]
    plan: tuple[Step, ...]


def find_order(maps: Sequence[MapFacts], report: Report) -> Order:
    """The dependencies of every map and a plan that keeps them; circles are reported with what breaks them."""
    by_name = {facts.name: facts for facts in maps}
    edges = _find_edges(by_name, report)
    dependencies = {
        name: tuple(
            Dependency(
                map=other, declared=edge.declared, lookups=tuple(sorted(_paths(edge)))
            )
            for other, edge in sorted(waits.items())
        )
        for name, waits in edges.items()
    }
    deferred: dict[str, set[str]] = {}
    for name, waits in edges.items():
        own = waits.pop(name, None)
        if own is not None:
            later = {c for c in own.lookups if not _is_set_once(by_name[name], c)}
            deferred.setdefault(name, set()).update(later)
    order = _sort(edges, deferred, by_name, report)
    return Order(dependencies, _steps(order, deferred))


def _paths(edge: Edge) -> set[str]:
    return {path for paths in edge.lookups.values() for path in paths}


def _find_edges(
    by_name: Mapping[str, MapFacts], report: Report
) -> dict[str, dict[str, Edge]]:
    makers: dict[str, list[str]] = {}
    for name, facts in sorted(by_name.items()):
        if facts.writes_right:
            makers.setdefault(facts.right.name, []).append(name)
        if facts.writes_left and facts.left.name != facts.right.name:
            makers.setdefault(facts.left.name, []).append(name)
    edges: dict[str, dict[str, Edge]] = {name: {} for name in sorted(by_name)}
    for name, facts in sorted(by_name.items()):
        for depends in facts.decl.depends:
            if depends.text == name:
                report.add(SelfDependency(name, depends.span))
            elif depends.text in by_name:
                edges[name].setdefault(depends.text, Edge()).declared = True
        for line in facts.lines:
            for column, path, target in _lookups(line):
                for other in makers.get(target, ()):
                    edge = edges[name].setdefault(other, Edge())
                    edge.lookups.setdefault(column, set()).add(path)
    return edges


def _lookups(line: Line) -> list[tuple[str, str, str]]:
    """The lookups that a line needs when it writes: column, path, entity."""
    found: list[tuple[str, str, str]] = []
    for side in (line.writes("to_right"), line.writes("to_left")):
        if isinstance(side, EitherRef):
            found += [
                (side.column, side.text, c.entity) for c in side.candidates if c.entity
            ]
        elif isinstance(side, PathRef) and side.through and side.through[0]:
            found.append((side.segments[0], side.text, side.through[0]))
    return found


def _sort(
    edges: dict[str, dict[str, Edge]],
    deferred: dict[str, set[str]],
    by_name: Mapping[str, MapFacts],
    report: Report,
) -> list[str]:
    while True:
        sorter = TopologicalSorter(
            {name: sorted(waits) for name, waits in sorted(edges.items())}
        )
        try:
            sorter.prepare()
        except CycleError as error:
            _break(list(reversed(error.args[1]))[:-1], edges, deferred, by_name, report)
            continue
        order: list[str] = []
        while sorter.is_active():
            ready = sorted(sorter.get_ready())
            order += ready
            sorter.done(*ready)
        return order


def _break(
    cycle: list[str],
    edges: dict[str, dict[str, Edge]],
    deferred: dict[str, set[str]],
    by_name: Mapping[str, MapFacts],
    report: Report,
) -> None:
    """Take one edge of the cycle away: the one that defers the fewest columns that may be left out."""
    start = cycle.index(min(cycle))
    ring = cycle[start:] + cycle[:start]
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    choices = []
    for name, other in pairs:
        edge = edges[name][other]
        if not edge.declared and _may_be_left_out(by_name[name], set(edge.lookups)):
            choices.append((len(edge.lookups), name, other))
    if not choices:
        _break_declared(ring, pairs, edges, by_name, report)
        return
    _, name, other = min(choices)
    columns = set(edges[name][other].lookups)
    deferred.setdefault(name, set()).update(columns)
    for waits in list(edges[name]):
        edge = edges[name][waits]
        for column in columns:
            edge.lookups.pop(column, None)
        if not edge.lookups and not edge.declared:
            del edges[name][waits]
    facts = by_name[name]
    report.add(
        DependencyCycle(tuple(ring), name, tuple(sorted(columns)), facts.decl.name.span)
    )


def _break_declared(
    ring: list[str],
    pairs: list[tuple[str, str]],
    edges: dict[str, dict[str, Edge]],
    by_name: Mapping[str, MapFacts],
    report: Report,
) -> None:
    name, other = pairs[-1]
    decl = by_name[name].decl
    span = next((d.span for d in decl.depends if d.text == other), decl.name.span)
    back = by_name[other].decl
    stated = any(edges[one][two].declared for one, two in pairs)
    report.add(DeclaredCycle(tuple(ring), span, back.name.span, stated))
    del edges[name][other]


def _may_be_left_out(facts: MapFacts, columns: set[str]) -> bool:
    """
    Whether rows can be created without these columns, and be given them later.

    Not where they are required, part of the key, or set on create only.
    """
    key = {
        part.partition(".")[0].lower()
        for pair in facts.key
        for part in (pair.left, pair.right)
    }
    for column in columns:
        field = facts.right.field(column) or facts.left.field(column)
        if column.lower() in key or (
            field is not None and field.modifiers & {"required", "createonly"}
        ):
            return False
    return True


def _is_set_once(facts: MapFacts, column: str) -> bool:
    """Whether a second pass could not fill the column: its row waits for the other one instead."""
    field = facts.right.field(column) or facts.left.field(column)
    return field is not None and "createonly" in field.modifiers


def _steps(order: Sequence[str], deferred: Mapping[str, set[str]]) -> tuple[Step, ...]:
    first = [
        Step(map=name, without=tuple(sorted(deferred.get(name, ())))) for name in order
    ]
    second = [
        Step(map=name, only=tuple(sorted(deferred[name])))
        for name in order
        if deferred.get(name)
    ]
    return (*first, *second)
