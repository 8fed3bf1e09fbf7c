"""A project as a side of a comparison: its maps as dual-write stores them, and what its entities are known to be."""

from __future__ import annotations

from collections.abc import Mapping

from dwmap.diagnostics import Report
from dwmap.environments.held import Held, Leg, Package
from dwmap.importers.names import fold
from dwmap.importers.schema import Column, Schema, Table
from dwmap.importers.together import Known, legs_of
from dwmap.ir.model import Entity, EntityField, Enum, Map, Project
from dwmap.solutions.stored import MapWriter, Unstored

_PLAIN = {"text": "string", "enum": "any", "options": "choice"}


def held_by_project(
    project: Project, title: str
) -> tuple[Held, list[tuple[Map, Unstored]]]:
    """What a project holds, and what of it dual-write has no form for; retired maps are not deployed."""
    writer, report = MapWriter(project), Report()
    held = Held(title, own=project)
    unstored: list[tuple[Map, Unstored]] = []
    for one in project.maps:
        if one.status == "retired":
            continue
        stored = writer.stored(one)
        unstored += [(one, part) for part in stored.unstored]
        # Without its filter a map would carry other records: nobody can hold it so.
        if not all(isinstance(part.place, int) for part in stored.unstored):
            continue
        for table in legs_of(stored.row, f"{title}/{one.name}", report):
            held.legs.append(Leg(table, one.name, version=one.version, row=stored.row))
    held.packages = {
        one.name: Package(one.name, one.version, one.publisher)
        for one in project.solutions
    }
    return held, unstored


def known_of(project: Project) -> Known:
    """Tables, keys and names as the project has them, for an import that is to be compared with it."""
    kinds = {one.name: one.kind for one in project.systems}
    enums = {one.name: one for one in project.enums}
    tables = {one.name: logical_name(one) for one in project.entities}
    schema, keys, names = Schema(), dict[str, tuple[str, ...]](), dict[str, str]()
    for entity in project.entities:
        system, _, short = entity.name.partition(".")
        columns = {
            one.name.lower(): _column(one, enums, tables) for one in entity.fields
        }
        if kinds.get(system) == "finops":
            label = entity.label or short
            names[label] = short
            schema.entities[fold(label)] = Table(entity.table or short, "", columns)
        elif kinds.get(system) == "dataverse":
            table = tables[entity.name]
            primary = entity.key[0] if len(entity.key) == 1 else None
            alternates = tuple(one.columns for one in entity.alternate_keys)
            schema.tables[table.lower()] = Table(
                table, short, columns, primary, alternates
            )
            keys[short.lower()] = entity.integration_key
    return Known(schema, keys, names)


def logical_name(entity: Entity) -> str:
    """The name of an entity's table; where none is stated, of its set."""
    return entity.table or entity.name.partition(".")[2]


def _column(
    field: EntityField, enums: Mapping[str, Enum], tables: Mapping[str, str]
) -> Column:
    type = field.type
    enum = enums.get(type.name or "")
    options: tuple[tuple[int, str], ...] = ()
    if type.kind == "options" and enum is not None:
        options = tuple(
            (one.code, one.name) for one in enum.members if one.code is not None
        )
    return Column(
        field.name,
        _PLAIN.get(type.kind, type.kind),
        type.length,
        type.precision,
        type.scale,
        options,
        tuple(tables[one] for one in type.targets if one in tables),
        "required" if field.required else "none",
    )
