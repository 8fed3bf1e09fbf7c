"""A solution out of a project: its maps in the product's form, with what their side files keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid5

from dwmap.ir.model import Map, Project, Solution
from dwmap.solutions.extras import Extras, MapExtras, SolutionExtras
from dwmap.solutions.overlay import Change, with_changes
from dwmap.solutions.package import Manifest, Package
from dwmap.solutions.stored import ID, NAMESPACE, MapWriter, Row, Unstored
from dwmap.solutions.tables import TableChange, table_changes

_OF_ONE_ROW: Final = ([ID], ["msdyn_version"], ["solutionid"])


@dataclass
class Exported:
    """
    A package, what is not in it, by map, and the maps that are left out since they are retired. `tables` is what specs say
    otherwise than the tables in the package, `left_out` what the solution held that was not imported.
    """

    package: Package
    unstored: list[tuple[Map, Unstored]] = field(default_factory=list)
    retired: list[Map] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    tables: list[TableChange] = field(default_factory=list)
    left_out: tuple[str, ...] = ()


def solutions_of(project: Project) -> list[Solution]:
    """The solutions that have maps."""
    used = {one.solution for one in project.maps}
    return [one for one in project.solutions if one.name in used]


def export_solution(
    project: Project,
    solution: Solution,
    extras: Extras,
    managed: bool | None = None,
    extended: Iterable[Map] = (),
) -> Exported:
    """The package of a solution; the maps of others that it has `extended`, whole rows, go out as versions of their own."""
    kept = extras.solutions.get(solution.name, SolutionExtras(solution.name))
    exported = _begun(project, solution, kept, managed)
    writer = MapWriter(project)
    layer = {one.name for one in extended}
    maps = [
        one
        for one in project.maps
        if one.solution == solution.name or one.name in layer
    ]
    exported.retired += [one for one in maps if one.status == "retired"]
    for legs in rows_of((one for one in maps if one.status != "retired"), extras):
        one = legs[0]
        stored = [writer.stored(leg) for leg in legs]
        for leg, each in zip(legs, stored, strict=True):
            exported.unstored += [(leg, part) for part in each.unstored]
        if not any(map(_is_whole, (p for each in stored for p in each.unstored))):
            row = joined_row([each.row for each in stored])
            changes = extras_of(one, extras).changes
            if one.name in layer:
                row, changes = _of_layer(row, changes, solution)
            exported.package.rows.append(with_changes(row, changes))
    exported.package.rows += kept.aside
    exported.counts = _counts(exported.package.rows[: -len(kept.aside) or None])
    return exported


def _is_whole(part: Unstored) -> bool:
    """Whether the map cannot be there without it: without its filter it would carry other records."""
    return not part.is_lost and not isinstance(part.place, int)


def _of_layer(
    row: Row, changes: Iterable[Change], solution: Solution
) -> tuple[Row, tuple[Change, ...]]:
    """
    The row of a version of another layer, and what is kept for it of the shipped row: all but what is that row's own.
    """
    own = uuid5(NAMESPACE, f"{row[ID]}\n{solution.name}")
    kept = tuple(one for one in changes if one["at"][:1] not in _OF_ONE_ROW)
    return {**row, ID: str(own)}, kept


def rows_of(maps: Iterable[Map], extras: Extras) -> list[list[Map]]:
    """The maps of each row, the first leg first; a leg may have another name by now."""
    maps = list(maps)
    by_name = {old: one for one in maps if (old := one.renamed_from) is not None}
    by_name |= {one.name: one for one in maps}
    further = {
        one.name: [
            by_name[leg] for leg in extras_of(one, extras).legs if leg in by_name
        ]
        for one in maps
    }
    inside = {leg.name for legs in further.values() for leg in legs}
    return [[one, *further[one.name]] for one in maps if one.name not in inside]


def _begun(
    project: Project, solution: Solution, kept: SolutionExtras, managed: bool | None
) -> Exported:
    """The package without its maps."""
    manifest = Manifest(
        solution.name,
        solution.label,
        solution.version or "1.0.0.0",
        solution.publisher,
        kept.managed if managed is None else managed,
        kept.manifest,
    )
    return Exported(
        Package(manifest, [], kept.customizations),
        tables=table_changes(project, kept.tables),
        left_out=kept.left_out,
    )


def extras_of(one: Map, extras: Extras) -> MapExtras:
    """What side files keep of a map, which may have another name by now."""
    for name in (one.name, one.renamed_from):
        if name in extras.maps:
            return extras.maps[name]
    return MapExtras(one.name)


def joined_row(rows: list[Row]) -> Row:
    """One row whose legs are those of all rows."""
    first = dict(rows[0])
    legs = [leg for row in rows for leg in row["msdyn_mapping"]["legs"]]
    for place, leg in enumerate(legs, 1):
        leg["id"] = f"{place:03}"
    first["msdyn_mapping"] = first["msdyn_mapping"] | {"legs": legs}
    return first


def _counts(rows: list[Row]) -> dict[str, int]:
    """What a package holds, for a summary; what a side file gives back may have any form."""
    mappings = [row.get("msdyn_mapping") for row in rows]
    legs = [
        leg
        for mapping in mappings
        if isinstance(mapping, dict)
        for leg in _objects(mapping.get("legs"))
    ]
    rules = [rule for leg in legs for rule in _objects(leg.get("fieldMappings"))]
    used = [one for rule in rules for one in _objects(rule.get("valueTransforms"))]
    kinds = [one.get("transformType") for one in used]
    names = ("sourceFilter", "reversedSourceFilter")
    return {
        "maps": len(rows),
        "rules": len(rules),
        "value maps": kinds.count("ValueMap"),
        "defaults": kinds.count("Default"),
        "filters": sum(bool(leg.get(name)) for leg in legs for name in names),
    }


def _objects(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        return []
    return [one for one in value if isinstance(one, dict)]
