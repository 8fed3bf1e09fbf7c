"""
Two sides as two states that `dwmap.changes` compares.

Both go the same way: what they hold, in the form in which dual-write stores it, is imported together. So a spec is compared by what
an environment can know of it, and what two sides say in different words is no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from dwmap.diagnostics import Report, Severity
from dwmap.environments.held import Held, Leg, Package
from dwmap.environments.matching import (
    Chosen,
    Pair,
    choose,
    match,
    variants_of,
)
from dwmap.environments.order import Dependencies, order_of, with_dependencies
from dwmap.environments.value_maps import align, in_use, own_names, renamed
from dwmap.importers.names import pascal, unique
from dwmap.importers.problems import RepeatedValue
from dwmap.importers.schema import Schema
from dwmap.importers.together import Known, Together, import_together
from dwmap.ir.model import Map, Project, Solution, Step, ValueMap


@dataclass(frozen=True)
class Matched:
    """A map of both sides, or of one: the name that both states have for it, and what it is on each side."""

    name: str
    before: Chosen | None
    after: Chosen | None


@dataclass(frozen=True)
class States:
    """The two projects, which map is which, and what could not be read of either, by the name of the map."""

    before: Project
    after: Project
    maps: tuple[Matched, ...]
    unreadable: tuple[tuple[str, str], ...] = ()


def states_of(before: Held, after: Held, known: Known) -> States:
    """What both sides mean. Nothing of it depends on the order in which either told it."""
    seen = variants_of(before.legs), variants_of(after.legs)
    pairs = match(
        choose(before.legs, before.facts, seen[1]),
        choose(after.legs, after.facts, seen[0]),
    )
    matched = tuple(_named(pairs))
    legs = [leg for each in matched for leg in _told(each)]
    together, report = _imported(legs, known)
    names = {id(leg): name for leg, name in zip(legs, together.names, strict=True)}
    for each in matched:
        for end in _ends(each):
            names.setdefault(id(end.leg), names[id(_told(each)[0])])
    split = _Split(together, names, matched)
    was, now = split.maps("before"), split.maps("after")
    own = own_names(after.own, now) | own_names(before.own, was)
    known_tables = [
        replace(one, name=own.get(one.name, one.name))
        for one in together.project.value_maps
    ]
    for maps in (was, now):
        for name, one in maps.items():
            maps[name] = renamed(one, own)
    tables = align(known_tables, was, now)
    order = _order(together, names, matched, after.own or before.own)
    return States(
        _project(together, order, was, tables[0], (before, after)),
        _project(together, order, now, tables[1], (after, before)),
        matched,
        tuple(_unreadable(report, legs, names, split, matched)),
    )


def only_maps(project: Project, names: Set[str]) -> Project:
    """The project with these maps: what is said of the others, and that they are not there, is told elsewhere."""
    kept = [one for one in project.maps if one.name in names]
    plan = tuple(step for step in project.plan if step.map in names)
    waits = {one.name: one.dependencies for one in kept}
    tables = tuple(in_use(project.value_maps, kept))
    return replace(
        project, maps=with_dependencies(kept, waits), value_maps=tables, plan=plan
    )


def _told(each: Matched) -> list[Leg]:
    """What of a map is imported: what says the same on both sides, once."""
    legs = [one.leg for one in _ends(each)]
    alike = len(legs) == 2 and legs[0].content == legs[1].content
    return legs[:1] if alike else legs


def _imported(legs: Sequence[Leg], known: Known) -> tuple[Together, Report]:
    """
    All maps, imported together. What one of them says may be wrong for the types that are known, such as a number where a text
    is declared: then all are compared without these types, rather than that one not at all.
    """
    tables = [leg.table for leg in legs]
    report = Report()
    together = import_together(tables, known, report)
    if not together.errors:
        return together, report
    untyped = Report()
    other = import_together(tables, replace(known, schema=Schema()), untyped)
    if len(other.errors) < len(together.errors):
        return other, untyped
    return together, report


def _ends(each: Matched) -> list[Chosen]:
    return [one for one in (each.before, each.after) if one is not None]


def _named(pairs: Iterable[Pair]) -> Iterable[Matched]:
    """Names that are the same whichever side comes first; a project's own where there is one."""
    given = {one.leg.name for pair in pairs for one in pair if one and one.leg.name}
    taken = {name.lower() for name in given}
    for before, after in pairs:
        ends = [one for one in (after, before) if one is not None]
        own = next((one.leg.name for one in ends if one.leg.name), "")
        table = ends[0].leg.table
        wanted = f"{pascal(table.left.text)}_{pascal_set(table.right.text)}"
        yield Matched(own or unique(wanted, taken), before, after)


