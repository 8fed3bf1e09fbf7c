"""Three versions of a list, merged by key: what each side did to each part, and in which order they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dwmap.git_drivers.parts import Key, Part

P = TypeVar("P", bound=Part)


@dataclass(frozen=True)
class Trio(Generic[P]):
    """A part in three versions; None where it is not."""

    key: Key
    base: P | None
    ours: P | None
    theirs: P | None


def line_up(
    base: Sequence[P], ours: Sequence[P], theirs: Sequence[P]
) -> Iterator[Trio[P]]:
    """
    Every part in all its versions, under the key of the base where one was renamed.

    They stand as in ours, or as in theirs where only they were put into another order; what only the other has stands
    behind what it stands behind there.
    """
    known = {one.key: one for one in base}
    mine, other = _keyed(ours, known.keys()), _keyed(theirs, known.keys())
    for key in _order(list(known), list(mine), list(other)):
        yield Trio(key, known.get(key), mine.get(key), other.get(key))


def _keyed(parts: Iterable[P], known: Iterable[Key]) -> dict[Key, P]:
    """The parts by key: by the old one where the base has it, and this version has it no more."""
    parts, known = list(parts), set(known)
    own = {one.key for one in parts}
    found: dict[Key, P] = {}
    for one in parts:
        renamed = one.old in known - own and one.key not in known
        found[one.old if renamed and one.old is not None else one.key] = one
    return found


def _order(base: list[Key], ours: list[Key], theirs: list[Key]) -> list[Key]:
    lead, other = ours, theirs
    if not _moved(base, ours) and _moved(base, theirs):
        lead, other = theirs, ours
    found = list(lead)
    for at, key in enumerate(other):
        if key not in found:
            before = next((one for one in reversed(other[:at]) if one in found), None)
            found.insert(0 if before is None else found.index(before) + 1, key)
    return found


def _moved(base: list[Key], side: list[Key]) -> bool:
    """Whether what is in both stands in another order."""
    first = [one for one in base if one in set(side)]
    return first != [one for one in side if one in set(base)]
