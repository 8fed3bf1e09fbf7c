"""A row is gone: what becomes of its partner, by the policy of the map."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ._carry import Carrier
from ._errors import RecordError
from ._inactive import deactivate, is_there
from ._keys import key_text
from ._masks import shown_identity, shown_row
from ._model import Record
from ._outcome import Failure, Outcome, Status, failure_id, make_failure
from ._reading import identity_of
from ._sides import Moved
from ._state import Link
from .connectors._base import write_each


def delete_partners(carrier: Carrier, gone: Iterable[Moved]) -> list[Outcome]:
    """Delete, or leave, the partners of rows that are gone; one that is gone as well is a success."""
    outcomes = []
    for moved in gone:
        with carrier.state.transaction():
            outcomes.append(_delete_partner(carrier, moved))
    return outcomes


def _delete_partner(carrier: Carrier, moved: Moved) -> Outcome:
    leg, link = carrier.leg, moved.link
    carrier.state.drop_failures(
        [failure_id(leg.map.name, leg.direction, moved.first_row)]
    )
    if link is None:
        table = leg.source.table
        own = shown_identity(table, identity_of(table, moved.first_row))
        return _outcome(carrier, own, "out-of-scope")
    key = _key(carrier, link)
    policy = leg.map.on_delete
    if why := _why_left_alone(carrier, link, key):
        return _outcome(carrier, key, "ignored", note=why)
    identity = carrier.partners.identity(link)
    end, table = leg.target_end, leg.target.table
    with end.transaction(leg.origin):
        end.hold(table, [identity])
        carrier.strangers.look()
        if identity in carrier.strangers:
            return _outcome(carrier, key, "postponed")
        if policy == "deactivate":
            refused = deactivate(leg, identity) if is_there(leg, identity) else None
        else:
            found = write_each(end, lambda rows: end.delete(table, rows), [identity])
            refused = found.get(0)
    if refused is not None:
        error = leg.shown_error(refused, standing=_standing(carrier, identity))
        return _outcome(carrier, key, "refused", _failure(carrier, moved, link, error))
    carrier.state.drop_links(leg.map.name, [link.left_row])
    done: Status = "deactivated" if policy == "deactivate" else "deleted"
    return _outcome(carrier, key, done)


def _why_left_alone(carrier: Carrier, link: Link, key: Record) -> str:
    """Why the partner stays as it is; a pair that is no more is forgotten."""
    source, each = carrier.leg.source, carrier.leg.map
    company = dict(zip(source.key, key, strict=True)).get(source.company or "")
    if company not in carrier.companies:
        return f"{company} is not linked"
    if not link.frozen and each.on_delete != "ignore":
        return ""
    carrier.state.drop_links(each.name, [link.left_row])
    return "the pair had left the filter" if link.frozen else "on delete ignore"


def _standing(carrier: Carrier, identity: Record) -> Any:
    """The partner that could not be deleted, where that has to be known; None where it is gone after all."""
    if not carrier.leg.masks:
        return None
    rows = carrier.target.find_rows(carrier.leg.target_end, [identity])
    return next(iter(carrier.target.records(list(rows.values()))), None)


def _key(carrier: Carrier, link: Link) -> Record:
    """The key of the row that is gone, as the link remembers it."""
    return tuple(json.loads(link.left_key if carrier.forward else link.right_key))


def _failure(carrier: Carrier, moved: Moved, link: Link, error: RecordError) -> Failure:
    leg = carrier.leg
    failure = make_failure(
        leg.map.name,
        leg.direction,
        "delete",
        key=_key(carrier, link),
        source_row=moved.first_row,
        record=key_text(_key(carrier, link)),
        company=None,
        error=error,
    )
    carrier.state.save_failures([failure])
    row = shown_row(leg.source.table, failure.source_row)
    return replace(failure, source_row=row)


def _outcome(
    carrier: Carrier,
    key: Record,
    status: Status,
    failure: Failure | None = None,
    note: str = "",
) -> Outcome:
    leg = carrier.leg
    return Outcome(
        leg.map.name,
        leg.direction,
        "delete",
        key,
        status,
        failure=failure,
        note=note,
    )
