"""
What a service says of a table: its entity set, key, types, and the navigation property behind each lookup.

    odata       $metadata, read once
    dataverse   EntityDefinitions of the table (its $metadata has megabytes)
    finops      PublicEntities of the metadata service (its $metadata has tens of megabytes)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree

from .._errors import EndError
from .._model import Table
from .._paths import all_columns, type_column
from ._odata_http import Channel
from ._odata_values import encode_query

_LOGICAL_NAME = "@Microsoft.Dynamics.CRM.lookuplogicalname"
_JSON = {"Accept": "application/json"}
_ATTRIBUTES = {
    "BigInt": "Edm.Int64",
    "Boolean": "Edm.Boolean",
    "Customer": "Edm.Guid",
    "Decimal": "Edm.Decimal",
    "Double": "Edm.Double",
    "Integer": "Edm.Int32",
    "Lookup": "Edm.Guid",
    "Memo": "Edm.String",
    "Money": "Edm.Decimal",
    "Owner": "Edm.Guid",
    "Picklist": "Edm.Int32",
    "State": "Edm.Int32",
    "Status": "Edm.Int32",
    "String": "Edm.String",
    "Uniqueidentifier": "Edm.Guid",
}


class EntityShape(NamedTuple):
    """
    A table as the service has it.

    `key` are the columns of its own key; `types` the declared type of each column, where known;
    `properties` the property of each column that is called otherwise. `navigations` leads from a lookup
    column to pairs of a navigation property and the type it points at. `unique` are the sets of columns that
    the service keeps unique; `tracked` is false where it keeps no changes.
    """

    name: str
    entity_set: str
    key: tuple[str, ...]
    types: Mapping[str, str]
    properties: Mapping[str, str]
    navigations: Mapping[str, tuple[tuple[str, str], ...]]
    unique: frozenset[frozenset[str]]
    tracked: bool

    def property(self, column: str) -> str:
        """The property that a column is read from."""
        return self.properties.get(column, column)

    def navigation(self, column: str, target: EntityShape) -> str | None:
        """The navigation property of a lookup for rows of `target`, or None."""
        known = self.navigations.get(column, ())
        for name, kind in known:
            if kind == target.name:
                return name
        return known[0][0] if len(known) == 1 else None


class Shapes:
    """The shapes of all tables of one end, each asked for when first needed."""

    def __init__(self, channel: Channel, kind: str) -> None:
        self._channel, self._kind = channel, kind
        self._known: dict[str, EntityShape] = {}
        self._model: _Metadata | None = None

    def of(self, table: Table) -> EntityShape:
        """The shape of a table; raises EndError where the service has none of its name."""
        if table.name not in self._known:
            make = {"dataverse": self._dataverse, "finops": self._finops}.get(
                self._kind, self._plain
            )
            shape = make(table)
            if shape is None:
                raise EndError(
                    f"{self._channel.system}: the service has no table {table.table}"
                )
            self._known[table.name] = shape
        return self._known[table.name]

    def _plain(self, table: Table) -> EntityShape | None:
        if self._model is None:
            accept = {"Accept": "application/xml"}
            answer = self._channel.send(
                "GET", "$metadata", accept, None, repeatable=True
            )
            try:
                self._model = _Metadata(ElementTree.fromstring(answer.content))
            except ElementTree.ParseError as error:
                raise EndError(
                    f"{self._channel.system}: its $metadata is no XML"
                ) from error
        return self._model.shape(table)

    def _dataverse(self, table: Table) -> EntityShape | None:
        name = table.table.replace("'", "''")
        found = self._channel.get(
            "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute,ChangeTrackingEnabled"
            "&$expand=Attributes($select=LogicalName,AttributeType),"
            "ManyToOneRelationships($select=ReferencingAttribute,"
            "ReferencingEntityNavigationPropertyName,ReferencedEntity),"
            "Keys($select=KeyAttributes,EntityKeyIndexStatus)&$filter="
            + encode_query(f"LogicalName eq '{name}' or EntitySetName eq '{name}'"),
            _JSON,
        )["value"]
        # The name of one table may be that of another's set.
        found.sort(key=lambda each: each["LogicalName"] != table.table)
        return _of_definition(table, found[0]) if found else None

    def _finops(self, table: Table) -> EntityShape | None:
        found = self._public_entity(table)
        if found is None:
            return None
        entity_set = found.get("EntitySetName") or table.table
        columns = found["Properties"]
        key = tuple(each["Name"] for each in columns if each.get("IsKey"))
        types = {each["Name"]: each.get("TypeName") or "" for each in columns}
        unique = frozenset([frozenset(key)])
        return EntityShape(table.name, entity_set, key, types, {}, {}, unique, False)

    def _public_entity(self, table: Table) -> Mapping[str, Any] | None:
        """
        The entity whose set or public name the table is. The name that it has in the application (`CustCustomerV3Entity`) is
        told by no metadata; then it is the one whose set is called as the entity of the spec.
        """
        scheme, host = urlsplit(self._channel.root)[:2]
        own = table.name.rpartition(".")[2]
        asked = (
            *(("EntitySetName", table.table), ("Name", table.table)),
            ("EntitySetName", own),
        )
        for column, name in dict.fromkeys(asked):
            literal = name.replace("'", "''")
            found = self._channel.get(
                f"{scheme}://{host}/metadata/PublicEntities?$filter="
                + encode_query(f"{column} eq '{literal}'"),
                _JSON,
            )["value"]
            for entity in found:
                return dict(entity)
        return None


def _of_definition(table: Table, told: Mapping[str, Any]) -> EntityShape:
    """The shape of a Dataverse table from its definition."""
    attributes = {
        each["LogicalName"]: _ATTRIBUTES.get(each["AttributeType"], "")
        for each in told["Attributes"]
    }
    properties: dict[str, str] = {}
    row_id = told["PrimaryIdAttribute"]
    if table.row_id and table.row_id not in attributes:
        properties[table.row_id] = row_id
    navigations: dict[str, tuple[tuple[str, str], ...]] = {}
    for each in told["ManyToOneRelationships"]:
        column = each["ReferencingAttribute"]
        pair = (
            each["ReferencingEntityNavigationPropertyName"],
            each["ReferencedEntity"],
        )
        navigations[column] = (*navigations.get(column, ()), pair)
        properties[column] = f"_{column}_value"
        properties[type_column(column)] = f"_{column}_value{_LOGICAL_NAME}"
    unique = {
        frozenset(each["KeyAttributes"])
        for each in told["Keys"]
        if each["EntityKeyIndexStatus"] == "Active"
    }
    return EntityShape(
        told["LogicalName"],
        told["EntitySetName"],
        (table.row_id or row_id,),
        attributes,
        properties,
        navigations,
        frozenset(unique),
        bool(told.get("ChangeTrackingEnabled")),
    )


class _Metadata:
    """An OData 4 model: entity sets and types, by name; tags are compared without their namespaces."""

    def __init__(self, root: ElementTree.Element) -> None:
        self._types: dict[str, ElementTree.Element] = {}
        self._sets: dict[str, str] = {}
        for schema in _children(root, "Schema", deep=True):
            spaces = {schema.get("Namespace", ""), schema.get("Alias", "")} - {""}
            for each in _children(schema, "EntityType"):
                for space in spaces:
                    self._types[f"{space}.{each.get('Name')}"] = each
            for each in _children(schema, "EntitySet", deep=True):
                self._sets[each.get("Name", "")] = each.get("EntityType", "")

    def shape(self, table: Table) -> EntityShape | None:
        """The shape of a table, which is an entity set's name or the name of its type."""
        name = table.table
        if name not in self._sets:
            named = [k for k, v in self._sets.items() if v.rpartition(".")[2] == name]
            if len(named) != 1:
                return None
            name = named[0]
        kind = self._sets[name]
        types: dict[str, str] = {}
        properties: dict[str, str] = {}
        navigations: dict[str, tuple[tuple[str, str], ...]] = {}
        key: tuple[str, ...] = ()
        for part in self._family(kind):
            key = (
                tuple(
                    each.get("Name", "")
                    for each in _children(part, "PropertyRef", deep=True)
                )
                or key
            )
            for each in _children(part, "Property"):
                types[each.get("Name", "")] = each.get("Type", "")
            for each in _children(part, "NavigationProperty"):
                _add_navigation(each, properties, navigations)
        columns = {each.name for each in all_columns(table)}
        used = {k: v for k, v in properties.items() if k in columns and k not in types}
        unique = frozenset([frozenset(key)])
        return EntityShape(kind, name, key, types, used, navigations, unique, False)

    def _family(self, kind: str) -> Iterator[ElementTree.Element]:
        """The type and those it inherits from, the oldest first."""
        part = self._types.get(kind)
        if part is not None:
            if part.get("BaseType"):
                yield from self._family(part.get("BaseType", ""))
            yield part


def _add_navigation(
    each: ElementTree.Element,
    properties: dict[str, str],
    navigations: dict[str, tuple[tuple[str, str], ...]],
) -> None:
    """Note a navigation property under its foreign key, and under its own name, by which a lookup may go too."""
    name, target = each.get("Name", ""), each.get("Type", "")
    for constraint in _children(each, "ReferentialConstraint"):
        column = constraint.get("Property", "")
        properties[name] = column
        for known in (column, name):
            navigations[known] = (*navigations.get(known, ()), (name, target))


def _children(
    parent: ElementTree.Element, tag: str, *, deep: bool = False
) -> Iterator[ElementTree.Element]:
    for each in parent.iter() if deep else parent:
        if each.tag.rpartition("}")[2] == tag:
            yield each
