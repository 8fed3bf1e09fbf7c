"""`EntityDefinitions` of Dataverse as the column list that an import takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dwmap.importers import schema as listed
from dwmap.importers.metadata import Column, Metadata, Table
from dwmap.importers.metadata.definitions import read_attributes
from dwmap.importers.metadata.definitions import read_definitions as read_tables


def read_definitions(
    row: dict[str, Any],
    picklists: Iterable[dict[str, Any]],
    schema: listed.Schema,
) -> None:
    """Add the table of an entry of `EntityDefinitions`, with its attributes, keys and relationships expanded."""
    choices = read_attributes(
        picklists, f"EntityDefinitions('{row.get('LogicalName') or ''}')"
    )
    metadata = read_tables([row], is_page=False).merged(choices)
    for table in metadata.tables.values():
        schema.tables[table.name.lower()] = _listed(table, metadata)


def _listed(table: Table, metadata: Metadata) -> listed.Table:
    columns = {
        name: _column(one, metadata) for name, one in sorted(table.columns.items())
    }
    primary = table.key[0] if table.key else None
    return listed.Table(
        table.name, table.set_name, columns, primary, table.alternates or ()
    )


def _column(one: Column, metadata: Metadata) -> listed.Column:
    options = metadata.options.get(one.named.lower())
    codes = options.members if options is not None else ()
    kind = "any" if one.kind == "moment" else one.kind
    if kind == "string" and one.length is None:
        kind = "any"  # Each text of Dataverse has a length: this one was not described.
    return listed.Column(
        one.name,
        kind,
        one.length,
        one.precision,
        one.scale,
        tuple((code, name) for code, name in codes if code is not None),
        one.targets,
        one.level,
        one.access in ("unknown", "write", "create"),
        one.access in ("unknown", "write"),
        one.access == "computed",
    )
