"""
What goes over and comes back is what it was.

A two-way line that loses something, loses it on both sides: the poorer value returns and replaces the one
it was made of. A value that does not fit is refused and kept with its reason, so it is not lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.prove.context import Subject, line_text
from dwmap.prove.trips import Leg, Trip
from dwmap.prove.verdict import Status, Step, Verdict

LAW = "round-trip"


def judge(subject: Subject) -> Iterator[Verdict]:
    """One verdict a two-way line, for values of both sides."""
    for pair in subject.legs:
        yield judge_pair(subject.map.name, pair)


def judge_pair(map: str, pair: tuple[Leg, Leg]) -> Verdict:
    """The verdict for one line."""
    text = line_text(pair[0].mapping)
    untyped = undeclared(pair)
    if untyped:
        return Verdict(LAW, map, text, Status.UNKNOWN, untyped)
    for leg in pair:
        if leg.outcome.lost is not None:
            return _broken(map, leg, leg.outcome.lost)
    if not all(leg.outcome.complete for leg in pair):
        tried = sum(len(leg.outcome.trips) for leg in pair)
        return Verdict(LAW, map, text, Status.SAMPLED, "values tried", tried)
    return Verdict(LAW, map, text, Status.PROVED, _how(pair))


def undeclared(pair: tuple[Leg, Leg]) -> str:
    """Why nothing can be said of a line: sides without a type, and no transform that names its values."""
    if pair[0].mapping.transform is not None:
        return ""
    names = [f"`{leg.source.text}`" for leg in pair if leg.source.type.kind == "any"]
    return f"the type of {' and '.join(names)} is not declared" if names else ""


def _how(pair: tuple[Leg, Leg]) -> str:
    how = "carried as it is"
    use = pair[0].mapping.transform
    if use is not None and pair[0].formula is not None:
        how = "the two formulas undo each other exactly"
    elif use is not None:
        how = "every value was tried, and one for all that are not named"
    if any(leg.folded for leg in pair):
        how += "; equal up to the case of letters"
    refuses = any(leg.outcome.refuses for leg in pair)
    return f"{how}; what does not fit is refused" if refuses else how


def _broken(map: str, leg: Leg, trip: Trip) -> Verdict:
    here, there = leg.source.text, leg.there.target.text
    witness = (
        Step("starts as", ((here, trip.start),)),
        Step("becomes", ((there, trip.there),)),
        Step("comes back as", ((here, trip.back),)),
    )
    return Verdict(
        LAW,
        map,
        line_text(leg.mapping),
        Status.BROKEN,
        "a value comes back as another",
        witness=witness,
        accepted=leg.mapping.lossy,
        at=leg.there.place,
    )
