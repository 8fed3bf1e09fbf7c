# Copied by dwmap from its runtime. Do not edit.
"""
Carrying live changes over in one direction of one map, many rows at once.

    task --scope, transform--> line --find partner--> create or update --> outcome, link, failure
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ._errors import MissingReference, RecordError, Stale
from ._inactive import (
    activate,
    as_active,
    asleep,
    deactivate,
    is_there,
    wakes,
    woken,
)
from ._intents import Intents
from ._leg import Leg
from ._linked import TakesPart
from ._notes import Notes, Task, Work
from ._outcome import FieldChange, Outcome, Status
from ._partners import Partners
from ._reading import Reading, plan_reading, row_text
from ._state import Link, State
from ._strangers import Strangers
from ._transform import agreeing
from ._write import Line, Written, write_changed, write_new


@dataclass(slots=True)
class Carrier:
    """One direction of one map in a live round. `cyclic` are columns that may have to wait for their rows."""

    leg: Leg
    state: State
    cyclic: frozenset[str] = frozenset()
    notes: Notes = field(init=False)
    strangers: Strangers = field(init=False)
    intents: Intents = field(init=False)
    partners: Partners = field(init=False)
    companies: TakesPart = field(init=False)
    source: Reading = field(init=False)
    target: Reading = field(init=False)

    def __post_init__(self) -> None:
        self.notes = Notes(self.leg, self.state)
        self.intents = Intents(self.leg, self.state)
        self.companies = TakesPart()
        self.watch(self.state.position(self.leg.target_end.system.name))
        self.source = plan_reading(self.leg.source)
        self.target = plan_reading(self.leg.target)
        self.partners = Partners(self.leg, self.state, self.source, self.target)

    def watch(self, position: str | None) -> None:
        """Take what the target's feed holds behind this position for changes that are still to be judged."""
        leg = self.leg
        self.strangers = Strangers(leg.target_end, leg.target.table, position)

    @property
    def forward(self) -> bool:
        """Whether the left side is the source."""
        return self.leg.direction == "forward"

    def carry(self, tasks: Iterable[Task]) -> list[Outcome]:
        """Carry the tasks over and say what became of each."""
        self.notes.outcomes = []
        with self.state.transaction():
            new, old = self._weighed(tasks)
            if not self.intents.wanted:
                self._send(new, old)
        if self.intents.wanted and (new or old):
            # Before anything is sent it has to be on the disk what that is, beside nothing that is not judged yet.
            new, old = self._without_strangers(new, old)
            self.intents.note(self._about_to_write(new, old))
            with self.state.transaction():
                self._send(new, old)
                self.intents.forget(
                    work.line for work in (*new, *old) if not work.postponed
                )
        return self.notes.outcomes

    def _about_to_write(
        self, new: list[Work], old: list[Work]
    ) -> Iterator[tuple[Line, frozenset[str], Any]]:
        everything = frozenset(self.leg.written)
        yield from ((work.line, everything, None) for work in new)
        for work in old:
            standing = self.target.records([work.standing or ()])[0]
            yield work.line, work.fields, standing

    def refusal(self, task: Task, error: RecordError) -> Outcome:
        """Keep the task as a failure without trying."""
        self.notes.outcomes = []
        self.notes.refuse(task, error)
        return self.notes.outcomes[0]

    def _weighed(self, tasks: Iterable[Task]) -> tuple[list[Work], list[Work]]:
        """What is to be created, and what is to be changed."""
        # Others write too, so what was read for an earlier round may be out of date.
        self.leg.lookups.forget()
        works = [work for task in tasks if (work := self._transform(task)) is not None]
        with self.leg.target_end.guarded():
            for work, error in self.partners.find(works):
                works.remove(work)
                self.notes.refuse(work.task, error)
        if self.leg.late:
            works = [work for work in works if self._beside(work)]
        new = [work for work in works if work.standing is None]
        old = [
            work for work in works if work.standing is not None and self._weigh(work)
        ]
        return new, old

    def _send(self, new: list[Work], old: list[Work]) -> None:
        if new or old:
            with self.leg.target_end.transaction(self.leg.origin):
                if self.leg.target_end.tells_columns:
                    new, old = self._without_strangers(new, old)
                self._write(new, self._awake(old))

    def _awake(self, works: list[Work]) -> list[Work]:
        """Make partners active that were deactivated; returns what is still to be written, fields of rows that are."""
        sleeping = [work for work in works if work.wakes]
        rows = [self.target.identity(work.standing or ()) for work in sleeping]
        refused = activate(self.leg, rows) if sleeping else {}
        for position, error in refused.items():
            self.notes.refuse(sleeping[position].task, error)
        lost = {id(sleeping[position]) for position in refused}
        for work, row in zip(sleeping, rows, strict=True):
            if id(work) not in lost:
                work.changes = (woken(self.leg), *work.changes)
                if not work.fields:
                    self.notes.done(work, row_text(row), "updated")
        return [work for work in works if work.fields and id(work) not in lost]

    def _without_strangers(
        self, new: list[Work], old: list[Work]
    ) -> tuple[list[Work], list[Work]]:
        """Postpone the work on rows that users of the target changed since the feed was read."""
        held = [self.target.identity(w.standing) for w in old if w.standing is not None]
        self.leg.target_end.hold(self.leg.target.table, held)
        self.strangers.look()
        if not self.strangers:
            return new, old
        new, gone = self.strangers.part(new, lambda w: self.leg.new_row(w.line.key))
        old, theirs = self.strangers.part(
            old, lambda w: self.target.identity(w.standing or ())
        )
        for work in (*gone, *theirs):
            self.intents.postpone(work.line)
            self.notes.postpone(work)
        return new, old

    # From the task to the partner

    def _transform(self, task: Task) -> Work | None:
        leg = self.leg
        try:
            company = leg.company_of(task.record)
            if company not in self.companies:
                self.notes.say(task, "out-of-scope", note=f"{company} is not linked")
                return None
            if not leg.source.in_scope(task.record):
                self._leave(task)
                return None
            if leg.transform is None:
                return None
            written = leg.transform(task.record)
        except RecordError as error:
            self.notes.refuse(task, error)
            return None
        key = leg.target_keys([task.record], [written])[0]
        return Work(task, Line(task.record, written, key, task.source_row))

    def _beside(self, work: Work) -> bool:
        line = work.line
        try:
            written, kept = self.leg.beside(line.record, line.written, work.standing)
        except RecordError as error:
            self.notes.refuse(work.task, error)
            return False
        work.line = line._replace(written=written, kept=kept)
        return True

    def _leave(self, task: Task) -> None:
        """The record is outside the filter: nothing to do, unless it was inside before."""
        link, policy = task.link, self.leg.map.on_leave
        self.state.drop_failures([self.notes.failure_id(task)])
        if link is None:
            self.notes.say(task, "out-of-scope")
        elif link.frozen:
            self.notes.say(task, "left-scope")
        elif policy == "delete":
            row = self.partners.identity(link)
            with self.leg.target_end.transaction(self.leg.origin):
                self.leg.target_end.delete(self.leg.target.table, [row])
            self.state.drop_links(self.leg.map.name, [link.left_row])
            self.notes.say(task, "deleted", note="the record left the filter")
        elif policy == "unlink":
            self.state.drop_links(self.leg.map.name, [link.left_row])
            self.notes.say(task, "left-scope", note="unlinked")
        elif policy != "deactivate":
            self.state.save_links([link._replace(frozen=1)])
            self.notes.say(task, "left-scope")
        elif self._put_to_sleep(task, link):
            self.state.save_links([link._replace(frozen=1)])

    def _put_to_sleep(self, task: Task, link: Link) -> bool:
        """Make the partner inactive; False where that is still to be done."""
        leg, identity = self.leg, self.partners.identity(link)
        if not is_there(leg, identity):
            self.notes.say(task, "left-scope", note="its partner is gone")
            return True
        with leg.target_end.transaction(leg.origin):
            self.strangers.look()
            if identity in self.strangers:
                self.notes.say(task, "postponed")
                return False
            refused = deactivate(leg, identity)
        if refused is not None:
            self.notes.refuse(task, refused)
            return False
        note = "the record left the filter"
        self.notes.say(task, "deactivated", (asleep(leg),), note=note)
        return True

    def _weigh(self, work: Work) -> bool:
        """Whether anything is to be written over the partner; works out which fields."""
        leg, task, row = self.leg, work.task, work.standing
        if row is None:
            return True
        other = self.target.records([row])[0]
        link = task.link
        if link is not None and link.frozen:
            if wakes(leg, leg.map.on_leave):
                other = self._woken(work, other)
            if not leg.target.in_scope(other):
                self.notes.say(task, "left-scope")
                return False
            link = None
        elif link is None and task.operation == "create":
            if wakes(leg, leg.map.on_delete):
                other = self._woken(work, other)
        old = leg.all_standing(row)
        reached = (
            task.fields if link is not None and task.fields is not None else leg.written
        )
        differing = {
            name
            for name, after, before in zip(
                leg.written, work.line.written, old, strict=True
            )
            if name in reached and name not in task.blocked and after != before
        } - leg.create_only
        take = differing - agreeing(
            leg, work.line.record, other, differing & leg.flow.two_way(leg.direction)
        )
        work.changes = tuple(
            FieldChange(name, before, after)
            for name, after, before in zip(
                leg.written, work.line.written, old, strict=True
            )
            if name in take
        )
        values = tuple(
            after if name in take else before
            for name, after, before in zip(
                leg.written, work.line.written, old, strict=True
            )
        )
        work.line, work.fields = work.line.keeping(leg.written, values), frozenset(take)
        if not take and not work.wakes:
            self.notes.done(work, row_text(self.target.identity(row)), "unchanged")
        return bool(take) or work.wakes

    def _woken(self, work: Work, other: Any) -> Any:
        """The partner as it will be: active again, where it is inactive and takes part once it is not."""
        active = as_active(self.leg, other)
        if active is None or not self.leg.target.in_scope(active):
            return other
        work.wakes = True
        return active

    # Writing

    def _write(self, new: list[Work], old: list[Work]) -> None:
        """Write until no more rows find the rows they point at; a batch may hold both."""
        while new or old:
            waiting_new, errors_new = self._write_new(new)
            waiting_old, errors_old = self._write_old(old)
            if len(waiting_new) + len(waiting_old) == len(new) + len(old):
                self._break_cycles(waiting_new, errors_new)
                for work, error in zip(waiting_old, errors_old, strict=True):
                    self.notes.refuse(work.task, error)
                return
            new, old = waiting_new, waiting_old

    def _write_new(self, works: list[Work]) -> tuple[list[Work], list[RecordError]]:
        written = write_new(
            self.leg, [w.line for w in works], frozenset(self.leg.written)
        )
        return self._sort(works, written, "created")

    def _write_old(self, works: list[Work]) -> tuple[list[Work], list[RecordError]]:
        waiting: list[Work] = []
        errors: list[RecordError] = []
        for fields in {work.fields for work in works}:
            group = [work for work in works if work.fields == fields]
            identities = [
                self.target.identity(w.standing)
                for w in group
                if w.standing is not None
            ]
            written = write_changed(
                self.leg, [w.line for w in group], identities, fields
            )
            more, why = self._sort(group, written, "updated")
            waiting += more
            errors += why
        return waiting, errors

    def _sort(
        self, works: Sequence[Work], written: Written, status: Status
    ) -> tuple[list[Work], list[RecordError]]:
        """Say what was written and what was refused; give back what waits for other rows."""
        self.leg.lookups.forget(self.leg.target.table)
        by_row = {work.line.source_row: work for work in works}
        for line, target_row in written.done:
            self.notes.done(by_row[line.source_row], target_row, status)
        waiting: list[Work] = []
        errors: list[RecordError] = []
        for line, error in written.refused:
            if isinstance(error, MissingReference):
                waiting.append(by_row[line.source_row])
                errors.append(error)
            elif isinstance(error, Stale):
                self.notes.postpone(by_row[line.source_row])
            else:
                self.notes.refuse(by_row[line.source_row].task, error)
        return waiting, errors

    def _break_cycles(self, works: list[Work], errors: list[RecordError]) -> None:
        """
        Create rows without the columns that close a cycle.

        Each stays a failure for the rest, which is tried again at the end of the round.
        """
        fields = frozenset(
            name
            for name in self.leg.written
            if self.leg.paths[name].column not in self.cyclic
        )
        lines = [work.line for work in works] if self.cyclic else []
        done = {
            line.source_row: row
            for line, row in write_new(self.leg, lines, fields).done
        }
        for work, error in zip(works, errors, strict=True):
            if work.line.source_row in done:
                self.notes.done(
                    work, done[work.line.source_row], "created", waiting=error
                )
            else:
                self.notes.refuse(work.task, error)
