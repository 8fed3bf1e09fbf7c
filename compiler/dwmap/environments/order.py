"""The order of the maps of two states, which is that of both: nothing that is stored says one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dwmap.ir.model import Dependency, Map, Project, Step

Dependencies = Mapping[str, tuple[Dependency, ...]]


def order_of(
    project: Project, names: Mapping[str, str]
) -> tuple[tuple[Step, ...], Dependencies]:
    """The plan and the dependencies of a project, by the names that its maps have in both states."""
    called = (names[step.map] for step in project.plan if step.map in names)
    plan = tuple(Step(map=name) for name in dict.fromkeys(called))
    found: dict[str, dict[str, Dependency]] = {}
    for one in project.maps:
        name = names.get(one.name)
        for each in one.dependencies if name is not None else ():
            needed = names.get(each.map)
            if name is not None and needed is not None and needed != name:
                found.setdefault(name, {})[needed] = replace(each, map=needed)
    return plan, {
        name: tuple(needed[one] for one in sorted(needed))
        for name, needed in found.items()
    }


def with_dependencies(
    maps: Iterable[Map], dependencies: Dependencies
) -> tuple[Map, ...]:
    """The maps with what they wait for, as far as it is there."""
    maps = tuple(maps)
    there = {one.name for one in maps}
    return tuple(
        replace(
            one,
            dependencies=tuple(
                each for each in dependencies.get(one.name, ()) if each.map in there
            ),
        )
        for one in maps
    )
