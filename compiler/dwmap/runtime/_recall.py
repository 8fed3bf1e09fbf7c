"""
What a round wrote to an end that keeps no marks, and did not note, because its process died in between.

    the target's field is as was intended       the sync wrote it: no change
    ... or as it was when that was intended     nobody has touched it, and the source had won
    the source's field is as it was back then   older than whatever others did to the target since

The second holds whatever the clocks of both ends say: the target was read after the source and before the
intent was noted, so what differs from both came later. It also holds where nothing was sent any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from ._carry import Carrier
from ._images import changed_fields, intended_fields
from ._intents import Intent
from ._keys import image_hash
from ._reading import identity_of
from ._rejoin import link_of
from ._sides import Moved, Seen
from ._state import Link

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def recall(carrier: Carrier, source: Seen, target: Seen) -> list[str]:
    """
    Tell what the sync wrote in one direction, and did not note any more, from what others did since.

    Returns the source rows of the intents that were of use.
    """
    intents = carrier.intents.noted()
    if not intents:
        return []
    used: list[str] = []
    by_row = {intent.source_row: intent for intent in intents}
    for moved in source.moved:
        intent = by_row.get(moved.row) or by_row.get(moved.first_row)
        if intent is not None and moved.record is not None:
            used.append(intent.source_row)
            _make_older(moved, intent)
    _join_by_key(carrier, intents, source, target)
    for moved in target.moved:
        if moved.link is not None and moved.record is not None:
            intent = by_row.get(_source_row(carrier, moved.link))
            if intent is not None:
                used.append(intent.source_row)
                _leave_ours_out(moved, intent)
    return used


def _make_older(moved: Moved, intent: Intent) -> None:
    changed = changed_fields(intent.source, moved.record)
    if changed is not None:
        older = set(moved.record._fields) - changed
        moved.moments = {**moved.moments, **dict.fromkeys(older, _LONG_AGO)}


def _leave_ours_out(moved: Moved, intent: Intent) -> None:
    theirs = changed_fields(intent.target, moved.record)
    if theirs is not None:
        since = changed_fields(intent.before, moved.record)
        if since is not None:
            # What still is as it was when the intent was noted had been judged by then.
            theirs -= intended_fields(intent.target, moved.record) - since
        moved.fields, moved.whole = moved.fields & theirs, False
        if intended_fields(intent.target, moved.record):
            moved.marked, moved.own = True, not moved.fields


def _join_by_key(
    carrier: Carrier, intents: Sequence[Intent], source: Seen, target: Seen
) -> None:
    """Give rows that were created, and not linked any more, back to the rows that they come from."""
    by_key = {intent.target_key: intent for intent in intents}
    made: dict[str, Moved] = {}
    for moved in target.moved:
        if moved.link is None and moved.record is not None:
            hashed = image_hash(carrier.leg.standing_key(moved.record))
            if hashed in by_key:
                made[by_key[hashed].source_row] = moved
    if not made:
        return
    sources = {moved.row: moved for moved in source.moved}
    side = "left" if carrier.forward else "right"
    linked = carrier.state.links(carrier.leg.map.name, side, list(made))
    table = carrier.leg.source.table
    identities = [identity_of(table, row) for row in made if row not in sources]
    there = carrier.source.find_rows(carrier.leg.source_end, identities)
    for row, moved in made.items():
        if row not in linked:
            key = carrier.leg.shown_key(carrier.leg.standing_key(moved.record))
            moved.link = link_of(carrier, row, moved.row, key, key)
            if row in sources:
                sources[row].link = moved.link
            elif row not in there:
                source.moved.append(Moved.deleted(row, moved.link))


def _source_row(carrier: Carrier, link: Link) -> str:
    return link.left_row if carrier.forward else link.right_row
