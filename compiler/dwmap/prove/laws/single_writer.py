"""
A field of a record has one writer.

Two maps that write one field of one record, from two different sources, overwrite each other for ever. They
may share an entity if no record is in the scope of both. A column that each writes with values of its own
tells their records apart, as long as no key comes from both sources, which nothing here can know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dwmap.interpret.expressions import key_of
from dwmap.interpret.values import Value
from dwmap.ir.model import Direction, Map
from dwmap.prove.context import HEADINGS, TARGETS, Subject
from dwmap.prove.filters import Meeting, meet
from dwmap.prove.ranges import range_of
from dwmap.prove.verdict import Status, Step, Verdict

LAW = "single-writer"


def judge(subject: Subject) -> Iterator[Verdict]:
    """One verdict for each later map that writes fields of the same entity."""
    for heading in HEADINGS:
        entity = getattr(subject.map, TARGETS[heading])
        for other in subject.around.writers.get(entity, ()):
            if other.name > subject.map.name and subject.goes(heading):
                yield from _judge(subject, heading, entity, other)


def _judge(
    subject: Subject, heading: Direction, entity: str, other: Map
) -> Iterator[Verdict]:
    theirs = Subject(other, subject.around)
    for their_heading in HEADINGS:
        if getattr(other, TARGETS[their_heading]) != entity:
            continue
        shared = _written(subject, heading) & _written(theirs, their_heading)
        keys = {part.left for part in other.key} | {part.right for part in other.key}
        shared -= {each.casefold() for each in keys}
        if not shared:
            continue
        meeting = meet(
            subject.filter(TARGETS[heading]),
            theirs.filter(TARGETS[their_heading]),
            subject.scope,
        )
        found = _verdict(subject.map.name, entity, other.name, shared, meeting)
        mark = _mark(subject, heading, theirs, their_heading)
        if found.status is Status.BROKEN and mark:
            reason = f"`{mark}` tells them apart, unless a key comes from both"
            found = replace(found, status=Status.UNKNOWN, reason=reason, witness=())
        yield found


def _mark(
    one: Subject, heading: Direction, other: Subject, their_heading: Direction
) -> str:
    """A column into which the two write values of which none is the same; empty text where there is none."""
    ours, theirs = _ranges(one, heading), _ranges(other, their_heading)
    for column in sorted(ours.keys() & theirs.keys()):
        if not ours[column] & theirs[column]:
            return column
    return ""


def _ranges(subject: Subject, heading: Direction) -> dict[str, frozenset[Value]]:
    """The columns of which all values that are written can be listed."""
    found: dict[str, frozenset[Value]] = {}
    for line in subject.interpreter.lines(heading):
        values = range_of(line)
        name = key_of(line.target)
        if values is None or name in found or line.condition is not None:
            found.pop(name, None)
        else:
            found[name] = values
    return found


def _written(subject: Subject, heading: Direction) -> set[str]:
    return {key_of(line.target) for line in subject.interpreter.lines(heading)}


def _verdict(
    name: str, entity: str, other: str, shared: set[str], meeting: Meeting
) -> Verdict:
    what = f"{other} on {entity}"
    if meeting.witness is None and meeting.complete:
        return Verdict(LAW, name, what, Status.PROVED, "no record is in both scopes")
    if meeting.witness is None:
        return Verdict(LAW, name, what, Status.SAMPLED, "records tried", meeting.tried)
    fields = ", ".join(f"`{each}`" for each in sorted(shared)[:4])
    more = f" and {len(shared) - 4} more" if len(shared) > 4 else ""
    witness = (Step("in both scopes", tuple(meeting.witness.items())),)
    reason = f"both write {fields}{more} of one record"
    return Verdict(LAW, name, what, Status.BROKEN, reason, witness=witness, at=other)
