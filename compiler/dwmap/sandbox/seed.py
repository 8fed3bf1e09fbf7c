"""Sample records as the first rows of the services, with the rows that their lookups name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from dwmap.interpret.values import Record, Value
from dwmap.sandbox.keys import address_of
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.rows import Rows
from dwmap.sandbox.schema import EntitySet
from dwmap.sandbox.store import Row
from dwmap.sandbox.values import to_stored


@dataclass
class Seeded:
    """How many records became rows, and how many the rules of the service refused."""

    kept: int = 0
    refused: int = 0


def seed(rows: Rows, records: Iterable[tuple[str, Record]]) -> Seeded:
    """Write records, each with the name of its entity set; one whose key is there changes that row."""
    seeded = Seeded()
    for name, record in records:
        entity_set = rows.schema.sets.get(name)
        if entity_set is None:
            continue
        paths = {tuple(path.split(".")): value for path, value in record.items()}
        try:
            with rows.store.transaction():
                _put(rows, entity_set, paths)
        except Refused:
            seeded.refused += 1
        else:
            seeded.kept += 1
    return seeded


def _put(
    rows: Rows, entity_set: EntitySet, paths: Mapping[tuple[str, ...], Value]
) -> Row:
    """The row with the values of the paths, made or changed; raises Refused."""
    folded = {each.name.casefold(): each for each in entity_set.properties}
    body: dict[str, object] = {}
    beyond: dict[str, dict[tuple[str, ...], Value]] = {}
    for (first, *rest), value in paths.items():
        if rest:
            beyond.setdefault(first, {})[tuple(rest)] = value
        elif first in folded and not folded[first].targets:
            body[folded[first].name] = _plain(value)
    product = rows.schema.product
    for navigation in rows.schema.navigations[entity_set.name].values():
        inner = beyond.get(navigation.name.casefold(), {})
        if any(value is not None for value in inner.values()):
            target = _put(rows, navigation.target, inner)
            address = address_of(navigation.target, target, product)
            body[f"{navigation.name}@odata.bind"] = address
    row = _known(rows, entity_set, body)
    if row is None:
        return rows.create(entity_set, body)
    return rows.update(entity_set, row, body)


def _known(rows: Rows, entity_set: EntitySet, body: Mapping[str, object]) -> Row | None:
    """The row that has a key of the payload."""
    columns: dict[str, object] = {}
    for name, value in body.items():
        bound, is_bind, _ = name.partition("@odata.bind")
        if is_bind:
            navigation = rows.schema.navigations[entity_set.name][bound]
            columns.update(rows.link(navigation, value))
        else:
            property = entity_set.by_name[name]
            columns[name] = to_stored(entity_set, property, value, rows.schema.product)
    for key in (entity_set.key, *entity_set.alternates):
        values = {name: columns.get(name) for name in key}
        if all(value is not None for value in values.values()):
            return rows.store.find(entity_set, values)
    return None


def _plain(value: Value) -> object:
    """The value as JSON has it."""
    return value.isoformat() if isinstance(value, date | time) else value
