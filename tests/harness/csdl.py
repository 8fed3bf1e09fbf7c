"""CSDL as XML, rewritten as JSON by the rules of the standard: a second reading of both, which knows nothing of the importer."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

_VALUES = ("Bool", "String", "EnumMember", "PropertyPath")


def as_json(data: bytes) -> bytes:
    """The document in the other form; raises ParseError where it is no XML."""
    root = ET.fromstring(data)
    made: dict[str, Any] = {"$Version": "4.01", "$Reference": {}}
    for reference in _all(root, "Reference"):
        includes = [
            _facts(one, "Alias", "Namespace") for one in _all(reference, "Include")
        ]
        made["$Reference"][reference.get("Uri", "")] = {"$Include": includes}
    for schema in _all(root, "Schema"):
        made[schema.get("Namespace", "")] = _schema(schema)
    return json.dumps(made).encode()


def _schema(schema: ET.Element) -> dict[str, Any]:
    made: dict[str, Any] = _facts(schema, "Alias")
    for element in schema:
        name, kind = element.get("Name", ""), _tag(element)
        if kind in ("EntityType", "ComplexType"):
            made[name] = {"$Kind": kind, **_type(element)}
        elif kind == "EnumType":
            is_flags = element.get("IsFlags") == "true"
            codes = {
                one.get("Name", ""): int(one.get("Value", place))
                for place, one in enumerate(_all(element, "Member"))
            }
            made[name] = {"$Kind": kind, "$IsFlags": is_flags, **codes}
        elif kind == "TypeDefinition":
            underlying = {"$UnderlyingType": element.get("UnderlyingType")}
            made[name] = {"$Kind": kind, **underlying, **_sizes(element)}
        elif kind == "EntityContainer":
            sets = {
                one.get("Name", ""): {
                    "$Collection": True,
                    "$Type": one.get("EntityType"),
                }
                for one in _all(element, "EntitySet")
            }
            made[name] = {"$Kind": kind, **sets}
        elif kind == "Annotations":
            targets = made.setdefault("$Annotations", {})
            targets[element.get("Target", "")] = _annotations(element)
    return made


def _type(element: ET.Element) -> dict[str, Any]:
    made: dict[str, Any] = _facts(element, "BaseType")
    key = [one.get("Name") for one in element.iter() if _tag(one) == "PropertyRef"]
    made |= {"$Key": key} if key else {}
    for one in element:
        name, type_name = one.get("Name", ""), one.get("Type", "Edm.String")
        single = type_name.removeprefix("Collection(").removesuffix(")")
        told = {"$Type": single, "$Collection": True}
        told = {"$Type": single} if single == type_name else told
        if _tag(one) == "Property":
            made[name] = told | _sizes(one) | _annotations(one)
            if one.get("Nullable") != "false":
                made[name]["$Nullable"] = True
            if one.get("DefaultValue") is not None:
                made[name]["$DefaultValue"] = one.get("DefaultValue")
        elif _tag(one) == "NavigationProperty":
            pairs = {
                pair.get("Property", ""): pair.get("ReferencedProperty", "")
                for pair in _all(one, "ReferentialConstraint")
            }
            linked = {"$ReferentialConstraint": pairs} if pairs else {}
            made[name] = {"$Kind": "NavigationProperty", **told, **linked}
    return made | _annotations(element)


def _sizes(element: ET.Element) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in ("MaxLength", "Precision", "Scale"):
        written = element.get(name)
        if written is not None and written != "max":
            made[f"${name}"] = int(written) if written.isdigit() else written
    if element.get("Type", element.get("UnderlyingType")) == "Edm.Decimal":
        made.setdefault("$Scale", 0)
    return made


def _annotations(element: ET.Element) -> dict[str, Any]:
    found = (one for one in element if _tag(one) == "Annotation")
    return {f"@{one.get('Term')}": _value(one) for one in found}


def _value(element: ET.Element) -> Any:
    """The value of an annotation or of a part of one (14.3, 14.4)."""
    for name in _VALUES:
        written = element.get(name)
        if written is not None:
            plain = written.rpartition("/")[2] if name == "EnumMember" else written
            return written == "true" if name == "Bool" else plain
    for child in element:
        if _tag(child) == "Collection":
            return [_value(one) for one in child]
        if _tag(child) == "Record":
            return _record(child)
        if _tag(child) == "Bool":
            return (child.text or "").strip() == "true"
        if _tag(child) == "EnumMember":
            return (child.text or "").strip().rpartition("/")[2]
    return _record(element) if _tag(element) == "Record" else True


def _record(element: ET.Element) -> dict[str, Any]:
    return {one.get("Property", ""): _value(one) for one in element}


def _facts(element: ET.Element, *names: str) -> dict[str, Any]:
    return {f"${name}": element.get(name) for name in names if element.get(name)}


def _all(element: ET.Element, tag: str) -> list[ET.Element]:
    return [one for one in element.iter() if _tag(one) == tag]


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
