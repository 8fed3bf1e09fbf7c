"""
What queued changes belong to: the rows and keys that a change has to do with, as texts.

Two changes that have a name in common belong to one pair of rows, or may come to: a row, the row that it is paired
with, and the keys by which the one finds the other, of a pair that is and of one that is still to be made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ._errors import RecordError
from ._keys import key_text
from ._leg import Direction, Leg
from ._live import Live
from ._model import Map, Record, Table
from ._paths import type_column
from ._queue import RETRY, Queued
from ._reading import identity_of
from ._state import Link


def names_of(
    live: Live, maps: Iterable[Map], queued: Sequence[Queued]
) -> dict[int, set[str]]:
    """The names of each queued change, by its number; reads links, and rows whose key may be new."""
    names: dict[int, set[str]] = {one.seq: _rows(one) for one in queued}
    by_place: dict[tuple[str, str, str], list[Queued]] = {}
    for one in queued:
        by_place.setdefault((one.map, one.system, one.table), []).append(one)
    for each in maps:
        for direction in ("forward", "backward"):
            table = (each.left if direction == "forward" else each.right).table
            here = by_place.get((each.name, table.system, table.table))
            if here:
                _of_side(live, each, direction, here, names)
    return names


def key_name(map_name: str, side: str, key: str) -> str:
    """The name of a key, given as text; databases differ in whether case makes two of one."""
    return "\0".join((map_name, side, key.casefold()))


def _row_name(system: str, table: str, row: str) -> str:
    return "\0".join(("", system, table, row))


def _rows(one: Queued) -> set[str]:
    rows = (one.row,) if one.was is None else (one.row, one.was)
    return {_row_name(one.system, one.table, row) for row in rows}


def _of_side(
    live: Live,
    each: Map,
    direction: Direction,
    queued: Sequence[Queued],
    names: dict[int, set[str]],
) -> None:
    forward = direction == "forward"
    side, other = ("left", "right") if forward else ("right", "left")
    leg = live.carrier(each, direction).leg
    texts = {row for one in queued for row in (one.row, one.was) if row is not None}
    links = live.state.links(each.name, side, sorted(texts))
    unsure = {
        one.row
        for one in queued
        if one.row not in links or _may_have_another_key(leg, one)
    }
    keys = _keys(live, each, direction, sorted(unsure))
    partner = leg.target.table
    for one in queued:
        mine = names[one.seq]
        for row in (one.row, one.was):
            link = links.get(row) if row is not None else None
            if link is not None:
                mine |= _of_link(link, partner, forward)
        for where, key in zip((side, other), keys.get(one.row, ()), strict=False):
            if key is not None:
                mine.add(key_name(each.name, where, key_text(key)))


def _of_link(link: Link, partner: Table, forward: bool) -> set[str]:
    row = link.right_row if forward else link.left_row
    return {
        _row_name(partner.system, partner.table, row),
        key_name(link.map, "left", link.left_key),
        key_name(link.map, "right", link.right_key),
    }


def _may_have_another_key(leg: Leg, one: Queued) -> bool:
    if one.columns is None or one.operation in (RETRY, "create"):
        return True
    names: tuple[str, ...] = leg.source.record._fields
    columns: Collection[str] = one.columns.split("\n")
    paths = (leg.source.paths[names.index(name)] for name in leg.source.key)
    return any(
        path.column in columns or type_column(path.column) in columns for path in paths
    )


def _keys(
    live: Live, each: Map, direction: Direction, texts: Sequence[str]
) -> Mapping[str, tuple[Record, Record | None]]:
    """The key of each of these rows, and the key that its partner has to have, if the row has one to have."""
    carrier = live.carrier(each, direction)
    leg, reading = carrier.leg, carrier.source
    identities = [identity_of(leg.source.table, text) for text in texts]
    found: dict[str, tuple[Record, Record | None]] = {}
    for text, row in reading.find_rows(leg.source_end, identities).items():
        record = reading.records([row])[0]
        found[text] = leg.source_key(record), _partners_key(leg, record)
    return found


def _partners_key(leg: Leg, record: Any) -> Record | None:
    try:
        if leg.transform is None or not leg.source.in_scope(record):
            return None
        key: Record = leg.target_keys([record], [leg.transform(record)])[0]
        return key
    except RecordError:
        return None
