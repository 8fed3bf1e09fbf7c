"""The key of an address as columns with stored values, by the primary or an alternate key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final
from urllib.parse import quote

from dwmap.sandbox.paths import Literal
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.schema import EntitySet, Product, Property
from dwmap.sandbox.store import Row
from dwmap.sandbox.values import to_json, to_stored

_NUMBER: Final = re.compile(r"-?\d{1,40}(\.\d{1,40})?")


def columns_of_key(
    entity_set: EntitySet, key: Mapping[str, Literal], product: Product
) -> dict[str, object]:
    """The columns and their values; raises Refused where no key has just these parts."""
    if [*key] == [""] and len(entity_set.key) == 1:
        key = {entity_set.by_name[entity_set.key[0]].wire_name: key[""]}
    try:
        properties = {name: entity_set.by_wire_name[name] for name in key}
    except KeyError:
        raise Refused("bad-key", type=entity_set.type_name) from None
    names = {each.name for each in properties.values()}
    if all(names != {*known} for known in (entity_set.key, *entity_set.alternates)):
        raise Refused("bad-key", type=entity_set.type_name)
    return {
        property.name: to_stored(
            entity_set, property, _value(property, key[name]), product
        )
        for name, property in properties.items()
    }


def _value(property: Property, literal: Literal) -> object:
    """The literal as JSON would have it; what is not of the type is for `to_stored` to refuse."""
    if literal.quoted:
        return literal.text
    if literal.text in ("true", "false"):
        return literal.text == "true"
    if literal.text == "null":
        return None
    if property.kind in ("int", "long", "options", "decimal", "double", "any"):
        if _NUMBER.fullmatch(literal.text) is None:
            return literal.text
        fraction = "." in literal.text
        return Decimal(literal.text) if fraction else int(literal.text)
    if property.kind in ("text", "enum"):
        raise Refused(
            "wrong-type", value=literal.text, name=property.name, wanted="Edm.String"
        )
    return literal.text


def address_of(entity_set: EntitySet, row: Row, product: Product) -> str:
    """A row's address below the root, by its primary key."""
    parts = [
        (name, _written(entity_set.by_name[name], row[name], product))
        for name in entity_set.key
    ]
    if product == "dataverse":
        return f"{entity_set.name}({parts[0][1]})"
    return f"{entity_set.name}({','.join(f'{name}={text}' for name, text in parts)})"


def _written(property: Property, stored: object, product: Product) -> str:
    value = to_json(property, stored, product)
    if property.kind == "enum" and property.enum is not None:
        name = property.enum.name.rpartition(".")[2]
        return f"Microsoft.Dynamics.DataEntities.{name}'{value}'"
    if property.kind in ("text", "any") and isinstance(value, str):
        return "'" + quote(value.replace("'", "''"), safe="'") + "'"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
