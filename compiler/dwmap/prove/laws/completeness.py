"""
Every required field of a target has a source that always has a value, or a default.

Otherwise a new record is refused, and with it everything that points at it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dwmap.interpret.expressions import key_of
from dwmap.interpret.maps import Line
from dwmap.interpret.values import Record, Refusal, Unset
from dwmap.ir.model import Direction, EitherRef, EntityField, PathRef
from dwmap.ir.walk import paths_in, side_items, side_paths
from dwmap.prove.cases import Cases, cases_of
from dwmap.prove.context import HEADINGS, SOURCES, TARGETS, Subject
from dwmap.prove.mentions import Mentions, Path
from dwmap.prove.questions import ask_source
from dwmap.prove.representatives import is_value_of
from dwmap.prove.trips import occurs
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
    if lines[-1].condition is not None:
        return Verdict(
            LAW, name, what, Status.BROKEN, "no line fills it without a condition"
        )
    return _Filling(subject, heading, lines, what).verdict()


@dataclass(frozen=True)
class _Filling:
    """The lines that fill a field: of several, the first whose condition holds counts."""

    subject: Subject
    heading: Direction
    lines: list[Line]
    what: str

    def verdict(self) -> Verdict:
        cases = self._cases()
        doubt, tried = "", 0
        for record in cases:
            if not self._occurs(record):
                continue
            tried += 1
            if not self._leaves_empty(record):
                continue
            doubtful = self._doubt(record)
            if not doubtful:
                return self._broken(record)
            doubt = doubt or doubtful
        if doubt:
            return self._verdict(Status.UNKNOWN, doubt)
        if cases.complete:
            return self._verdict(Status.PROVED, "its source always has a value")
        return self._verdict(Status.SAMPLED, "records tried", tried)

    def _verdict(self, status: Status, reason: str, tried: int = 0) -> Verdict:
        return Verdict(LAW, self.subject.map.name, self.what, status, reason, tried)

    def _broken(self, record: Record) -> Verdict:
        paths = {key_of(path): path.text for path in self._paths}
        values = tuple((paths.get(name, name), value) for name, value in record.items())
        empty = [name for name, value in values if value is None]
        reason = (
            f"`{empty[0]}` may have no value"
            if empty
            else "a value becomes no value on the way"
        )
        side = getattr(self.subject.map, SOURCES[self.heading])
        witness = (Step(f"in {side}", values),)
        verdict = self._verdict(Status.BROKEN, reason)
        return replace(verdict, witness=witness, at=self.lines[0].place)

    @property
    def _paths(self) -> list[Path]:
        """What the lines read."""
        return [
            path
            for line in self.lines
            for path in (
                *side_paths(line.source),
                *(paths_in(line.condition) if line.condition is not None else ()),
            )
        ]

    def _cases(self) -> Cases:
        mentions, asked = Mentions(self.subject.scope), Mentions(self.subject.scope)
        for line in self.lines:
            asked.of(line.target)
            if line.condition is not None:
                mentions.read(line.condition)
            if line.mapping.transform is not None:
                ask_source(line, asked, mentions)
            else:
                for item in side_items(line.source):
                    if not isinstance(item, PathRef | EitherRef):
                        mentions.read_opaque(item)
        # Without a transform a value stays a value, whatever the types are.
        for path in self._paths:
            mention = mentions.of(path)
            if _may_be_empty(self.subject, self.heading, path):
                mention.type = replace(mention.type, nullable=True)
        return cases_of(mentions)

    def _occurs(self, record: Record) -> bool:
        """Whether a record of the side may have these values."""
        side, scope = (
            getattr(self.subject.map, SOURCES[self.heading]),
            self.subject.scope,
        )
        types = {key_of(path): path.type for path in self._paths}
        return all(
            value is None
            or (occurs(value, side, scope) and is_value_of(value, types[name], scope))
            for name, value in record.items()
        )

    def _leaves_empty(self, record: Record) -> bool:
        """Whether a new row gets no value; a record that is refused for another reason is no row."""
        try:
            line = next((one for one in self.lines if one.applies(record)), None)
            value = line.carry(record) if line is not None else None
        except Refusal as refusal:
            return refusal.code == "missing-value"
        return value is None or isinstance(value, Unset)

    def _doubt(self, record: Record) -> str:
        """Why nobody knows whether a record has these empty values; no text where it may."""
        doubts = (
            _doubt(self.subject, self.heading, path)
            for path in self._paths
            if record.get(key_of(path)) is None
        )
        return next(filter(None, doubts), "")


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
