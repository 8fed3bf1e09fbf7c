"""The service document and `$metadata`: EDMX in the form of each product."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as xml

from dwmap.sandbox.schema import EntitySet, Property, Schema
from dwmap.sandbox.values import edm_type, enum_name

NAMESPACES: Final = {
    "dataverse": "Microsoft.Dynamics.CRM",
    "finops": "Microsoft.Dynamics.DataEntities",
}
_EDMX: Final = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM: Final = "http://docs.oasis-open.org/odata/ns/edm"
_KEYS: Final = "OData.Community.Keys.V1"


def service_document(schema: Schema, root: str) -> dict[str, object]:
    """The list of entity sets."""
    sets = [
        {"name": name, "kind": "EntitySet", "url": name} for name in sorted(schema.sets)
    ]
    return {"@odata.context": f"{root}$metadata", "value": sets}


def metadata_document(schema: Schema) -> str:
    """The EDMX document: types with keys, navigation properties, enums, and the container."""
    namespace = NAMESPACES[schema.product]
    root = xml.Element("edmx:Edmx", {"Version": "4.0", "xmlns:edmx": _EDMX})
    services = xml.SubElement(root, "edmx:DataServices")
    own = xml.SubElement(services, "Schema", {"xmlns": _EDM, "Namespace": namespace})
    for entity_set in schema.sets.values():
        _entity_type(own, schema, entity_set, f"{namespace}.")
    if schema.product == "finops":
        _enum_types(own, schema)
    else:
        _functions(own)
    container = xml.SubElement(
        own,
        "EntityContainer",
        {"Name": "System" if schema.product == "dataverse" else "Resources"},
    )
    for entity_set in schema.sets.values():
        _entity_set(container, schema, entity_set, f"{namespace}.")
    if schema.product == "dataverse":
        for name in _FUNCTIONS:
            imported = {"Name": name, "Function": f"{namespace}.{name}"}
            xml.SubElement(container, "FunctionImport", imported)
    xml.indent(root)
    text = xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _entity_type(
    own: xml.Element, schema: Schema, entity_set: EntitySet, namespace: str
) -> None:
    made = xml.SubElement(own, "EntityType", {"Name": entity_set.type_name})
    key = xml.SubElement(made, "Key")
    for name in entity_set.key:
        reference = {"Name": entity_set.by_name[name].wire_name}
        xml.SubElement(key, "PropertyRef", reference)
    for property in entity_set.properties:
        facets = _facets(entity_set, property, schema, namespace)
        xml.SubElement(made, "Property", facets)
    for navigation in schema.navigations[entity_set.name].values():
        target = navigation.target
        facts = {
            "Name": navigation.name,
            "Type": f"{namespace}{target.type_name}",
            "Nullable": str(not navigation.lookup.required).lower(),
        }
        found = xml.SubElement(made, "NavigationProperty", facts)
        constraint = {
            "Property": navigation.lookup.wire_name,
            "ReferencedProperty": target.row_id,
        }
        xml.SubElement(found, "ReferentialConstraint", constraint)
    if entity_set.alternates:
        _alternates(made, entity_set)


def _facets(
    entity_set: EntitySet, property: Property, schema: Schema, namespace: str
) -> dict[str, str]:
    type = property.type
    facets = {
        "Name": property.wire_name,
        "Type": edm_type(property, schema.product, namespace),
    }
    if property.name in entity_set.key:
        facets["Nullable"] = "false"
    sizes = {
        "MaxLength": type.length,
        "Precision": type.precision,
        "Scale": type.scale,
    }
    facets.update((name, str(size)) for name, size in sizes.items() if size is not None)
    if property.kind == "decimal" and type.scale is None:
        facets["Scale"] = "variable"
    return facets


def _alternates(made: xml.Element, entity_set: EntitySet) -> None:
    facts = {"Term": f"{_KEYS}.AlternateKeys"}
    annotation = xml.SubElement(made, "Annotation", facts)
    collection = xml.SubElement(annotation, "Collection")
    for key in entity_set.alternates:
        record = xml.SubElement(collection, "Record", {"Type": f"{_KEYS}.AlternateKey"})
        value = xml.SubElement(record, "PropertyValue", {"Property": "Key"})
        parts = xml.SubElement(value, "Collection")
        for name in key:
            part = xml.SubElement(parts, "Record", {"Type": f"{_KEYS}.PropertyRef"})
            wire_name = entity_set.by_name[name].wire_name
            for member in ("Alias", "Name"):
                facts = {"Property": member, "PropertyPath": wire_name}
                xml.SubElement(part, "PropertyValue", facts)


def _enum_types(own: xml.Element, schema: Schema) -> None:
    for enum in schema.enums:
        made = xml.SubElement(own, "EnumType", {"Name": enum_name(enum.name)})
        for place, member in enumerate(enum.members):
            code = place if member.code is None else member.code
            facts = {"Name": member.name, "Value": str(code)}
            xml.SubElement(made, "Member", facts)


_FUNCTIONS: Final = {
    "WhoAmI": {"BusinessUnitId": "Guid", "UserId": "Guid", "OrganizationId": "Guid"},
    "RetrieveVersion": {"Version": "String"},
}


def _functions(own: xml.Element) -> None:
    for name, members in _FUNCTIONS.items():
        answer = xml.SubElement(own, "ComplexType", {"Name": f"{name}Response"})
        for member, type in members.items():
            facts = {"Name": member, "Type": f"Edm.{type}"}
            xml.SubElement(answer, "Property", facts)
        function = xml.SubElement(own, "Function", {"Name": name})
        returned = f"{NAMESPACES['dataverse']}.{name}Response"
        xml.SubElement(function, "ReturnType", {"Type": returned})


def _entity_set(
    container: xml.Element, schema: Schema, entity_set: EntitySet, namespace: str
) -> None:
    facts = {
        "Name": entity_set.name,
        "EntityType": f"{namespace}{entity_set.type_name}",
    }
    made = xml.SubElement(container, "EntitySet", facts)
    for navigation in schema.navigations[entity_set.name].values():
        binding = {"Path": navigation.name, "Target": navigation.target.name}
        xml.SubElement(made, "NavigationPropertyBinding", binding)
