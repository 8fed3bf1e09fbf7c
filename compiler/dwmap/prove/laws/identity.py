"""
A record finds its partner: the key goes both ways without loss, and is a key on either side.

Where it is not, an update becomes a second record, or two records take turns in overwriting one.
"""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.ir.model import Entity
from dwmap.prove.context import SideName, Subject
from dwmap.prove.laws import round_trip
from dwmap.prove.verdict import Status, Verdict, worst

LAW = "identity"
_SIDES: tuple[SideName, SideName] = ("left", "right")


def judge(subject: Subject) -> Iterator[Verdict]:
    """One verdict for the key as a whole, on each side that is read; one for each of its parts."""
    name, key = subject.map.name, subject.map.key
    if not key:
        yield Verdict(LAW, name, "key", Status.BROKEN, "the map has no key")
        return
    for part in key:
        yield _judge_part(subject, part.left, part.right)
    for side in _SIDES:
        entity = subject.entity(side)
        if entity is not None:
            yield _judge_side(subject, side, entity)


def _judge_part(subject: Subject, left: str, right: str) -> Verdict:
    name, what = subject.map.name, f"{left} = {right}"
    company = subject.map.company
    if company is not None and (left, right) == (company.left, company.right):
        return Verdict(LAW, name, what, Status.PROVED, "the pair of companies")
    ways = [
        bool(subject.writers("to_right", right)),
        bool(subject.writers("to_left", left)),
    ]
    if subject.goes_both_ways and not all(ways):
        return Verdict(LAW, name, what, Status.BROKEN, "it goes one way only")
    found = [
        round_trip.judge_pair(name, pair)
        for pair in subject.legs
        if tuple(leg.source.text.casefold() for leg in pair)
        == (left.casefold(), right.casefold())
    ]
    if not found:
        reason = "it goes one way, as the map does"
        return Verdict(LAW, name, what, Status.PROVED, reason)
    status = worst([each.status for each in found])
    one = found[0]
    return Verdict(LAW, name, what, status, one.reason, one.tried, one.witness)


def _judge_side(subject: Subject, side: SideName, entity: Entity) -> Verdict:
    """Whether the paths of the key contain a key of the entity."""
    paths = {getattr(part, side).casefold() for part in subject.map.key}
    if subject.map.company is not None:
        paths.add(getattr(subject.map.company, side).casefold())
    keys = {
        "the integration key": entity.integration_key,
        "the primary key": entity.key,
        **{
            f"the alternate key {one.name}": one.columns
            for one in entity.alternate_keys
        },
    }
    name = subject.map.name
    known = {title: columns for title, columns in keys.items() if columns}
    for title, columns in known.items():
        if {each.casefold() for each in columns} <= paths:
            reason = f"it holds {title} of `{entity.name}`"
            return Verdict(LAW, name, entity.name, Status.PROVED, reason)
    if not known:
        reason = f"`{entity.name}` declares no key"
        return Verdict(LAW, name, entity.name, Status.UNKNOWN, reason)
    wanted = " or ".join(
        f"{title} ({', '.join(columns)})" for title, columns in known.items()
    )
    reason = f"it does not hold {wanted}"
    return Verdict(LAW, name, entity.name, Status.UNKNOWN, reason)
