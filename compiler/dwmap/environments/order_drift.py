"""The order of maps: that of an environment, that which is expected of it, and that in which maps need each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from dwmap.changes.model import Finding
from dwmap.changes.rules.order_against_plan import OrderAgainstPlan
from dwmap.changes.rules.order_differs import OrderDiffers
from dwmap.environments.drift import made
from dwmap.environments.matching import Chosen
from dwmap.ir.model import Project

Places = Mapping[str, int]
"""The place of each map that has one; two maps may share one."""


def stated_places(maps: Iterable[tuple[str, Chosen | None]]) -> dict[str, int]:
    """
    The places that the rows of an environment state; nothing where they state none.

    Many maps at 0, where every map is that nobody put elsewhere, have no place; a single one is the first.
    """
    found = {name: one.leg.order for name, one in maps if one is not None}
    if Counter(found.values())[0] > 1:
        found = {name: place for name, place in found.items() if place}
    return found if len(set(found.values())) > 1 else {}


def listed_places(names: Sequence[str]) -> dict[str, int]:
    """The places of maps that are listed in their order."""
    return {name: place for place, name in enumerate(names)}


def against_plan(places: Places, project: Project, title: str) -> Iterator[Finding]:
    """Maps that come before one that they need, although the plan has that one first."""
    plan = {step.map: -number for number, step in enumerate(reversed(project.plan))}
    for one in project.maps:
        for needed in one.dependencies:
            names = one.name, needed.map
            if not all(name in places and name in plan for name in names):
                continue
            is_early = places[one.name] < places[needed.map]
            if is_early and plan[needed.map] < plan[one.name]:
                message = f"`{one.name}` comes before `{needed.map}` in {title}, which it needs"
                symbol = f"{one.name}/order {needed.map}"
                pair = f"{one.name}, {needed.map}", f"{needed.map}, {one.name}"
                yield made(OrderAgainstPlan, symbol, message, *pair, map=one.name)


def another_order(there: Places, wanted: Places, title: str) -> Iterator[Finding]:
    """That two orders contradict each other, told once, with the maps that both of them have."""
    both = sorted(there.keys() & wanted.keys())
    if not _contradict(both, there, wanted):
        return
    shown = (
        ", ".join(sorted(both, key=lambda name: (places[name], name)))
        for places in (there, wanted)
    )
    message = f"the maps are in another order in {title}"
    yield made(OrderDiffers, "maps/order", message, *shown)


def _contradict(names: Iterable[str], there: Places, wanted: Places) -> bool:
    """Whether two maps follow each other in one order, and the other way round in the other."""
    highest: int | None = None
    for _, group in groupby(sorted(names, key=there.__getitem__), there.__getitem__):
        places = [wanted[name] for name in group]
        if highest is not None and min(places) < highest:
            return True
        highest = max(places if highest is None else (*places, highest))
    return False
