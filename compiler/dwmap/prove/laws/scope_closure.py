"""
A record inside the filter of its side arrives inside the filter of the other side.

Otherwise it is created and then never seen again by the way back: the two sides drift apart in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dwmap.interpret.expressions import key_of
from dwmap.interpret.maps import Line
from dwmap.interpret.values import Record, Refusal, Unset, Value
from dwmap.ir.model import Direction, EitherRef, Expr, PathRef
from dwmap.ir.walk import paths_in, side_paths
from dwmap.prove.cases import Cases, cases_of
from dwmap.prove.context import HEADINGS, SOURCES, TARGETS, SideName, Subject
from dwmap.prove.mentions import Mentions
from dwmap.prove.questions import ask_source
from dwmap.prove.representatives import is_value_of
from dwmap.prove.trips import occurs
from dwmap.prove.verdict import Status, Step, Verdict

LAW = "scope-closure"


def judge(subject: Subject) -> Iterator[Verdict]:
    """One verdict a direction whose other side has a filter."""
    for heading in HEADINGS:
        target = subject.filter(TARGETS[heading])
        if target is not None and subject.goes(heading):
            yield _Closure(subject, heading, target).verdict()


@dataclass(frozen=True)
class _Closure:
    subject: Subject
    heading: Direction
    target: Expr

    def verdict(self) -> Verdict:
        lines = self._lines()
        free = [
            path.text
            for path in paths_in(self.target)
            if key_of(path) not in {key_of(line.target) for line in lines}
        ]
        cases = self._cases(lines)
        tried, doubt = 0, None
        for record in cases:
            if not self._takes_part(record):
                continue
            tried += 1
            arrived = self._arrive(lines, record)
            if arrived is not None and not self._is_seen(arrived):
                if free or self._is_real(record):
                    return self._broken(record, arrived, free)
                doubt = doubt or self._doubtful(record, arrived)
        if doubt is not None:
            return doubt
        if free:
            names = ", ".join(f"`{name}`" for name in dict.fromkeys(free))
            reason = f"the map does not write {names}, which the other filter reads"
            return self._verdict(Status.UNKNOWN, reason)
        if cases.complete:
            return self._verdict(Status.PROVED, "every case of the filters was tried")
        return self._verdict(Status.SAMPLED, "records tried", tried)

    def _verdict(
        self,
        status: Status,
        reason: str,
        tried: int = 0,
        witness: tuple[Step, ...] = (),
    ) -> Verdict:
        way = " -> ".join(
            getattr(self.subject.map, side)
            for side in (SOURCES[self.heading], TARGETS[self.heading])
        )
        return Verdict(
            LAW,
            self.subject.map.name,
            way,
            status,
            reason,
            tried,
            witness,
            at=TARGETS[self.heading],
        )

    def _lines(self) -> list[Line]:
        """The lines that write what the other filter reads."""
        read = {key_of(path) for path in paths_in(self.target)}
        lines = self.subject.interpreter.lines(self.heading)
        return [line for line in lines if key_of(line.target) in read]

    def _cases(self, lines: list[Line]) -> Cases:
        mentions = Mentions(self.subject.scope)
        asked = Mentions(self.subject.scope)
        asked.read(self.target)
        own = self.subject.filter(SOURCES[self.heading])
        if own is not None:
            mentions.read(own)
        for line in lines:
            if line.condition is not None:
                mentions.read(line.condition)
            ask_source(line, asked, mentions)
        return cases_of(mentions)

    def _takes_part(self, record: Record) -> bool:
        if not all(map(self._occurs, record.values())):
            return False
        try:
            return self.subject.interpreter.in_scope(SOURCES[self.heading], record)
        except Refusal:
            return False

    def _occurs(self, value: Value) -> bool:
        return occurs(
            value, getattr(self.subject.map, SOURCES[self.heading]), self.subject.scope
        )

    def _arrive(self, lines: list[Line], record: Record) -> dict[str, Value] | None:
        """The new row on the other side, as far as its filter reads it; None for a refused record."""
        row: dict[str, Value] = {}
        try:
            for line in lines:
                if key_of(line.target) not in row and line.applies(record):
                    value = line.carry(record)
                    row[key_of(line.target)] = (
                        None if isinstance(value, Unset) else value
                    )
        except Refusal:
            return None
        return row

    def _is_seen(self, row: Record) -> bool:
        try:
            return self.subject.interpreter.in_scope(TARGETS[self.heading], row)
        except Refusal:
            return False

    def _witness(self, record: Record, row: Record) -> tuple[Step, ...]:
        return (
            self._step(SOURCES[self.heading], record),
            self._step(TARGETS[self.heading], row),
        )

    def _doubtful(self, record: Record, row: Record) -> Verdict:
        reason = "a case fails that no record of these types may have"
        witness = self._witness(record, row)
        return self._verdict(Status.UNKNOWN, reason, witness=witness)

    def _broken(self, record: Record, row: Record, free: list[str]) -> Verdict:
        witness = self._witness(record, row)
        if free:
            names = ", ".join(f"`{name}`" for name in dict.fromkeys(free))
            reason = f"a new row has no {names}, so the other filter does not see it"
            return self._verdict(Status.BROKEN, reason, witness=witness)
        reason = "a record arrives outside the other filter"
        return self._verdict(Status.BROKEN, reason, witness=witness)

    def _step(self, side: SideName, record: Record) -> Step:
        """A record of a side, its paths as they are declared."""
        map = self.subject.map
        spelled = {
            key_of(path): path.text
            for each in map.fields
            for path in side_paths(getattr(each, side))
        }
        filter = self.subject.filter(side)
        spelled |= {
            key_of(path): path.text for path in (paths_in(filter) if filter else ())
        }
        values = ((spelled.get(name, name), value) for name, value in record.items())
        return Step(f"in {getattr(map, side)}", tuple(values))

    def _is_real(self, record: Record) -> bool:
        """Whether the values of a representative are values of their types."""
        own = self.subject.filter(SOURCES[self.heading])
        read = [*(paths_in(own) if own is not None else ())]
        for line in self._lines():
            if isinstance(line.source, PathRef | EitherRef):
                read.append(line.source)
        return all(
            is_value_of(record[key_of(path)], path.type, self.subject.scope)
            for path in read
            if key_of(path) in record
        )
