"""Which maps are in rows that cannot be read: such a map is not missing, and it is not what another version of it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dwmap.environments.held import Held, Leg, Unreadable, numbers_of
from dwmap.environments.matching import Chosen
from dwmap.environments.states import Matched

Side = Literal["before", "after"]


@dataclass(frozen=True)
class Hidden:
    """
    The maps of each row of a side that cannot be read, or of which a part cannot; `idle` are the rows of versions that do
    not count. Of the maps in `uncompared` nothing can be said.
    """

    maps: Mapping[Unreadable, tuple[str, ...]] = field(default_factory=dict)
    idle: frozenset[Unreadable] = frozenset()
    uncompared: frozenset[str] = frozenset()

    def versions(self, name: str) -> set[tuple[int, ...]]:
        """The versions of a map that are there and cannot be read."""
        return {numbers_of(row.version) for row, of in self.maps.items() if name in of}


def hidden_maps(held: Held, matched: Iterable[Matched], side: Side) -> Hidden:
    """What `held`, which is the given side of the maps, has in rows that cannot be read."""
    matched = tuple(matched)
    maps: dict[Unreadable, tuple[str, ...]] = {}
    idle, uncompared = set[Unreadable](), set[str]()
    for row in sorted(set(held.unreadable)):
        found = [each for each in matched if _is_of(row, each, side)]
        counting = {one.name for one in found if _counts(row, getattr(one, side))}
        maps[row] = tuple(sorted(one.name for one in found))
        if found and not counting:
            idle.add(row)
        if not row.is_part:
            uncompared |= counting
    return Hidden(maps, frozenset(idle), frozenset(uncompared))


def _is_of(row: Unreadable, each: Matched, side: Side) -> bool:
    """Whether a row is a version of a map, as far as its names tell."""
    own: Chosen | None = getattr(each, side)
    other = each.after if side == "before" else each.before
    if own is not None:
        legs = (own.leg, *own.others)
        return any(
            row.stored_name and row.stored_name == one.stored_name for one in legs
        )
    if other is None:
        return False
    names = {row.title.casefold(), row.stored_name.casefold()} - {""}
    return row.ends == other.leg.ends or bool(names & {*_names(other.leg)})


def _names(leg: Leg) -> Iterator[str]:
    for column in ("msdyn_displayname", "msdyn_name"):
        name = (leg.row or {}).get(column)
        if isinstance(name, str):
            yield name.casefold()


def _counts(row: Unreadable, own: Chosen | None) -> bool:
    """Whether it is this version that runs, as far as that is told; else whether it is the newest."""
    if own is None:
        return True
    if row.is_part:
        return numbers_of(row.version) == own.leg.numbers
    if own.active:
        return not own.is_active and numbers_of(own.active) == numbers_of(row.version)
    return numbers_of(row.version) > own.leg.numbers
