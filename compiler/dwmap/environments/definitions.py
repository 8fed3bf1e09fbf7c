"""`EntityDefinitions` of Dataverse as tables: types, sizes, requirements, option sets and alternate keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from dwmap.importers.schema import Column, Schema, Table

_KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("String", "Memo", "EntityName"), "string"),
    "Integer": "int",
    "BigInt": "long",
    **dict.fromkeys(("Decimal", "Money"), "decimal"),
    "Double": "double",
    "Boolean": "bool",
    "DateTime": "datetime",
    "Uniqueidentifier": "guid",
    **dict.fromkeys(("Picklist", "State", "Status"), "choice"),
    **dict.fromkeys(("Lookup", "Owner", "Customer"), "lookup"),
}
_LEVELS: Final = {
    "None": "none",
    "Recommended": "none",
    "ApplicationRequired": "required",
    "SystemRequired": "system",
}


def read_definitions(
    row: Mapping[str, Any], picklists: Iterable[Mapping[str, Any]], schema: Schema
) -> None:
    """Add the table of an entry of `EntityDefinitions`, with its attributes, keys and relationships expanded."""
    name = str(row.get("LogicalName") or "")
    if not name:
        return
    options = {str(one.get("LogicalName")): _options(one) for one in picklists}
    targets: dict[str, list[str]] = defaultdict(list)
    for one in _objects(row.get("ManyToOneRelationships")):
        column = str(one.get("ReferencingAttribute"))
        targets[column].append(str(one.get("ReferencedEntity")))
    columns = {}
    for one in _objects(row.get("Attributes")):
        made = _column(one, options, targets)
        if made is not None:
            columns[made.name.lower()] = made
    keys = tuple(
        tuple(map(str, one.get("KeyAttributes") or ()))
        for one in _objects(row.get("Keys"))
    )
    primary = row.get("PrimaryIdAttribute")
    schema.tables[name.lower()] = Table(
        name,
        str(row.get("EntitySetName") or name),
        columns,
        str(primary) if primary else None,
        tuple(key for key in keys if key),
    )


def _column(
    one: Mapping[str, Any],
    options: Mapping[str, tuple[tuple[int, str], ...]],
    targets: Mapping[str, list[str]],
) -> Column | None:
    name = one.get("LogicalName")
    if not isinstance(name, str) or not name:
        return None
    kind = _KINDS.get(str(one.get("AttributeType")), "any")
    if kind == "string" and one.get("MaxLength") is None:
        kind = "any"  # Each text of Dataverse has a length: this one was not described.
    if kind == "datetime" and one.get("Format") == "DateOnly":
        kind = "date"
    level = one.get("RequiredLevel")
    value = level.get("Value") if isinstance(level, dict) else None
    return Column(
        name,
        kind,
        _number(one, "MaxLength"),
        None,
        _number(one, "Precision") if kind == "decimal" else None,
        options.get(name, ()),
        tuple(sorted(set(targets.get(name, ())))),
        _LEVELS.get(str(value), "unknown"),
        one.get("IsValidForCreate") is not False,
        one.get("IsValidForUpdate") is not False,
    )


def _options(one: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    """The codes and labels of a choice; of a global one its set is told apart from that of the column."""
    found: dict[int, str] = {}
    for name in ("GlobalOptionSet", "OptionSet"):
        chosen = one.get(name)
        for option in _objects(
            chosen.get("Options") if isinstance(chosen, dict) else None
        ):
            code = option.get("Value")
            if isinstance(code, int):
                found[code] = _label(option.get("Label"))
    return tuple(sorted(found.items()))


def _label(label: object) -> str:
    shown = label.get("UserLocalizedLabel") if isinstance(label, dict) else None
    return str(shown.get("Label") or "") if isinstance(shown, dict) else ""


def _objects(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        return []
    return [one for one in value if isinstance(one, dict)]


def _number(one: Mapping[str, Any], name: str) -> int | None:
    value = one.get(name)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole else None
