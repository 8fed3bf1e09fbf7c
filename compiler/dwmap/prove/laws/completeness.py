"""
Every required field of a target has a source that always has a value, or a default.

Otherwise a new record is refused, and with it everything that points at it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.interpret.expressions import key_of
from dwmap.interpret.maps import Line
from dwmap.interpret.values import Refusal
from dwmap.ir.model import Direction, EitherRef, EntityField, PathRef
from dwmap.prove.context import HEADINGS, SOURCES, TARGETS, Subject
from dwmap.prove.verdict import Status, Step, Verdict

LAW = "completeness"


def judge(subject: Subject) -> Iterator[Verdict]:
    """One verdict for each required field of a side that is written."""
    for heading in HEADINGS:
        entity = subject.entity(TARGETS[heading])
        if entity is None or not subject.goes(heading):
            continue
        for field in entity.fields:
            if field.required and not (field.readonly or field.computed):
                yield _judge(subject, heading, entity.name, field)


def _judge(
    subject: Subject, heading: Direction, entity: str, field: EntityField
) -> Verdict:
    name, what = subject.map.name, f"{entity}.{field.name}"
    lines = [
        line
        for line in subject.interpreter.lines(heading)
        if _column(line).casefold() == field.name.casefold()
    ]
    if not lines:
        return Verdict(LAW, name, what, Status.BROKEN, "no line fills it")
    last = lines[-1]
    if last.condition is not None:
        return Verdict(
            LAW, name, what, Status.BROKEN, "no line fills it without a condition"
        )
    for line in lines:
        if line.mapping.on_null == "keep":
            return Verdict(
                LAW, name, what, Status.BROKEN, "an empty value does not fill a new row"
            )
        if line.mapping.default is not None:
            continue
        source = line.source
        if not isinstance(source, PathRef | EitherRef):
            continue
        try:
            filled = line.carry({key_of(source): None}) is not None
        except Refusal:
            filled = False
        if filled or not _may_be_empty(subject, heading, source):
            continue
        doubt = _doubt(subject, heading, source)
        if doubt:
            return Verdict(LAW, name, what, Status.UNKNOWN, doubt)
        side = getattr(subject.map, SOURCES[heading])
        witness = (Step(f"in {side}", ((source.text, None),)),)
        reason = f"`{source.text}` may have no value"
        return Verdict(LAW, name, what, Status.BROKEN, reason, witness=witness)
    return Verdict(LAW, name, what, Status.PROVED, "its source always has a value")


def _column(line: Line) -> str:
    target = line.target
    return target.column if isinstance(target, EitherRef) else target.segments[0]


def _doubt(subject: Subject, heading: Direction, source: PathRef | EitherRef) -> str:
    """Why nobody knows whether the path always has a value."""
    if source.type.kind == "any":
        return f"the type of `{source.text}` is not declared"
    column = source.column if isinstance(source, EitherRef) else source.segments[0]
    field = subject.scope.field(getattr(subject.map, SOURCES[heading]), column)
    if field is not None and field.confidence == "inferred":
        return f"whether `{source.text}` always has a value was inferred, not stated"
    return ""


def _may_be_empty(
    subject: Subject, heading: Direction, source: PathRef | EitherRef
) -> bool:
    """Whether the path may have no value: its column, or a lookup on the way."""
    if isinstance(source, EitherRef) or source.type.nullable:
        return True
    owners = (getattr(subject.map, SOURCES[heading]), *source.through)
    for owner, segment in zip(owners, source.segments[:-1], strict=False):
        field = subject.scope.field(owner, segment)
        if field is None or field.type.nullable:
            return True
    return False
