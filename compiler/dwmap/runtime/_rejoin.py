"""
Pairs that a round wrote but did not note, because its process died in between.

The end that was written to still knows: its feed holds the write with the mark of the map, and the row has
the identity that the sync gives to rows of that key. So the pair is joined again before anything that the
users of that end did to the row since is judged.
"""

from __future__ import annotations

from ._carry import Carrier
from ._errors import RecordError
from ._keys import image_hash
from ._model import Record, Side
from ._reading import row_text
from ._sides import Moved, Seen
from ._state import Link


def rejoin(carrier: Carrier, source: Seen, target: Seen) -> None:
    """Give the link back to both rows of such pairs among the rows that moved."""
    made = {
        moved.row: moved
        for moved in target.moved
        if moved.link is None and moved.marked
    }
    for moved in source.moved:
        if made and moved.link is None and moved.record is not None:
            _join(carrier, moved, made)


def _join(carrier: Carrier, moved: Moved, made: dict[str, Moved]) -> None:
    leg = carrier.leg
    written = _written(carrier, moved)
    if written is None:
        return
    key = leg.target_keys([moved.record], [written])[0]
    partner = made.get(row_text(leg.new_row(key)))
    if partner is None:
        return
    own, other = leg.shown_key(leg.source_key(moved.record)), leg.shown_key(key)
    link = link_of(carrier, moved.first_row, partner.row, own, other)
    moved.link = partner.link = link


def link_of(carrier: Carrier, source: str, target: str, own: str, other: str) -> Link:
    """The pair of a source row and a target row with the texts of their keys."""
    name = carrier.leg.map.name
    if carrier.forward:
        return Link(name, source, target, own, other)
    return Link(name, target, source, other, own)


def delete_orphans(carrier: Carrier, back: Carrier, source: Seen, target: Seen) -> None:
    """
    Take rows that the map created, and did not link any more, for rows to be deleted where their record is gone.

    The source tells nothing of a record that was created and deleted between two looks.
    """
    alone = [
        moved
        for moved in target.echoes
        if moved.link is None and moved.record is not None and moved.fate == "create"
    ]
    keys: dict[Record, Moved] = {}
    for moved in alone:
        written = _written(back, moved)
        if written is not None:
            keys[back.leg.target_keys([moved.record], [written])[0]] = moved
    standing = back.target.find_keys(back.leg.target_end, list(keys))
    there = set(map(back.leg.standing_key, standing))
    for key, moved in keys.items():
        if key not in there:
            row = row_text(back.leg.new_row(key))
            other = carrier.leg.shown_key(carrier.leg.standing_key(moved.record))
            own = carrier.leg.shown_key(key)
            link = link_of(carrier, row, moved.row, own, other)
            source.moved.append(Moved.deleted(row, link))


def meet(carrier: Carrier, source: Seen, target: Seen) -> None:
    """
    Pair rows of one key that moved on both sides and are not linked yet, so that they are judged together.

    Two people have made them, or the sync has, on an end that keeps no marks, and died before it noted that.
    Carried over one after the other, each would be overwritten with what the other was before.
    """
    leg = carrier.leg
    alone = {
        leg.standing_key(moved.record): moved
        for moved in target.moved
        if moved.link is None and _takes_part(leg.target, moved)
    }
    for moved in source.moved if alone else ():
        written = _written(carrier, moved) if moved.link is None else None
        if written is None:
            continue
        key = leg.target_keys([moved.record], [written])[0]
        partner = alone.get(key)
        if partner is not None:
            own, other = leg.shown_key(leg.source_key(moved.record)), leg.shown_key(key)
            link = Link(leg.map.name, moved.first_row, partner.row, own, other)
            moved.link = partner.link = link


def _takes_part(side: Side, moved: Moved) -> bool:
    try:
        return moved.record is not None and side.in_scope(moved.record)
    except RecordError:
        return False


def has_travelled(carrier: Carrier, moved: Moved, other: Moved) -> bool:
    """
    Whether the sync has carried a change over already, and only that was not noted.

    Then it is no change any more that could be in conflict with what the other side changed since. The link
    may still know the hash of what was written. Otherwise, where the map lets one side win whatever is newer,
    the other row has to carry the mark of the map and to equal what would be written wherever its users left
    it alone.
    """
    written = _written(carrier, moved)
    if written is None or moved.link is None or other.record is None:
        return False
    link = moved.link
    last = link.right_hash if carrier.forward else link.left_hash
    if last is not None and last == image_hash(written):
        return True
    if carrier.leg.map.conflict == "newest" or not other.marked:
        return False
    reached = carrier.leg.flow.affected(carrier.leg.direction, moved.fields)
    if not reached - other.fields:
        return False
    return all(
        value == getattr(other.record, name)
        for name, value in zip(carrier.leg.written, written, strict=True)
        if name not in other.fields
    )


def _written(carrier: Carrier, moved: Moved) -> Record | None:
    leg = carrier.leg
    if leg.transform is None or moved.record is None:
        return None
    try:
        if not leg.source.in_scope(moved.record):
            return None
        written: Record = leg.transform(moved.record)
        return written
    except RecordError:
        return None
