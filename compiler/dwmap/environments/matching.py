"""
Which map is which: by both ends and the filters, never by the name that the product shows.

Two maps may join the same ends and have the same name there (`CDS Contacts V2`, for customers and for vendors); their filters tell
them apart. A filter may have been changed, so what is left over on both sides is matched by its ends alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from dwmap.environments.held import Ends, Facts, Leg, numbers_of

Pair = tuple["Chosen | None", "Chosen | None"]
Variant = tuple[Ends, tuple[str, str]]
"""Both ends and both filters."""


@dataclass(frozen=True)
class Chosen:
    """
    A map of a side in the version that counts, and its other versions. `is_active` says that a service named this version as
    the active one; else it is the newest.
    """

    leg: Leg
    others: tuple[Leg, ...] = ()
    is_active: bool = False
    state: str = ""
    active: str = ""
    """The active version, also where no row has it."""

    @property
    def versions(self) -> set[tuple[int, ...]]:
        """All versions that are there."""
        return {one.numbers for one in (self.leg, *self.others)}


def variants_of(legs: Iterable[Leg]) -> Set[Variant]:
    """By what the maps of a side are told apart."""
    return {(leg.ends, leg.variant) for leg in legs}


def choose(
    legs: Iterable[Leg], facts: Facts, other_side: Set[Variant] = frozenset()
) -> list[Chosen]:
    """
    One version of each map: the active one where that is known, else the newest.

    Filters that two maps of the other side have are those of two maps here, too.
    """
    groups: dict[Variant, list[Leg]] = defaultdict(list)
    for leg in legs:
        groups[leg.ends, leg.variant].append(leg)
    by_ends: dict[Ends, list[list[Leg]]] = defaultdict(list)
    for (ends, _), group in sorted(groups.items(), key=lambda one: one[0]):
        by_ends[ends].append(group)
    found = []
    for ends, variants in by_ends.items():
        merged = _merged(variants, other_side)
        found += [_chosen(group, ends, facts, len(merged)) for group in merged]
    return found


def _merged(variants: list[list[Leg]], other_side: Set[Variant]) -> list[list[Leg]]:
    """Variants of one stored name whose versions are all different are versions of one map, whose filter was changed."""
    merged: list[list[Leg]] = []
    for group in variants:
        for known in merged:
            names = {one.stored_name for one in known}
            versions = {one.version for one in known}
            own = {one.version for one in group}
            alike = names == {one.stored_name for one in group} and "" not in names
            two = all(variants_of(one) & other_side for one in (known, group))
            if alike and not two and not versions & own:
                known += group
                break
        else:
            merged.append(list(group))
    return merged


def _chosen(group: list[Leg], ends: Ends, facts: Facts, variants: int) -> Chosen:
    group = sorted(group, key=lambda one: one.age, reverse=True)
    told = (facts.running or {}).get(ends, [])
    # Two maps of the same ends: nobody says which of them it is that runs.
    running = told[0] if len(told) == 1 and variants == 1 else None
    if running is None or not running.version:
        state = running.state if running else ""
        return Chosen(group[0], tuple(group[1:]), state=state)
    wanted = numbers_of(running.version)
    for leg in group:
        if leg.numbers == wanted:
            others = tuple(one for one in group if one is not leg)
            return Chosen(leg, others, True, running.state, running.version)
    return Chosen(
        group[0], tuple(group[1:]), state=running.state, active=running.version
    )


def match(before: Sequence[Chosen], after: Sequence[Chosen]) -> list[Pair]:
    """Each map of one side with that of the other; what has no partner stands alone. In a fixed order."""
    waiting: dict[Ends, list[Chosen]] = defaultdict(list)
    for one in before:
        waiting[one.leg.ends].append(one)
    partner: dict[int, Chosen] = {}
    for is_same in (_is_variant, _is_named_alike, _is_any):
        for other in after:
            if id(other) in partner:
                continue
            known = waiting[other.leg.ends]
            found = next((one for one in known if is_same(one, other)), None)
            if found is not None:
                known.remove(found)
                partner[id(other)] = found
    pairs: list[Pair] = [(partner.get(id(one)), one) for one in after]
    pairs += [(one, None) for left in waiting.values() for one in left]
    return sorted(pairs, key=_order)


def _is_variant(one: Chosen, other: Chosen) -> bool:
    return one.leg.variant == other.leg.variant


def _is_named_alike(one: Chosen, other: Chosen) -> bool:
    name = one.leg.stored_name
    return bool(name) and name == other.leg.stored_name


def _is_any(one: Chosen, other: Chosen) -> bool:
    return True


def _order(pair: Pair) -> tuple[Ends, list[tuple[str, str]]]:
    legs = [one.leg for one in pair if one is not None]
    return legs[0].ends, sorted(leg.variant for leg in legs)
