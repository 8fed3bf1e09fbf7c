"""`EntityDefinitions` of Dataverse: what clients look up of tables, their columns and option sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from dwmap.ir.types import Type, TypeKind
from dwmap.sandbox.messages import Request, Response
from dwmap.sandbox.paths import Segment, divided
from dwmap.sandbox.queries import Query
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.rows import Rows
from dwmap.sandbox.schema import EntitySet, Property, Schema
from dwmap.sandbox.store import VERSION, Store

DEFINITIONS: Final = "EntityDefinitions"

_TEXT: Final = Type(kind="text")
_TABLES: Final = EntitySet(
    DEFINITIONS,
    "EntityMetadata",
    (
        Property("MetadataId", Type(kind="guid")),
        Property("LogicalName", _TEXT),
        Property("SchemaName", _TEXT),
        Property("EntitySetName", _TEXT),
        Property("LogicalCollectionName", _TEXT),
        Property("PrimaryIdAttribute", _TEXT),
        Property("PrimaryNameAttribute", _TEXT),
        Property("IsPrivate", Type(kind="bool")),
        Property("IsCustomEntity", Type(kind="bool")),
        Property("ChangeTrackingEnabled", Type(kind="bool")),
    ),
    ("MetadataId",),
    (("LogicalName",),),
)
_COLUMNS: Final = EntitySet(
    "Attributes",
    "AttributeMetadata",
    (
        Property("MetadataId", Type(kind="guid")),
        Property("LogicalName", _TEXT),
        Property("SchemaName", _TEXT),
        Property("EntityLogicalName", _TEXT),
        Property("AttributeType", _TEXT),
        Property("IsPrimaryId", Type(kind="bool")),
        Property("IsCustomAttribute", Type(kind="bool")),
        Property("MaxLength", Type(kind="int")),
    ),
    ("MetadataId",),
    (("LogicalName",),),
)

_ATTRIBUTE_TYPES: Final[Mapping[TypeKind, str]] = {
    "any": "String",
    "text": "String",
    "enum": "String",
    "int": "Integer",
    "long": "BigInt",
    "decimal": "Decimal",
    "double": "Double",
    "bool": "Boolean",
    "date": "DateTime",
    "datetime": "DateTime",
    "time": "String",
    "guid": "Uniqueidentifier",
    "options": "Picklist",
}


@dataclass(frozen=True)
class Definitions:
    """The definitions of a schema; they are queried as rows are, from a database of their own."""

    schema: Schema

    def answer(self, request: Request, first: Segment, rest: list[Segment]) -> Response:
        """The answer to a request below `EntityDefinitions`; raises Refused."""
        tables = self._rows(_TABLES, map(_table, self.schema.sets.values()))
        if first.key is None:
            return self._list(tables, request)
        key = tables.key(_TABLES, first.key)
        found = tables.store.find(_TABLES, key)
        if found is None:
            raise Refused("missing-target", type=_TABLES.type_name)
        if not rest:
            only = f"MetadataId eq {found['MetadataId']}"
            query = urlencode({**request.options, "$filter": only})
            listed = self._list(tables, replace(request, query=query)).body
            return Response(200, listed["value"][0])  # type: ignore[index]  # a list is an object with a value
        entity_set = self.schema.sets[found["EntitySetName"]]
        if rest[0].name == "Keys":
            return Response(200, {"value": _keys(entity_set)})
        if rest[0].name == "ManyToOneRelationships":
            return Response(200, {"value": self._relationships(entity_set)})
        if rest[0].name != "Attributes":
            raise Refused("unknown-segment", name=rest[0].name)
        kind = rest[-1].name.rpartition(".")[2]
        if kind == "PicklistAttributeMetadata":
            return Response(200, {"value": _picklists(entity_set)})
        columns = self._rows(
            _COLUMNS, (_column(entity_set, each) for each in entity_set.properties)
        )
        return Query(columns, request, _COLUMNS, everywhere=True).answer()

    def _list(self, tables: Rows, request: Request) -> Response:
        """The tables that are asked for, with the collections of each that `$expand` names; raises Refused."""
        options = dict(request.options)
        wanted = list(_expanded(options.pop("$expand", "")))
        if wanted and "$select" in options:
            options["$select"] += ",EntitySetName"
        plain = replace(request, query=urlencode(options))
        answer = Query(tables, plain, _TABLES, everywhere=True).answer()
        for row in answer.body["value"]:  # type: ignore[index]  # a list is an object with a value
            for name, names in wanted:
                found = self._part(self.schema.sets[row["EntitySetName"]], name)
                row[name] = [
                    {k: v for k, v in each.items() if not names or k in names}
                    for each in found
                ]
        return answer

    def _part(self, entity_set: EntitySet, name: str) -> list[dict[str, object]]:
        if name == "Attributes":
            return [
                _column(entity_set, each) | _facets(each)
                for each in entity_set.properties
            ]
        if name == "Keys":
            return _keys(entity_set)
        if name == "ManyToOneRelationships":
            return self._relationships(entity_set)
        raise Refused("unknown-property", name=name, type=_TABLES.type_name)

    def _relationships(self, entity_set: EntitySet) -> list[dict[str, object]]:
        """What each lookup leads to, by which navigation property."""
        return [
            {
                "MetadataId": _id(entity_set.type_name, "to", each.name),
                "SchemaName": f"{entity_set.type_name}_{each.name}",
                "ReferencingEntity": entity_set.type_name,
                "ReferencingAttribute": each.lookup.name,
                "ReferencingEntityNavigationPropertyName": each.name,
                "ReferencedEntity": each.target.type_name,
                "ReferencedAttribute": each.target.row_id,
            }
            for each in self.schema.navigations[entity_set.name].values()
        ]

    def _rows(self, entity_set: EntitySet, rows: Iterable[dict[str, object]]) -> Rows:
        schema = Schema(
            self.schema.system, "dataverse", "", {entity_set.name: entity_set}, ()
        )
        store = Store(schema)
        with store.transaction():
            for row in rows:
                store.insert(entity_set, {**row, VERSION: 1})
        return Rows(schema, store, "")


def _expanded(text: str) -> Iterable[tuple[str, frozenset[str]]]:
    """The collections that `$expand` names and what it selects of each, nothing for all; raises Refused."""
    for item in filter(None, map(str.strip, divided(text, ","))):
        name, _, inner = item.partition("(")
        parts = filter(None, divided(inner.removesuffix(")"), ";"))
        options = dict(part.partition("=")[::2] for part in parts)
        if beyond := sorted({*options} - {"$select"}):
            detail = f"{', '.join(beyond)} in $expand of {name}"
            raise Refused("unsupported", detail=detail)
        names = map(str.strip, options.get("$select", "").split(","))
        chosen = frozenset(filter(None, names))
        yield name, chosen | {"MetadataId"} if chosen else chosen


def _id(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(("metadata", *names))))


def _table(entity_set: EntitySet) -> dict[str, object]:
    name = next(
        (each.name for each in entity_set.properties if each.name.endswith("name")),
        None,
    )
    return {
        "MetadataId": _id(entity_set.type_name),
        "LogicalName": entity_set.type_name,
        "SchemaName": entity_set.type_name,
        "EntitySetName": entity_set.name,
        "LogicalCollectionName": entity_set.name,
        "PrimaryIdAttribute": entity_set.row_id,
        "PrimaryNameAttribute": name,
        "IsPrivate": 0,
        "IsCustomEntity": int("_" in entity_set.type_name),
        "ChangeTrackingEnabled": 1,
    }


def _column(entity_set: EntitySet, property: Property) -> dict[str, object]:
    kind = "Lookup" if property.targets else _ATTRIBUTE_TYPES[property.kind]
    return {
        "MetadataId": _id(entity_set.type_name, property.name),
        "LogicalName": property.name,
        "SchemaName": property.name,
        "EntityLogicalName": entity_set.type_name,
        "AttributeType": kind,
        "IsPrimaryId": int(property.name == entity_set.row_id),
        "IsCustomAttribute": int("_" in property.name),
        "MaxLength": property.type.length,
    }


def _facets(property: Property) -> dict[str, object]:
    """What the kinds of columns tell beside what all of them do."""
    level = "None" if property.type.nullable else "SystemRequired"
    if property.required:
        level = "ApplicationRequired"
    found: dict[str, object] = {
        "RequiredLevel": {"Value": level, "CanBeChanged": True},
        "IsValidForCreate": not property.managed,
        "IsValidForUpdate": not (property.managed or property.fixed),
    }
    if property.kind == "decimal" and property.type.scale is not None:
        found["Precision"] = property.type.scale
    if property.kind in ("date", "datetime"):
        is_day = property.kind == "date"
        found["Format"] = "DateOnly" if is_day else "DateAndTime"
        found["DateTimeBehavior"] = {"Value": "DateOnly" if is_day else "UserLocal"}
    return found


def _keys(entity_set: EntitySet) -> list[dict[str, object]]:
    return [
        {
            "MetadataId": _id(entity_set.type_name, "key", *key),
            "LogicalName": "_".join(key),
            "SchemaName": "_".join(key),
            "EntityLogicalName": entity_set.type_name,
            "KeyAttributes": [*key],
            "EntityKeyIndexStatus": "Active",
        }
        for key in entity_set.alternates
    ]


def _picklists(entity_set: EntitySet) -> list[dict[str, object]]:
    return [
        {
            "@odata.type": "#Microsoft.Dynamics.CRM.PicklistAttributeMetadata",
            "LogicalName": property.name,
            "EntityLogicalName": entity_set.type_name,
            "MetadataId": _id(entity_set.type_name, property.name),
            "OptionSet": {
                "Options": [
                    {"Value": each.code, "Label": _label(each.name)}
                    for each in property.enum.members
                ]
            },
        }
        for property in entity_set.properties
        if property.kind == "options" and property.enum is not None
    ]


def _label(text: str) -> dict[str, object]:
    label = {"Label": text, "LanguageCode": 1033}
    return {"LocalizedLabels": [label], "UserLocalizedLabel": label}
