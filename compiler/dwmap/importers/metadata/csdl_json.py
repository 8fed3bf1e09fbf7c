"""
`$metadata` of OData 4 as JSON (CSDL JSON 4.01), into the same document as its XML.

Section numbers are those of the OASIS standard. What is absent means other things than in XML: a property without
`$Nullable` needs a value (7.2.1), and one without `$Scale` has any (7.2.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from dwmap.importers.metadata.edm import is_name
from dwmap.importers.metadata.edmx import (
    KEYS,
    TERMS,
    Document,
    EntityType,
    Navigation,
    Property,
)
from dwmap.importers.metadata.members import Item, inner, items, text, whole

_FACETS: Final = ("MaxLength", "Precision", "Scale")
_PERMISSIONS: Final = {"0": "None", "1": "Read", "2": "Write", "3": "ReadWrite"}
"""Members of an enum are given by name or by number (14.3.6)."""


def is_csdl(content: Any) -> bool:
    """Whether this is such a document: its version is a member that it must have (3)."""
    return isinstance(content, dict) and isinstance(content.get("$Version"), str)


def read_csdl(content: Item) -> Document:
    """What a document says; members of another kind than they should be are not there."""
    document = Document(is_edmx=True)
    document.is_before_4 = text(content, "$Version") in ("1.0", "2.0", "3.0")
    for reference in inner(content, "$Reference").values():
        for one in items(reference):
            for include in items(one.get("$Include")):
                _note_alias(document, include, text(include, "$Namespace"))
    schemas = dict(_objects(content))
    for namespace, schema in schemas.items():
        document.namespaces.append(namespace)
        _note_alias(document, schema, namespace)
    for namespace, schema in schemas.items():
        _Schema(document, namespace).read(schema)
    return document


def _note_alias(document: Document, item: Item, namespace: str) -> None:
    alias = text(item, "$Alias")
    if alias and namespace:
        document.aliases[alias] = namespace


def _objects(item: Item) -> Iterator[tuple[str, Item]]:
    """The members that are objects of the model, and neither facts nor annotations."""
    for name, one in item.items():
        if isinstance(one, dict) and "@" not in name and not name.startswith("$"):
            yield name, one


class _Schema:
    def __init__(self, document: Document, namespace: str) -> None:
        self.document = document
        self.namespace = namespace
        self.readers = {
            "EntityType": self._entity_type,
            "EnumType": self._enum_type,
            "TypeDefinition": self._definition,
            "EntityContainer": self._container,
        }

    def read(self, schema: Item) -> None:
        """Note all elements (5), and what is said of them from outside (5.2)."""
        for name, element in self._named(schema):
            reader = self.readers.get(text(element, "$Kind"))
            if reader is not None:
                reader(name, element)
        for target, said in inner(schema, "$Annotations").items():
            owner, slash, member = target.partition("/")
            facts, _ = self._facts(said if isinstance(said, dict) else {})
            if facts:
                full = f"{self.document.qualified(owner)}{slash}{member}"
                self.document.facts.setdefault(full, {}).update(facts)

    def _named(self, item: Item) -> Iterator[tuple[str, Item]]:
        """The objects whose names the language can say; the others are noted."""
        for name, one in _objects(item):
            if is_name(name):
                yield name, one
            else:
                self.document.odd_names.append(name)

    def _entity_type(self, name: str, element: Item) -> None:
        key = element.get("$Key")
        found = EntityType(name, text(element, "$BaseType"))
        # A part of another type has an alias (6.5), and stays a path.
        for part in key if isinstance(key, list) else ():
            paths = part.values() if isinstance(part, dict) else (part,)
            found.key += (one for one in paths if isinstance(one, str))
        for member, one in self._named(element):
            if text(one, "$Kind") == "NavigationProperty":
                self._navigation(found, member, one)
            elif text(one, "$Kind") in ("", "Property"):
                found.properties.append(self._property(member, one))
        _, found.alternates = self._facts(element)
        self.document.types[f"{self.namespace}.{name}"] = found

    def _property(self, name: str, item: Item) -> Property:
        type_name = text(item, "$Type") or "Edm.String"
        if item.get("$Collection") is True:
            type_name = f"Collection({type_name})"
        attributes = _facets(item)
        if item.get("$Nullable") is not True:
            attributes["Nullable"] = "false"
        if "$DefaultValue" in item:
            attributes["DefaultValue"] = str(item["$DefaultValue"])
        facts, _ = self._facts(item)
        return Property(name, type_name, attributes, facts or None)

    def _navigation(self, owner: EntityType, name: str, item: Item) -> None:
        pairs = [
            (dependent, principal)
            for dependent, principal in inner(item, "$ReferentialConstraint").items()
            if isinstance(principal, str) and "@" not in dependent
        ]
        if pairs:
            owner.navigations.append(Navigation(name, text(item, "$Type"), pairs))

    def _enum_type(self, name: str, element: Item) -> None:
        qualified = f"{self.namespace}.{name}"
        members = self.document.enums[qualified] = []
        if element.get("$IsFlags") is True:
            self.document.flags.add(qualified)
        for member in element:
            if "@" in member or member.startswith("$"):
                continue
            if is_name(member):
                members.append((whole(element, member), member))
            else:
                self.document.odd_names.append(member)

    def _definition(self, name: str, element: Item) -> None:
        attributes = _facets(element)
        attributes["UnderlyingType"] = text(element, "$UnderlyingType")
        self.document.definitions[f"{self.namespace}.{name}"] = attributes

    def _container(self, name: str, element: Item) -> None:
        """Entity sets have `$Collection`, singletons have not (13.2, 13.3)."""
        for member, one in self._named(element):
            if one.get("$Collection") is True:
                self.document.sets[member] = text(one, "$Type")

    def _facts(self, item: Item) -> tuple[dict[str, str], list[list[str]]]:
        """What annotations say, by the words for their terms; and alternate keys."""
        facts: dict[str, str] = {}
        alternates: list[list[str]] = []
        for name, value in item.items():
            if not name.startswith("@"):
                continue
            word = TERMS.get(self.document.qualified(name[1:]))
            if word == KEYS:
                alternates += _keys(value)
            elif word is not None and isinstance(value, bool | str):
                shown = str(value).lower() if isinstance(value, bool) else value
                facts[word] = _PERMISSIONS.get(shown, shown)
        self.document.words |= facts.keys()
        return facts, alternates


def _facets(item: Item) -> dict[str, str]:
    """Sizes as they stand in XML, where a decimal has no digits behind the point unless it says so."""
    found = {name: str(item[f"${name}"]) for name in _FACETS if f"${name}" in item}
    if "Edm.Decimal" in (item.get("$Type"), item.get("$UnderlyingType")):
        found.setdefault("Scale", "variable")
    return found


def _keys(value: Any) -> Iterator[list[str]]:
    """Alternate keys, each a list of objects with the path of a property."""
    for one in items(value):
        parts = [text(part, "Name") for part in items(one.get("Key"))]
        if parts and all(parts):
            yield parts
