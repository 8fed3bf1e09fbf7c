"""The dependency graph of a project: maps, what goes before what, and in which wave of the first synchronization."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from dwmap.ir.model import Map, Project, Step


@dataclass(frozen=True, slots=True)
class MapNode:
    """
    A map in the graph. `wave` counts from 1: everything that a map needs lies in earlier waves, except
    what comes `later` (see MapEdge). `second_pass` names the columns that are written in a second pass.
    """

    name: str
    label: str
    folder: str
    left: str
    right: str
    position: int
    wave: int
    second_pass: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapEdge:
    """`first` goes before `then`. `later` is a dependency that only a second pass can satisfy."""

    first: str
    then: str
    declared: bool
    lookups: tuple[str, ...] = ()
    later: bool = False


@dataclass(frozen=True)
class MapGraph:
    """Nodes in the order of the plan, edges sorted by their ends."""

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]

    @cached_property
    def by_name(self) -> dict[str, MapNode]:
        """The nodes by the name of the map."""
        return {node.name: node for node in self.nodes}

    @cached_property
    def before(self) -> dict[str, list[MapEdge]]:
        """The edges that end in a map: what it needs."""
        return _grouped((edge.then, edge) for edge in self.edges)

    @cached_property
    def after(self) -> dict[str, list[MapEdge]]:
        """The edges that start in a map: what needs it."""
        return _grouped((edge.first, edge) for edge in self.edges)

    def part(self, names: Collection[str]) -> MapGraph:
        """Only these maps and the edges among them."""
        return MapGraph(
            tuple(node for node in self.nodes if node.name in names),
            tuple(e for e in self.edges if e.first in names and e.then in names),
        )

    def around(self, names: Iterable[str]) -> MapGraph:
        """These maps, what they need directly and what needs them directly; no edges among strangers."""
        inner = set(names)
        edges = [e for e in self.edges if e.first in inner or e.then in inner]
        wanted = inner.union(*((edge.first, edge.then) for edge in edges))
        nodes = tuple(node for node in self.nodes if node.name in wanted)
        return MapGraph(nodes, tuple(edges))


def map_graph(project: Project) -> MapGraph:
    """The graph of all maps of `project`."""
    order = _order(project)
    edges = tuple(sorted(_edges(project, order), key=lambda e: (e.first, e.then)))
    waves = _waves(order, edges)
    second = _second_pass(project.plan)
    maps = {one.name: one for one in project.maps}
    nodes = tuple(
        _node(maps[name], position, waves[name], second.get(name, ()))
        for name, position in order.items()
    )
    return MapGraph(nodes, edges)


def _node(one: Map, position: int, wave: int, second: tuple[str, ...]) -> MapNode:
    return MapNode(
        name=one.name,
        label=one.label or one.name,
        folder=one.folder,
        left=one.left,
        right=one.right,
        position=position,
        wave=wave,
        second_pass=second,
    )


def _order(project: Project) -> dict[str, int]:
    """Each map and its place in the plan; maps without a step follow by name."""
    known = {one.name for one in project.maps}
    planned = dict.fromkeys(step.map for step in project.plan if step.map in known)
    rest = dict.fromkeys(sorted(known - planned.keys()))
    return {name: place for place, name in enumerate({**planned, **rest}, start=1)}


def _edges(project: Project, order: dict[str, int]) -> Iterable[MapEdge]:
    for one in project.maps:
        for need in one.dependencies:
            if need.map in order:
                yield MapEdge(
                    first=need.map,
                    then=one.name,
                    declared=need.declared,
                    lookups=need.lookups,
                    later=order[need.map] >= order[one.name],
                )


def _waves(order: dict[str, int], edges: Iterable[MapEdge]) -> dict[str, int]:
    needs: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if not edge.later:
            needs[edge.then].append(edge.first)
    waves: dict[str, int] = {}
    for name in order:  # What a map needs stands before it.
        waves[name] = 1 + max((waves[first] for first in needs[name]), default=0)
    return waves


def _second_pass(plan: Iterable[Step]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for step in plan:
        if step.only:
            found[step.map] = found.get(step.map, ()) + step.only
    return found


def _grouped(pairs: Iterable[tuple[str, MapEdge]]) -> dict[str, list[MapEdge]]:
    groups: dict[str, list[MapEdge]] = defaultdict(list)
    for name, edge in pairs:
        groups[name].append(edge)
    return dict(groups)
