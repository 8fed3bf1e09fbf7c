"""
`$metadata` of OData 4 as XML (CSDL), read element by element.

The largest have tens of megabytes, most of which says nothing that a spec does: actions, labels, complex types.
Nothing is kept but types, sets, enums, and the few annotations that say who writes a column and how a row is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Final, TypeAlias

from dwmap.importers.metadata.edm import is_name
from dwmap.solutions.safe_xml import scan_xml

MOST_ELEMENTS: Final = 5_000_000
OBJECTION: Final = "which no service does"
_BEFORE_4: Final = (
    "{http://schemas.microsoft.com/ado/2007/06/edmx}Edmx",
    "{http://schemas.microsoft.com/ado/2006/04/edm}Schema",
    "{http://schemas.microsoft.com/ado/2007/05/edm}Schema",
    "{http://schemas.microsoft.com/ado/2008/09/edm}Schema",
    "{http://schemas.microsoft.com/ado/2009/11/edm}Schema",
)
"""Elements of OData 1 to 3, whose types and lookups are written in another form."""

KEYS: Final = "alternate-keys"

TERMS: Final = {
    "Org.OData.Core.V1.Computed": "computed",
    "Org.OData.Core.V1.ComputedDefaultValue": "computed-default",
    "Org.OData.Core.V1.Immutable": "immutable",
    "Org.OData.Core.V1.Permissions": "permissions",
    "Org.OData.Core.V1.AlternateKeys": KEYS,
    "OData.Community.Keys.V1.AlternateKeys": KEYS,
    # What finance and operations says of a public field.
    "Microsoft.Dynamics.OData.Core.V1.IsRequired": "required",
    "Microsoft.Dynamics.OData.Core.V1.AllowEdit": "edit",
    "Microsoft.Dynamics.OData.Core.V1.AllowEditOnCreate": "edit-on-create",
    "Microsoft.Dynamics.OData.Core.V1.AXType": "ax-type",
}
_LAST_WORDS: Final = frozenset(term.rpartition(".")[2] for term in TERMS)
_VALUES: Final = ("Bool", "EnumMember", "String")

_STARTS: Final = {
    "Edmx": "_edmx",
    "Include": "_include",
    "Schema": "_schema",
    "EntityType": "_entity_type",
    "PropertyRef": "_property_ref",
    "Property": "_property",
    "NavigationProperty": "_navigation_property",
    "ReferentialConstraint": "_constraint",
    "EnumType": "_enum_type",
    "Member": "_member",
    "TypeDefinition": "_definition",
    "EntitySet": "_entity_set",
    "Annotations": "_annotations",
    "Annotation": "_annotation",
    "PropertyValue": "_property_value",
    "EnumMember": "_value",
    "Bool": "_value",
}
_ENDS: Final = {
    "EntityType": "_end_type",
    "Property": "_end_property",
    "NavigationProperty": "_end_navigation",
    "EnumType": "_end_enum",
    "Annotations": "_end_annotations",
    "Annotation": "_end_annotation",
    "EnumMember": "_end_value",
    "Bool": "_end_value",
}
"""The methods of the scanner by the names of elements."""

_Attributes: TypeAlias = Mapping[str, str]


@dataclass(slots=True)
class Property:
    """A property as it is written; `facts` are what annotations say, by the words of `TERMS`."""

    name: str
    type: str
    attributes: _Attributes
    facts: dict[str, str] | None = None


@dataclass(slots=True)
class Navigation:
    """A navigation property, and which properties hold the key of what it leads to: names here and there."""

    name: str
    type: str
    constraints: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class EntityType:
    """An entity type as it is written, without what it inherits."""

    name: str
    base: str
    key: list[str] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    navigations: list[Navigation] = field(default_factory=list)
    alternates: list[list[str]] = field(default_factory=list)


@dataclass
class Document:
    """
    What a file says: types, enums and definitions of types by qualified name, entity sets by name.

    `flags` are the enums of which a value may be several members.
    """

    namespaces: list[str] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    types: dict[str, EntityType] = field(default_factory=dict)
    enums: dict[str, list[tuple[int | None, str]]] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    definitions: dict[str, _Attributes] = field(default_factory=dict)
    sets: dict[str, str] = field(default_factory=dict)
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    odd_names: list[str] = field(default_factory=list)
    is_edmx: bool = False
    is_before_4: bool = False
    root: str = ""

    def qualified(self, name: str) -> str:
        """A name with its namespace in place of an alias."""
        owner, dot, last = name.rpartition(".")
        return f"{self.aliases.get(owner, owner)}{dot}{last}"


def read_edmx(data: bytes) -> Document:
    """What a `$metadata` document says; raises RefusedXml."""
    scanner = _Scanner()
    scan_xml(data, scanner, OBJECTION, most_elements=MOST_ELEMENTS)
    return scanner.document


class _Scanner:
    """Notes what it is told, in one pass: whatever an element means is known when it begins or ends."""

    def __init__(self) -> None:
        self.document = Document()
        self.names: dict[str, str] = {}
        self.namespace = ""
        self.type: EntityType | None = None
        self.property: Property | None = None
        self.navigation: Navigation | None = None
        self.enum: list[tuple[int | None, str]] | None = None
        self.target: str | None = None
        self.word: str | None = None
        self.annotations = 0
        self.text: list[str] | None = None
        self.starts = {tag: getattr(self, name) for tag, name in _STARTS.items()}
        self.ends = {tag: getattr(self, name) for tag, name in _ENDS.items()}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = self.names.get(tag)
        if name is None:
            name = self.names[tag] = intern(tag.rpartition("}")[2])
            self.document.root = self.document.root or name
            self.document.is_before_4 |= tag in _BEFORE_4
        handler = self.starts.get(name)
        if handler is not None:
            handler(attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        handler = self.ends.get(self.names[tag])
        if handler is not None:
            handler()

    def data(self, text: str) -> None:
        """A piece of text."""
        if self.text is not None:
            self.text.append(text)

    def _edmx(self, attributes: _Attributes) -> None:
        self.document.is_edmx = True

    def _include(self, attributes: _Attributes) -> None:
        if "Alias" in attributes:
            self.document.aliases[attributes["Alias"]] = attributes.get("Namespace", "")

    def _schema(self, attributes: _Attributes) -> None:
        self.namespace = attributes.get("Namespace", "")
        self.document.namespaces.append(self.namespace)
        if "Alias" in attributes:
            self.document.aliases[attributes["Alias"]] = self.namespace

    def _named(self, attributes: _Attributes) -> str:
        """The name of an element, or nothing where it is none in the language."""
        name = attributes.get("Name", "")
        if is_name(name):
            return intern(name)
        self.document.odd_names.append(name)
        return ""

    def _entity_type(self, attributes: _Attributes) -> None:
        if name := self._named(attributes):
            self.type = EntityType(name, attributes.get("BaseType", ""))
            self.document.types[f"{self.namespace}.{name}"] = self.type

    def _end_type(self) -> None:
        self.type = None

    def _property_ref(self, attributes: _Attributes) -> None:
        if self.type is not None:
            self.type.key.append(attributes.get("Name", ""))

    def _property(self, attributes: _Attributes) -> None:
        if self.type is not None and (name := self._named(attributes)):
            rest = {k: v for k, v in attributes.items() if k not in ("Name", "Type")}
            written = intern(attributes.get("Type", "Edm.String"))
            self.property = Property(name, written, rest)
            self.type.properties.append(self.property)

    def _end_property(self) -> None:
        self.property = None

    def _navigation_property(self, attributes: _Attributes) -> None:
        if self.type is not None and (name := self._named(attributes)):
            self.navigation = Navigation(name, intern(attributes.get("Type", "")))

    def _constraint(self, attributes: _Attributes) -> None:
        if self.navigation is not None:
            pair = attributes.get("Property", ""), attributes.get(
                "ReferencedProperty", ""
            )
            self.navigation.constraints.append(pair)

    def _end_navigation(self) -> None:
        found, self.navigation = self.navigation, None
        if self.type is not None and found is not None and found.constraints:
            self.type.navigations.append(found)

    def _enum_type(self, attributes: _Attributes) -> None:
        if name := self._named(attributes):
            qualified = f"{self.namespace}.{name}"
            self.enum = self.document.enums[qualified] = []
            if attributes.get("IsFlags") == "true":
                self.document.flags.add(qualified)

    def _member(self, attributes: _Attributes) -> None:
        if self.enum is not None and (name := self._named(attributes)):
            written = attributes.get("Value", "")
            good = written.lstrip("-").isdecimal() and len(written) < 20
            self.enum.append((int(written) if good else None, name))

    def _end_enum(self) -> None:
        self.enum = None

    def _definition(self, attributes: _Attributes) -> None:
        name = f"{self.namespace}.{attributes.get('Name', '')}"
        self.document.definitions[name] = dict(attributes)

    def _entity_set(self, attributes: _Attributes) -> None:
        if name := self._named(attributes):
            self.document.sets[name] = attributes.get("EntityType", "")

    def _annotations(self, attributes: _Attributes) -> None:
        target, slash, member = attributes.get("Target", "").partition("/")
        self.target = f"{self.document.qualified(target)}{slash}{member}"

    def _end_annotations(self) -> None:
        self.target = None

    def _annotation(self, attributes: _Attributes) -> None:
        self.annotations += 1
        term = attributes.get("Term", "")
        if self.annotations > 1 or term.rpartition(".")[2] not in _LAST_WORDS:
            return
        self.word = TERMS.get(self.document.qualified(term))
        if self.word is not None:
            given = (attributes[one] for one in _VALUES if one in attributes)
            self._note(next(given, "true"))

    def _end_annotation(self) -> None:
        self.annotations -= 1
        if not self.annotations:
            self.word = None

    def _note(self, value: str) -> None:
        """Keep a fact of the innermost element that has one."""
        word = self.word
        if word is None or word == KEYS or self.navigation is not None:
            return
        self.document.words.add(word)
        if self.target is not None:
            self.document.facts.setdefault(self.target, {})[word] = value
        elif self.property is not None:
            if self.property.facts is None:
                self.property.facts = {}
            self.property.facts[word] = intern(value)

    def _value(self, attributes: _Attributes) -> None:
        self.text = [] if self.annotations == 1 else None

    def _end_value(self) -> None:
        if self.text is not None:
            self._note("".join(self.text).strip())
        self.text = None

    def _property_value(self, attributes: _Attributes) -> None:
        """A part of an alternate key: a record has the list `Key` of records with a `Name`."""
        if self.word != KEYS or self.type is None:
            return
        part = attributes.get("Property")
        if part == "Key":
            self.type.alternates.append([])
        elif part == "Name" and self.type.alternates:
            path = attributes.get("PropertyPath", attributes.get("String", ""))
            self.type.alternates[-1].append(path)