def pascal_set(name: str) -> str:
    """The name of a set, which is a name of the language already, or is made one."""
    return name if name.isidentifier() else pascal(name)


@dataclass(frozen=True)
class _Split:
    """Takes the maps of the two sides out of what was imported together."""

    together: Together
    names: Mapping[int, str]
    matched: tuple[Matched, ...]

    def maps(self, side: str) -> dict[str, Map]:
        """The maps of a side by the name that both states have for them."""
        imported = {one.name: one for one in self.together.project.maps}
        found: dict[str, Map] = {}
        for each in self.matched:
            one: Chosen | None = getattr(each, side)
            made = imported.get(self.names[id(one.leg)]) if one else None
            if one is not None and made is not None:
                words = any(end.leg.is_further for end in _ends(each))
                found[each.name] = replace(
                    made,
                    name=each.name,
                    version=_version(one, each),
                    label="" if words else made.label,
                    doc="" if words else made.doc,
                    dependencies=(),
                    solution=None,
                    folder="",
                )
        return found


def _solution(one: Package, other: Package) -> Solution:
    """A solution; what the other side does not state is no difference."""
    return Solution(
        name=one.name,
        publisher=one.publisher if other.publisher else "",
        version=one.version if other.version else "",
    )


def _version(one: Chosen, each: Matched) -> str:
    """The version; where a side states none, it is no difference."""
    stated = all(end.leg.version and not end.leg.is_further for end in _ends(each))
    return one.leg.version if stated else ""


_Order = tuple[tuple[Step, ...], Dependencies]


def _order(
    together: Together,
    names: Mapping[int, str],
    matched: Iterable[Matched],
    own: Project | None,
) -> _Order:
    """The order of the maps: that of specs where one side is specs."""
    matched = tuple(matched)
    if own is not None:
        return order_of(own, {each.name: each.name for each in matched})
    called = {names[id(one.leg)]: each.name for each in matched for one in _ends(each)}
    return order_of(together.project, called)


def _project(
    together: Together,
    order: _Order,
    maps: Mapping[str, Map],
    tables: Iterable[ValueMap],
    sides: tuple[Held, Held],
) -> Project:
    """One of the two projects, that of the first side; only solutions that both have are compared."""
    side, other = sides
    packages = [
        _solution(one, other.packages[name])
        for name, one in sorted(side.packages.items())
        if name in other.packages
    ]
    plan, dependencies = order
    own = [maps[name] for name in sorted(maps)]
    return replace(
        together.project,
        name="",
        solutions=tuple(packages),
        maps=with_dependencies(own, dependencies),
        value_maps=tuple(sorted(tables, key=lambda one: one.name)),
        plan=tuple(step for step in plan if step.map in maps),
    )


def _unreadable(
    report: Report,
    legs: Iterable[Leg],
    names: Mapping[int, str],
    split: _Split,
    matched: Iterable[Matched],
) -> Iterable[tuple[str, str]]:
    """What an import could not express, and maps that have an error: neither may pass for being equal."""
    called = {id(one.leg): each.name for each in matched for one in _ends(each)}
    imported = {one.name for one in split.together.project.maps}
    files = {
        leg.table.heading.file.path.rpartition("/")[0]: called[id(leg)] for leg in legs
    }
    alike = {each.name for each in matched if len(_told(each)) < len(_ends(each))}
    for one in report:
        if one.severity is Severity.ERROR or one.code == RepeatedValue.code:
            path = one.primary.span.file.path if one.primary else ""
            name = files.get(path.rpartition("/")[0], "")
            if one.severity is Severity.ERROR or name not in alike:
                yield name, one.message
    for leg in legs:
        if names[id(leg)] not in imported:
            reason = split.together.errors.get(names[id(leg)], "it has an error")
            yield called[id(leg)], f"{reason}; the map was not compared"
