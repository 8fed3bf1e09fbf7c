"""
Over and back, over and back: the second round brings back what the first did.

Where it does not, each round writes something else, and the two systems do not come to rest. A value may be
lost on the first round and then stay what it became; that is a matter of the round trip.
"""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.prove.context import Subject, line_text
from dwmap.prove.laws.round_trip import undeclared
from dwmap.prove.trips import Leg, Trip
from dwmap.prove.verdict import Status, Step, Verdict

LAW = "rest"


def judge(subject: Subject) -> Iterator[Verdict]:
    """One verdict a two-way line."""
    for pair in subject.legs:
        yield _judge(subject.map.name, pair)


def _judge(map: str, pair: tuple[Leg, Leg]) -> Verdict:
    text = line_text(pair[0].mapping)
    untyped = undeclared(pair)
    if untyped:
        return Verdict(LAW, map, text, Status.UNKNOWN, untyped)
    for leg in pair:
        trip = leg.outcome.restless
        if trip is not None:
            reason = "the second round brings back something else"
            return Verdict(
                LAW,
                map,
                text,
                Status.BROKEN,
                reason,
                witness=_witness(leg, trip),
                at=leg.there.place,
            )
    if all(leg.outcome.complete for leg in pair):
        return Verdict(LAW, map, text, Status.PROVED, "every case was tried")
    tried = sum(len(leg.outcome.trips) for leg in pair)
    return Verdict(LAW, map, text, Status.SAMPLED, "values tried", tried)


def _witness(leg: Leg, trip: Trip) -> tuple[Step, ...]:
    here, there = leg.source.text, leg.there.target.text
    return (
        Step("starts as", ((here, trip.start),)),
        Step("becomes", ((there, trip.there),)),
        Step("comes back as", ((here, trip.back),)),
        Step("and becomes", ((there, trip.again),)),
        Step("and comes back as", ((here, trip.last),)),
    )
