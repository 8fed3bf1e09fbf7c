"""The tables in which the products keep dual-write itself: maps, solutions, companies' teams, what runs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from dwmap.ir.model import FieldMapping, Map, Project, Type
from dwmap.sandbox.rows import Rows
from dwmap.sandbox.schema import EntitySet, Property, Schema
from dwmap.solutions.stored import ID, MapWriter, set_of_map

MAPS: Final = "msdyn_dualwriteentitymaps"
CONFIGURATIONS: Final = "msdyn_dualwriteruntimeconfigs"
_TEXT: Final = Type(kind="text")
_GUID: Final = Type(kind="guid")
_SYSTEM: Final = (
    Property("createdon", Type(kind="datetime"), managed=True),
    Property("modifiedon", Type(kind="datetime"), managed=True),
    Property("versionnumber", Type(kind="long"), managed=True),
    Property("statecode", Type(kind="int")),
    Property("statuscode", Type(kind="int")),
)


def _set(
    name: str, table: str, texts: Iterable[str], *others: Property, key: str = ""
) -> EntitySet:
    columns = (
        Property(f"{table}id", _GUID),
        *(Property(one, _TEXT) for one in texts),
        *others,
        *_SYSTEM,
    )
    alternates = ((key,),) if key else ()
    return EntitySet(name, table, columns, (f"{table}id",), alternates)


_MANAGED: Final = Property("ismanaged", Type(kind="bool"))
_TEAM: Final = Property("cdm_defaultowningteam", _GUID, targets=("teams",))
_DATAVERSE: Final = (
    _set("publishers", "publisher", ("uniquename", "friendlyname")),
    _set(
        *("solutions", "solution", ("uniquename", "friendlyname", "version")),
        *(_MANAGED, Property("publisherid", _GUID, targets=("publishers",))),
    ),
    _set(
        *(MAPS, "msdyn_dualwriteentitymap"),
        ("msdyn_name", "msdyn_displayname", "msdyn_version", "msdyn_mapping"),
        *(Property("msdyn_properties", _TEXT), Property("solutionid", _GUID)),
        _MANAGED,
    ),
    _set(
        *(CONFIGURATIONS, "msdyn_dualwriteruntimeconfig"),
        ("msdyn_name", "msdyn_internalentityname", "msdyn_externalentityname"),
        Property("msdyn_unsecure", _TEXT),
    ),
    _set("teams", "team", ("name",)),
    _set(
        *("cdm_companies", "cdm_company", ("cdm_companycode", "cdm_name")),
        *(_TEAM,),
        key="cdm_companycode",
    ),
)
_CONFIGURATION: Final = EntitySet(
    "DualWriteProjectConfigurations",
    "DualWriteProjectConfigurations",
    tuple(
        Property(one, _TEXT)
        for one in (
            *("ProjectName", "ExternalEntityName", "InternalEntityName"),
            *("IntegrationKey", "QueryFilterExpression", "PartitionMap", "Status"),
        )
    ),
    ("ProjectName",),
)


def with_map_tables(schema: Schema) -> Schema:
    """The schema with the tables of dual-write; what a project declares itself stays, and gets what it lacks of them."""
    added = _DATAVERSE if schema.product == "dataverse" else (_CONFIGURATION,)
    sets = dict(schema.sets)
    for one in added:
        known = sets.get(one.name)
        if known is None:
            sets[one.name] = one
            continue
        lacking = [each for each in one.properties if each.name not in known.by_name]
        own = [each for each in lacking if each.name not in one.key]
        sets[one.name] = replace(known, properties=(*known.properties, *own))
    return replace(schema, sets=sets)


def is_empty(rows: Rows) -> bool:
    """Whether nothing of dual-write is there yet."""
    dataverse = rows.schema.product == "dataverse"
    name = MAPS if dataverse else _CONFIGURATION.name
    return not rows.store.select(f'SELECT 1 FROM "{name}" LIMIT 1')


def seed_maps(rows: Rows, project: Project) -> None:
    """The maps of a project as if its solutions had been imported, applied and run."""
    writer = MapWriter(project)
    if rows.schema.product == "finops":
        for one in _deployed(project):
            entity = writer.entities.get(one.right)
            _create(
                *(rows, "DualWriteProjectConfigurations"),
                ProjectName=f"DWM-{uuid5(NAMESPACE_URL, one.name)}",
                ExternalEntityName=set_of_map(one),
                InternalEntityName=writer.label(one),
                IntegrationKey=",".join(entity.integration_key if entity else ()),
            )
        return
    solutions = _seed_solutions(rows, project)
    for one in _deployed(project):
        stored = writer.stored(one)
        row = stored.row
        if not all(isinstance(part.place, int) for part in stored.unstored):
            continue  # As an export leaves it out.
        _create(
            *(rows, MAPS),
            msdyn_dualwriteentitymapid=row[ID],
            msdyn_name=row["msdyn_name"],
            msdyn_displayname=row["msdyn_displayname"],
            msdyn_version=row["msdyn_version"],
            msdyn_mapping=json.dumps(row["msdyn_mapping"], ensure_ascii=False),
            msdyn_properties=json.dumps(row["msdyn_properties"], ensure_ascii=False),
            solutionid=solutions.get(one.solution or ""),
            ismanaged=True,
        )
        if any(map(_goes_left, one.fields)):
            _create(
                *(rows, CONFIGURATIONS),
                msdyn_internalentityname=set_of_map(one),
                msdyn_externalentityname=writer.label(one),
                msdyn_unsecure=json.dumps(_configuration(one, writer)),
            )


def _deployed(project: Project) -> list[Map]:
    return [one for one in project.maps if one.status != "retired"]


def _goes_left(line: FieldMapping) -> bool:
    return line.direction != "to_right"


def _configuration(one: Map, writer: MapWriter) -> dict[str, object]:
    """What a running map leaves in Dataverse, as far as it has been seen."""
    numbers = [int(part) for part in (one.version or "1.0.0.0").split(".")][:4]
    numbers += [0] * (4 - len(numbers))
    parts = ("Major", "Minor", "Build", "Revision")
    return {
        "SourceEntityName": set_of_map(one),
        "SourceEnvironmentType": 1,
        "DestinationEntityName": writer.label(one),
        "DestinationEnvironmentType": 3,
        "EntityMapVersion": dict(zip(parts, numbers, strict=True)),
    }


def _seed_solutions(rows: Rows, project: Project) -> dict[str, object]:
    """The ids of the solutions by name."""
    found: dict[str, object] = {}
    publishers: dict[str, object] = {}
    for one in project.solutions:
        name = one.publisher or "dwmap"
        if name not in publishers:
            made = _create(rows, "publishers", uniquename=name, friendlyname=name)
            publishers[name] = made["publisherid"]
        body = {
            "uniquename": one.name,
            "friendlyname": one.label or one.name,
            "version": one.version or "1.0.0.0",
            "ismanaged": True,
            "publisherid@odata.bind": f"/publishers({publishers[name]})",
        }
        made = rows.create(rows.schema.sets["solutions"], body)
        found[one.name] = made["solutionid"]
    return found


def _create(rows: Rows, name: str, **body: object) -> dict[str, object]:
    return dict(rows.create(rows.schema.sets[name], body))
