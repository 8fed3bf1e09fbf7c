"""Making rows equal again that reconciling found to differ: by the same code that carries live changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from ._carry import Carrier
from ._leg import Direction
from ._live import Live
from ._masks import shown_identity
from ._notes import Task
from ._outcome import Outcome
from ._reading import identity_of
from ._reconcile import Difference

Master: TypeAlias = Literal["left", "right", "newer"]


def direction_of(one: Difference, master: Master, delete: bool) -> Direction | None:
    """
    The way in which a difference is repaired, None where a person has to look at it.

    A row that stands alone is created on the other end, whoever is master; with `delete` it is deleted
    where the master does not have it.
    """
    if one.status in ("duplicate-key", "cannot-travel"):
        return None
    if one.status != "differs" and not delete:
        return "forward" if one.status == "missing-right" else "backward"
    side = one.newer if master == "newer" else master
    if side is None:
        return None
    return "forward" if side == "left" else "backward"


def repair(
    live: Live, differences: Iterable[Difference], master: Master, delete: bool
) -> tuple[list[Outcome], list[Difference]]:
    """Repair what can be, parents first; returns what became of it, and what a person has to look at."""
    outcomes: list[Outcome] = []
    left_over: list[Difference] = []
    by_map: dict[str, list[Difference]] = {}
    for one in differences:
        by_map.setdefault(one.map, []).append(one)
    for each in live.maps_in_order():
        ways: dict[Direction, list[Difference]] = {"forward": [], "backward": []}
        for one in by_map.get(each.name, ()):
            way = direction_of(one, master, delete)
            function = each.forward if way == "forward" else each.backward
            if way is None or function is None:
                left_over.append(one)
            else:
                ways[way].append(one)
        for way, found in ways.items():
            outcomes += _carry(live.carrier(each, way), found)
    return outcomes, left_over


def _carry(carrier: Carrier, found: list[Difference]) -> list[Outcome]:
    forward = carrier.forward
    gone = [one for one in found if not (one.left_row if forward else one.right_row)]
    texts = [
        one.left_row if forward else one.right_row for one in found if one not in gone
    ]
    table = carrier.leg.source.table
    rows = carrier.source.find_rows(
        carrier.leg.source_end, [identity_of(table, text) for text in texts]
    )
    links = carrier.state.links(
        carrier.leg.map.name, "left" if forward else "right", texts
    )
    tasks = [
        Task(text, "update", carrier.source.records([row])[0], links.get(text))
        for text, row in rows.items()
    ]
    outcomes = list(carrier.carry(tasks)) if tasks else []
    return outcomes + [_delete(carrier, one) for one in gone]


def _delete(carrier: Carrier, one: Difference) -> Outcome:
    """The master does not have the row, so the other end's is deleted."""
    leg, text = carrier.leg, one.right_row if carrier.forward else one.left_row
    identity = identity_of(leg.target.table, text)
    with leg.target_end.transaction(leg.origin):
        leg.target_end.delete(leg.target.table, [identity])
    side = "right" if carrier.forward else "left"
    lefts = [
        link.left_row
        for link in carrier.state.links(leg.map.name, side, [text]).values()
    ]
    carrier.state.drop_links(leg.map.name, lefts)
    shown = shown_identity(leg.target.table, identity)
    return Outcome(leg.map.name, leg.direction, "delete", shown, "deleted")
