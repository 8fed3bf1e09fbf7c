"""
Tables of a solution, which an export gives back as they were imported: what specs say of them otherwise by then.

The XML of a table has dozens of members for each column that nobody documents, and a change of it is one of the database and
its forms. The designer of tables makes it, not an export of maps: what differs is said, and the XML stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dwmap.ir.model import Entity, EntityField, Enum, Project
from dwmap.ir.text import type_text

Description = Mapping[str, str]
_FLAGS = ("required", "readonly", "createonly", "computed")


@dataclass(frozen=True)
class TableChange:
    """A column or a key of a table that specs describe in other words than at the import; empty where it was or is not there."""

    entity: str
    part: str
    before: str
    after: str


def described(project: Project, names: frozenset[str]) -> dict[str, dict[str, str]]:
    """What specs say of the columns and keys of entities, a text each."""
    enums = {one.name: one for one in project.enums}
    return {
        one.name: dict(_description(one, enums))
        for one in project.entities
        if one.name in names
    }


def _description(one: Entity, enums: Mapping[str, Enum]) -> Iterator[tuple[str, str]]:
    for field in one.fields:
        yield field.name, _column(field, enums)
    for key in one.alternate_keys:
        yield f"alternate key {key.name}", ", ".join(key.columns)


def _column(field: EntityField, enums: Mapping[str, Enum]) -> str:
    words = [type_text(field.type)]
    words += [flag for flag in _FLAGS if getattr(field, flag)]
    enum = enums.get(field.type.name or "")
    if enum is not None and enum.numbered:
        options = ", ".join(f"{one.code} {one.name}" for one in enum.members)
        words.append(f"({options})")
    return " ".join(words)


def table_changes(
    project: Project, kept: Mapping[str, Description]
) -> list[TableChange]:
    """What has changed since, by table and column."""
    now = described(project, frozenset(kept))
    found = []
    for entity, before in kept.items():
        after = now.get(entity, {})
        for part in [*before, *(name for name in after if name not in before)]:
            was, becomes = before.get(part, ""), after.get(part, "")
            if was != becomes:
                found.append(TableChange(entity, part, was, becomes))
    return found
