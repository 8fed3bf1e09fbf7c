"""Which declaration goes into which file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dwmap.importers import nodes
from dwmap.importers.catalog import Map
from dwmap.importers.names import file_name, option_names
from dwmap.importers.plan import Plan, Solution
from dwmap.importers.schema import Column
from dwmap.importers.value_maps import ValueMap
from dwmap.syntax.ast import (
    Decl,
    EntityDecl,
    EnumDecl,
    EnumMember,
    File,
    MapDecl,
    NamedType,
    OptionMember,
    OptionsDecl,
    Requirement,
    SolutionDecl,
    TypeExpr,
    ValueMapDecl,
)

LONG = 40
"""A value map with more entries has a file of its own."""

ENTITIES = Solution("entities", "Entities", "Entities of both systems")
SHARED = Solution("shared", "Shared", "Value maps that several maps share")
_VERSION = "1.0.0.0"


@dataclass(frozen=True)
class Layout:
    """All declarations of an import."""

    plan: Plan
    maps: list[tuple[Map, MapDecl]]
    value_maps: list[tuple[ValueMap, ValueMapDecl]]
    left: list[EntityDecl]
    right: list[EntityDecl]
    option_sets: dict[str, Column]


def lay_out(layout: Layout) -> dict[str, File]:
    """The files by path, sorted."""
    found: dict[str, list[Decl]] = {}
    for one, map_decl in layout.maps:
        path = _join(one.solution.folder, f"{file_name(one.name)}.dwmap")
        found[path] = [map_decl]
    for value_map, value_decl in layout.value_maps:
        path = _value_map_path(value_map)
        if path in found and not path.endswith("/valuemaps.dwmap"):
            found[path].insert(-1, value_decl)
        else:
            found.setdefault(path, []).append(value_decl)
    for path, decl in _entities(layout):
        found.setdefault(path, []).append(decl)
    for path, solution_decl in _solutions(layout, set(found)):
        found[path] = [solution_decl]
    return {path: nodes.file(found[path]) for path in sorted(found)}


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _value_map_path(one: ValueMap) -> str:
    folder = one.maps[0].solution.folder if len(one.maps) == 1 else SHARED.folder
    if len(one.entries) > LONG:
        return _join(folder, f"{file_name(one.name)}.dwmap")
    if len(one.maps) == 1:
        return _join(folder, f"{file_name(one.maps[0].name)}.dwmap")
    return f"{SHARED.folder}/valuemaps.dwmap"


def _entities(layout: Layout) -> Iterable[tuple[str, Decl]]:
    types = [field.type for one in layout.left for field in one.fields]
    types += [decl.left for _, decl in layout.value_maps]
    if any(_is_no_yes(one) for one in types):
        yield f"{ENTITIES.folder}/enums.dwmap", _no_yes()
    for name, column in sorted(layout.option_sets.items()):
        yield f"{ENTITIES.folder}/options.dwmap", _options(name, column)
    for system, entities in (("fo", layout.left), ("ce", layout.right)):
        for one in entities:
            name = file_name(one.qname.name.text)
            yield f"{ENTITIES.folder}/{system}/{name}.dwmap", one


def _is_no_yes(written: TypeExpr | None) -> bool:
    return isinstance(written, NamedType) and written.name.text == "NoYes"


def _no_yes() -> EnumDecl:
    members = tuple(
        EnumMember(nodes.name(name), None, "", nodes.NOWHERE) for name in ("No", "Yes")
    )
    return EnumDecl(nodes.qname("fo", "NoYes"), members, "", nodes.NOWHERE)


def _options(name: str, column: Column) -> OptionsDecl:
    members = tuple(
        OptionMember(code, nodes.name(label), None, "", nodes.NOWHERE)
        for code, label in sorted(option_names(dict(column.options)).items())
    )
    return OptionsDecl(nodes.qname("ce", name), members, "", nodes.NOWHERE)


def _solutions(layout: Layout, paths: set[str]) -> Iterable[tuple[str, Decl]]:
    """One for each folder of maps, and for what they share, unless one at the top owns it."""
    folders = {path.rpartition("/")[0] for path in paths}
    used = {one.solution for one, _ in layout.maps}
    common = [one for one in (ENTITIES, SHARED) if _holds(one.folder, folders)]
    if not layout.plan.rest.folder:
        used.add(layout.plan.rest)
        common = []
    for one in common:
        yield _solution(one, layout.plan, ())
    for solution in sorted(used, key=lambda one: one.folder):
        yield _solution(solution, layout.plan, common)


def _holds(folder: str, folders: set[str]) -> bool:
    return any(f"{one}/".startswith(f"{folder}/") for one in folders)


def _solution(
    one: Solution, plan: Plan, common: Iterable[Solution]
) -> tuple[str, Decl]:
    version = one.version or plan.version or _VERSION
    publisher = one.publisher or plan.publisher
    requires = tuple(
        Requirement(
            nodes.name(other.name),
            other.version or plan.version or _VERSION,
            nodes.NOWHERE,
        )
        for other in common
    )
    decl = SolutionDecl(
        nodes.name(one.name),
        one.title,
        nodes.name(publisher) if publisher else None,
        version,
        requires,
        "",
        nodes.NOWHERE,
    )
    return _join(one.folder, "solution.dwmap"), decl
