"""Answers of the metadata service of finance and operations: `/metadata/PublicEntities` and `/metadata/PublicEnumerations`."""

from __future__ import annotations

from collections.abc import Iterable

from dwmap.importers.metadata.edm import KINDS, is_name, shown
from dwmap.importers.metadata.members import (
    Item,
    items,
    name_in,
    text,
    truth,
    whole,
)
from dwmap.importers.metadata.model import (
    Access,
    Column,
    Level,
    Members,
    Metadata,
    Table,
)


def is_public_entity(item: Item) -> bool:
    """Whether this is an entity."""
    return bool(name_in(item, "EntitySetName")) and isinstance(
        item.get("Properties"), list
    )


def is_public_enumeration(item: Item) -> bool:
    """Whether this is an enum."""
    return bool(name_in(item, "Name")) and isinstance(item.get("Members"), list)


def read_public_entities(found: Iterable[Item]) -> Metadata:
    """Entities with all of their fields."""
    tables = {}
    for item in found:
        set_name = name_in(item, "EntitySetName")
        columns = {}
        key = []
        for each in items(item["Properties"]):
            name = name_in(each, "Name")
            if name:
                columns[name.lower()] = _column(name, each)
                key += [name] if truth(each, "IsKey") else []
        tables[set_name.lower()] = Table(
            name_in(item, "Name") or set_name,
            set_name,
            columns,
            tuple(key),
            is_whole=True,
        )
    return Metadata("finops", tables)


def read_public_enumerations(found: Iterable[Item]) -> Metadata:
    """Enums, their members in the order of their numbers."""
    enums = {}
    for item in found:
        name = name_in(item, "Name")
        members = []
        for place, each in enumerate(items(item["Members"])):
            member, code = name_in(each, "Name"), whole(each, "Value")
            if member:
                members.append((place if code is None else code, member))
        enums[name.lower()] = Members(name, tuple(sorted(members)))
    return Metadata("finops", enums=enums)


def _column(name: str, item: Item) -> Column:
    written, data_type = text(item, "TypeName"), text(item, "DataType")
    kind, named = KINDS.get(written, "any"), ""
    if kind == "datetime":
        kind = {"Date": "date", "UtcDateTime": "datetime"}.get(data_type, "moment")
    elif not written.startswith("Edm.") and is_name(last := written.rpartition(".")[2]):
        kind, named = "enum", last
    foreign = shown(written) if kind == "any" else ""
    return Column(
        name,
        kind,
        named=named,
        level=_level(item),
        access=_access(item),
        foreign=foreign,
    )


def _level(item: Item) -> Level:
    mandatory = truth(item, "IsMandatory")
    if mandatory is None:
        return "unknown"
    return "required" if mandatory else "none"


def _access(item: Item) -> Access:
    if truth(item, "IsComputedField"):
        return "computed"
    edit = truth(item, "AllowEdit")
    on_create = truth(item, "AllowEditOnCreate")
    if edit is None:
        return "unknown"
    if edit:
        return "write"
    if on_create is None:
        return "unknown"
    return "create" if on_create else "read"
