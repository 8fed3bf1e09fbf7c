"""
Answers of Dataverse's metadata API: `EntityDefinitions` with what `$expand` adds, attributes, option sets, relationships.

The members are those of EntityMetadata, AttributeMetadata, EntityKeyMetadata, OneToManyRelationshipMetadata and
OptionSetMetadata in the Web API reference of Dataverse.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from dwmap.importers.metadata.edm import digits, is_name, length, shown
from dwmap.importers.metadata.members import (
    Item,
    inner,
    items,
    name_in,
    text,
    truth,
    value_of,
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
from dwmap.importers.names import set_of
from dwmap.importers.solution.table_types import KINDS

_LEVELS: Final[Mapping[str, Level]] = {
    "None": "none",
    "Recommended": "none",
    "ApplicationRequired": "required",
    "SystemRequired": "system",
}
_CONTEXT: Final = re.compile(r"EntityDefinitions\((?:LogicalName=)?'(\w+)'\)")
_SEVERAL: Final = "multiselectpicklist"
"""Several options of a set: a text of their codes, in values as in `$metadata`."""
_CALCULATED: Final = (1, 2)
"""Where the values of a column come from: a calculation, or one over related rows."""


def is_definition(item: Item) -> bool:
    """Whether this is a table."""
    return bool(name_in(item, "LogicalName")) and (
        "EntitySetName" in item or "PrimaryIdAttribute" in item or "Attributes" in item
    )


def is_attribute(item: Item) -> bool:
    """Whether this is a column."""
    return bool(name_in(item, "LogicalName")) and (
        "AttributeType" in item or "OptionSet" in item or "GlobalOptionSet" in item
    )


def is_option_set(item: Item) -> bool:
    """Whether this is an option set of several tables."""
    return bool(name_in(item, "Name")) and isinstance(item.get("Options"), list)


def is_relationship(item: Item) -> bool:
    """Whether this says what a lookup leads to."""
    return "ReferencingEntity" in item and "ReferencedEntity" in item


def read_definitions(found: Iterable[Item], *, is_page: bool) -> Metadata:
    """Tables; of a page of an answer with more pages the columns may be on any of them."""
    metadata = Metadata("dataverse")
    for item in found:
        table = _table(item, metadata.options, is_whole=not is_page)
        metadata.tables[table.set_name.lower()] = table
    return Metadata("dataverse", metadata.tables, options=metadata.options)


def read_attributes(found: Iterable[Item], context: str) -> Metadata:
    """Columns, which say themselves of which table they are, or else the address that was asked."""
    asked = _CONTEXT.search(context)
    of: dict[str, list[Item]] = defaultdict(list)
    for item in found:
        owner = name_in(item, "EntityLogicalName") or (asked[1] if asked else "")
        of[owner.lower()].append(item)
    of.pop("", None)
    options: dict[str, Members] = {}
    tables = {
        set_of(owner): Table(owner, set_of(owner), _columns(owner, each, {}, options))
        for owner, each in of.items()
    }
    return Metadata("dataverse", tables, options=options)


def read_relationships(found: Iterable[Item]) -> Metadata:
    """What lookups lead to."""
    of: dict[str, list[Item]] = defaultdict(list)
    for item in found:
        of[name_in(item, "ReferencingEntity").lower()].append(item)
    of.pop("", None)
    tables = {}
    for owner, each in of.items():
        columns = {
            name: Column(name, "lookup", targets=targets)
            for name, targets in _targets(each).items()
        }
        tables[set_of(owner)] = Table(owner, set_of(owner), columns)
    return Metadata("dataverse", tables)


def read_option_sets(found: Iterable[Item]) -> Metadata:
    """Option sets that several tables have."""
    options: dict[str, Members] = {}
    for item in found:
        _note_options(item, "", options)
    return Metadata("dataverse", options=options)


def _table(item: Item, options: dict[str, Members], *, is_whole: bool) -> Table:
    name = name_in(item, "LogicalName").lower()
    attributes = list(items(item.get("Attributes", [])))
    relations = list(items(item.get("ManyToOneRelationships", [])))
    columns = _columns(name, attributes, _targets(relations), options)
    primary = name_in(item, "PrimaryIdAttribute").lower()
    said = item.get("Keys")
    keys = None if said is None else tuple(_keys(items(said)))
    label = _label(inner(item, "DisplayName"))
    set_name = name_in(item, "EntitySetName") or set_of(name)
    return Table(
        name,
        set_name,
        columns,
        (primary,) if primary else (),
        keys,
        label or None,
        is_whole and bool(attributes) and "Attributes@odata.nextLink" not in item,
    )


def _keys(found: Iterable[Item]) -> Iterable[tuple[str, ...]]:
    for item in found:
        parts = item.get("KeyAttributes")
        if isinstance(parts, list) and parts and all(map(is_name, parts)):
            yield tuple(part.lower() for part in parts)


def _targets(relations: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for item in relations:
        name = name_in(item, "ReferencingAttribute").lower()
        target = name_in(item, "ReferencedEntity").lower()
        if name and target:
            found[name].add(target)
    return {name: tuple(sorted(targets)) for name, targets in found.items()}


def _columns(
    table: str,
    attributes: Iterable[Item],
    targets: Mapping[str, tuple[str, ...]],
    options: dict[str, Members],
) -> dict[str, Column]:
    columns = {}
    for item in attributes:
        name = name_in(item, "LogicalName").lower()
        # The name and the kind of what a lookup points at are columns that only show.
        if name and not text(item, "AttributeOf"):
            columns[name] = _column(table, name, item, targets.get(name, ()), options)
    for name in targets.keys() - columns.keys():
        columns[name] = Column(name, "lookup", targets=targets[name])
    return columns


def _column(
    table: str,
    name: str,
    item: Item,
    targets: tuple[str, ...],
    options: dict[str, Members],
) -> Column:
    kind, foreign = _kind(item)
    stated = item.get("Targets")
    if kind == "lookup" and isinstance(stated, list):
        own = {one.lower() for one in stated if is_name(one)}
        targets = tuple(sorted(own | {*targets}))
    precision, scale = _digits(item) if kind == "decimal" else (None, None)
    return Column(
        name,
        kind,
        length=length(whole(item, "MaxLength")) if kind == "string" else None,
        precision=precision,
        scale=scale,
        named=_options(table, name, item, options) if kind == "choice" else "",
        targets=targets if kind == "lookup" else (),
        level=_LEVELS.get(value_of(item, "RequiredLevel"), "unknown"),
        access=_access(item),
        foreign=foreign,
    )


def _kind(item: Item) -> tuple[str, str]:
    """The kind of a column, and the type of one for which the language has none; `Virtual` are columns of many types."""
    exact = value_of(item, "AttributeTypeName").removesuffix("Type") or _cast(item)
    if exact.lower() == _SEVERAL:
        return "string", shown(exact)
    written = text(item, "AttributeType") or exact
    kind = KINDS.get(written.lower(), "any")
    if kind == "any":
        return kind, shown(exact or written)
    if kind != "datetime":
        return kind, ""
    behavior = value_of(item, "DateTimeBehavior")
    return {"": "moment", "DateOnly": "date"}.get(behavior, kind), ""


def _cast(item: Item) -> str:
    """`Picklist` of `#Microsoft.Dynamics.CRM.PicklistAttributeMetadata`."""
    last = text(item, "@odata.type").rpartition(".")[2]
    return last.removesuffix("AttributeMetadata")


def _access(item: Item) -> Access:
    if whole(item, "SourceType") in _CALCULATED:
        return "computed"
    can_create = truth(item, "IsValidForCreate")
    can_update = truth(item, "IsValidForUpdate")
    if can_create is None or can_update is None:
        return "unknown"
    if can_update:
        return "write"
    return "create" if can_create else "read"


def _digits(item: Item) -> tuple[int | None, int | None]:
    """Those behind the point are stated; those before it follow from the bounds."""
    scale = whole(item, "Precision")
    bounds = [item.get(name) for name in ("MinValue", "MaxValue")]
    if scale is None or not all(isinstance(one, int | float) for one in bounds):
        return None, None
    try:
        most = max(abs(int(Decimal(str(one)))) for one in bounds)
    except (InvalidOperation, OverflowError, ValueError):
        return None, None
    return digits(len(str(most)) + scale, scale)


def _options(table: str, name: str, item: Item, options: dict[str, Members]) -> str:
    """The name of a column's option set, whose members are noted."""
    for member in ("OptionSet", "GlobalOptionSet"):
        found = inner(item, member)
        if isinstance(found.get("Options"), list):
            return _note_options(found, f"{table}_{name}", options)
    return ""


def _note_options(item: Item, otherwise: str, options: dict[str, Members]) -> str:
    name = name_in(item, "Name") or otherwise
    members: dict[int, str] = {}
    for one in items(item.get("Options", [])):
        code = whole(one, "Value")
        if code is not None:
            members[code] = _label(inner(one, "Label")) or str(code)
    if not name or not members:
        return ""
    options[name.lower()] = Members(name, tuple(sorted(members.items())))
    return name


def _label(item: Item) -> str:
    """The label in the language of the user, else in the first there is."""
    labels = [inner(item, "UserLocalizedLabel"), *items(item.get("LocalizedLabels"))]
    found = (" ".join(text(one, "Label").split()) for one in labels)
    return next((one for one in found if one), "")
