"""What a `$metadata` document means: its types with what they inherit, as tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from dwmap.importers.metadata.edm import (
    KINDS,
    digits,
    is_collection,
    length,
    number,
    shown,
)
from dwmap.importers.metadata.edmx import Document, EntityType, Navigation, Property
from dwmap.importers.metadata.model import (
    Access,
    Column,
    Level,
    Members,
    Metadata,
    Product,
    Table,
)

PRODUCTS: Final[Mapping[str, Product]] = {
    "Microsoft.Dynamics.CRM": "dataverse",
    "Microsoft.Dynamics.DataEntities": "finops",
}
MOMENTS: Final = {
    "Date": "date",
    "UtcDateTime": "datetime",
}
"""Days and times of them travel in one form."""

_MOST_TARGETS: Final = 10
"""A lookup to an abstract type of more tables may point at anything."""

_WRITERS: Final[Mapping[Product, frozenset[str]]] = {
    "finops": frozenset({"edit", "edit-on-create"}),
    "dataverse": frozenset({"computed", "immutable", "permissions"}),
    "odata": frozenset({"computed", "immutable", "permissions"}),
}
"""The facts by which a service says who writes a column; one that uses none of them says nothing of it."""


def product_of(document: Document) -> Product:
    """Whose metadata it is, by its namespaces."""
    found = (PRODUCTS[one] for one in document.namespaces if one in PRODUCTS)
    return next(found, "odata")


def metadata_of(document: Document) -> Metadata:
    """All that a document says."""
    return _Builder(document).metadata()


class _Typed(NamedTuple):
    """What a type says of a column, as `Column` has it."""

    kind: str
    targets: tuple[str, ...] = ()
    also: str = ""
    named: str = ""
    foreign: str = ""


class _Builder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.product = product_of(document)
        self.says_who_writes = bool(_WRITERS[self.product] & document.words)
        self.sets: dict[str, str] = {}
        for name, written in sorted(document.sets.items()):
            self.sets.setdefault(document.qualified(written), name)
        self.derived: dict[str, list[str]] = defaultdict(list)
        for name, one in document.types.items():
            if one.base:
                self.derived[document.qualified(one.base)].append(name)

    def metadata(self) -> Metadata:
        """All sets, and the enums of the service."""
        tables = {}
        for name, written in self.document.sets.items():
            qualified = self.document.qualified(written)
            if qualified in self.document.types:
                tables[name.lower()] = self.table(name, qualified)
        enums: dict[str, Members] = {}
        for full, members in self.document.enums.items():
            own = full.rpartition(".")[2]
            enums.setdefault(own.lower(), Members(own, tuple(members)))
        return Metadata(self.product, tables, enums, is_whole=True)

    def chain(self, qualified: str) -> list[tuple[str, EntityType]]:
        """A type behind all that it inherits from, with their qualified names."""
        found: dict[str, EntityType] = {}
        while qualified in self.document.types and qualified not in found:
            one = found[qualified] = self.document.types[qualified]
            qualified = self.document.qualified(one.base)
        return [*found.items()][::-1]

    def table(self, set_name: str, qualified: str) -> Table:
        chain = self.chain(qualified)
        key = next((one.key for _, one in reversed(chain) if one.key), [])
        navigations: dict[str, list[Navigation]] = defaultdict(list)
        for _, one in chain:
            for navigation in one.navigations:
                if len(navigation.constraints) == 1:
                    navigations[navigation.constraints[0][0]].append(navigation)
        columns = {}
        for owner, one in chain:
            for written in one.properties:
                leads = navigations.get(written.name, [])
                column = self.column(owner, written, leads)
                columns[column.name.lower()] = column
        alternates = [
            self.plain(part) for _, one in chain for part in one.alternates if part
        ]
        return Table(
            chain[-1][1].name,
            set_name,
            columns,
            self.plain(key),
            tuple(alternates) or None,
            is_whole=True,
        )

    def plain(self, names: list[str]) -> tuple[str, ...]:
        return tuple(self.name(one.rpartition("/")[2]) for one in names)

    def name(self, written: str) -> str:
        """The name of a column: Dataverse shows a lookup `x` as `_x_value`."""
        if self.product == "dataverse" and _is_lookup(written):
            return written[1 : -len("_value")]
        return written

    def column(self, owner: str, written: Property, leads: list[Navigation]) -> Column:
        facts = self.document.facts.get(f"{owner}/{written.name}", {})
        facts = facts | (written.facts or {})
        attributes, type_name = written.attributes, written.type
        defined = self.document.definitions.get(self.document.qualified(type_name))
        if defined is not None:
            attributes = {**defined, **attributes}
            type_name = defined.get("UnderlyingType", "")
        typed = self.typed(written.name, type_name, facts, leads)
        kind = typed.kind
        precision, scale = digits(
            number(attributes.get("Precision")), number(attributes.get("Scale", "0"))
        )
        return Column(
            self.name(written.name),
            kind,
            length(number(attributes.get("MaxLength"))) if kind == "string" else None,
            precision if kind == "decimal" else None,
            scale if kind == "decimal" else None,
            typed.named,
            typed.targets,
            self.level(type_name, attributes, facts),
            self.access(facts) if kind != "lookup" else "unknown",
            typed.also,
            KINDS.get(type_name, "") if typed.also else "",
            typed.foreign,
        )

    def typed(
        self,
        name: str,
        type_name: str,
        facts: Mapping[str, str],
        leads: list[Navigation],
    ) -> _Typed:
        """The kind of a column, what it points at, its other name, its enum, or a type that the language lacks."""
        kind = KINDS.get(type_name, "any")
        if self.product == "dataverse" and (leads or _is_lookup(name)):
            return _Typed("lookup", self.targets(leads))
        if self.product == "odata" and leads:
            return _Typed("lookup", self.targets(leads), leads[0].name)
        if self.product == "finops" and kind == "datetime":
            return _Typed(MOMENTS.get(_member(facts.get("ax-type", "")), "moment"))
        qualified = self.document.qualified(type_name)
        if qualified in self.document.flags:
            return _Typed("string", foreign=shown(type_name))
        if qualified in self.document.enums:
            return _Typed("enum", named=qualified.rpartition(".")[2])
        return _Typed(kind, foreign="" if kind != "any" else shown(type_name))

    def targets(self, leads: list[Navigation]) -> tuple[str, ...]:
        """The sets that navigation properties lead to; nothing where that may be any."""
        found: list[str] = []
        for one in leads:
            reached = list(self.reached(self.document.qualified(one.type)))
            if not reached or len(reached) > _MOST_TARGETS:
                return ()
            found += reached
        return tuple(sorted(dict.fromkeys(found)))

    def reached(self, qualified: str) -> Iterator[str]:
        """The set of a type, or those of the types that are derived from one without."""
        waiting, seen = [qualified], {qualified}
        while waiting:
            one = waiting.pop()
            if one in self.sets:
                yield self.sets[one]
                continue
            new = [each for each in self.derived.get(one, ()) if each not in seen]
            seen.update(new)
            waiting += new

    def level(
        self, type_name: str, attributes: Mapping[str, str], facts: Mapping[str, str]
    ) -> Level:
        """
        Finance and operations says it by an annotation; Dataverse not at all.

        Of a collection `Nullable` speaks of its members, and it may always be empty.
        """
        if self.product == "finops" and "required" in self.document.words:
            return "required" if facts.get("required") == "true" else "none"
        if self.product != "odata":
            return "unknown"
        if attributes.get("Nullable") != "false" or is_collection(type_name):
            return "none"
        given = {"computed", "computed-default"} & facts.keys()
        return "system" if given or "DefaultValue" in attributes else "required"

    def access(self, facts: Mapping[str, str]) -> Access:
        """Dataverse annotates what nobody writes, and not what only a new row may have."""
        if facts.get("computed") == "true":
            return "computed"
        if _member(facts.get("permissions", "")) == "Read":
            return "read"
        if self.product == "dataverse" or not self.says_who_writes:
            return "unknown"
        if facts.get("edit") == "false":
            return "read" if facts.get("edit-on-create") == "false" else "create"
        return "create" if facts.get("immutable") == "true" else "write"


def _member(written: str) -> str:
    """The name of a member of an enum: XML has its enum before it."""
    return written.rpartition("/")[2]


def _is_lookup(name: str) -> bool:
    return name.startswith("_") and name.endswith("_value") and len(name) > 7
