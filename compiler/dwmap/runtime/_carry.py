"""
Carrying live changes over in one direction of one map, many rows at once.

    task --scope, transform--> line --find partner--> create or update --> outcome, link, failure
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ._errors import DuplicateKey, MissingReference, RecordError
from ._keys import key_text
from ._leg import Leg
from ._model import Record
from ._notes import Notes, Task, Work
from ._outcome import FieldChange, Outcome, Status
from ._reading import Reading, identity_of, plan_reading, row_text
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
    source: Reading = field(init=False)
    target: Reading = field(init=False)

    def __post_init__(self) -> None:
        self.notes = Notes(self.leg, self.state)
        self.watch(self.state.position(self.leg.target_end.system.name))
        self.source, self.target = plan_reading(self.leg.source), plan_reading(
            self.leg.target
        )

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
            self._carry(tasks)
        return self.notes.outcomes

    def refusal(self, task: Task, error: RecordError) -> Outcome:
        """Keep the task as a failure without trying."""
        self.notes.outcomes = []
        self.notes.refuse(task, error)
        return self.notes.outcomes[0]

    def _carry(self, tasks: Iterable[Task]) -> None:
        # Others write too, so what was read for an earlier round may be out of date.
        self.leg.lookups.forget()
        works = [work for task in tasks if (work := self._transform(task)) is not None]
        self._find_partners(works)
        if self.leg.late:
            works = [work for work in works if self._beside(work)]
        new = [work for work in works if work.standing is None]
        old = [
            work for work in works if work.standing is not None and self._weigh(work)
        ]
        if new or old:
            with self.leg.target_end.transaction(self.leg.origin):
                self._write(*self._without_strangers(new, old))

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
            self.notes.say(work.task, "postponed")
        return new, old

    # From the task to the partner

    def _transform(self, task: Task) -> Work | None:
        leg = self.leg
        try:
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
            written = self.leg.beside(line.record, line.written, work.standing)
        except RecordError as error:
            self.notes.refuse(work.task, error)
            return False
        work.line = line._replace(written=written)
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
            row = self.target_identity(link)
            with self.leg.target_end.transaction(self.leg.origin):
                self.leg.target_end.delete(self.leg.target.table, [row])
            self.state.drop_links(self.leg.map.name, [link.left_row])
            self.notes.say(task, "deleted", note="the record left the filter")
        elif policy == "unlink":
            self.state.drop_links(self.leg.map.name, [link.left_row])
            self.notes.say(task, "left-scope", note="unlinked")
        else:
            self.state.save_links([link._replace(frozen=1)])
            note = (
                "kept; deactivation is not carried out"
                if policy == "deactivate"
                else ""
            )
            self.notes.say(task, "left-scope", note=note)

    def _find_partners(self, works: list[Work]) -> None:
        """Set `standing` of each work: by its link, else by its key."""
        end, linked = self.leg.target_end, {}
        for work in works:
            if work.task.link is not None:
                linked[self._target_row(work.task.link)] = self.target_identity(
                    work.task.link
                )
        by_row = self.target.find_rows(end, list(linked.values()))
        for work in works:
            if work.task.link is not None:
                work.standing = by_row.get(self._target_row(work.task.link))
        lost = [work for work in works if work.standing is None]
        keys = {work.line.key for work in lost}
        by_key: dict[Record, list[Record]] = {}
        for row in self.target.find_keys(end, keys):
            by_key.setdefault(self.leg.standing_key(row), []).append(row)
        for work in lost:
            found = by_key.get(work.line.key, [])
            if len(found) > 1 or (found and self._is_taken(work, found[0])):
                works.remove(work)
                self.notes.refuse(work.task, self._double(work.line.key))
            elif found:
                work.standing = found[0]
        self._without_twins(works)

    def _is_taken(self, work: Work, row: Record) -> bool:
        """Whether a partner found by key belongs to another source row that is still there."""
        text = row_text(self.target.identity(row))
        side = "right" if self.forward else "left"
        link = self.state.links(self.leg.map.name, side, [text]).get(text)
        if link is None:
            return False
        other = link.left_row if self.forward else link.right_row
        if other == work.line.source_row:
            return False
        identity = identity_of(self.leg.source.table, other)
        found = self.source.find_rows(self.leg.source_end, [identity])
        records = self.source.records(list(found.values()))
        return any(
            self.leg.source_key(each) == self.leg.source_key(work.task.record)
            for each in records
        )

    def _without_twins(self, works: list[Work]) -> None:
        """Of several new records with one key only the first travels."""
        seen: set[Record] = set()
        for work in list(works):
            if work.standing is None and work.line.key in seen:
                works.remove(work)
                self.notes.refuse(work.task, self._double(work.line.key))
            seen.add(work.line.key)

    def _double(self, key: Record) -> DuplicateKey:
        return DuplicateKey(
            self.leg.target.key[0],
            key,
            f"map {self.leg.map.name}: the key {key_text(key)} belongs to another record already",
            "make the key unique",
        )

    def _weigh(self, work: Work) -> bool:
        """Whether anything is to be written over the partner; works out which fields."""
        leg, task, row = self.leg, work.task, work.standing
        if row is None:
            return True
        other = self.target.records([row])[0]
        link = task.link
        if link is not None and link.frozen:
            if not leg.target.in_scope(other):
                self.notes.say(task, "left-scope")
                return False
            link = None
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
        work.line, work.fields = work.line._replace(written=values), frozenset(take)
        if not take:
            self.notes.done(work, row_text(self.target.identity(row)), "unchanged")
        return bool(take)

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

    def _target_row(self, link: Link) -> str:
        return link.right_row if self.forward else link.left_row

    def target_identity(self, link: Link) -> Record:
        """The identity of a pair's row on the target."""
        return identity_of(self.leg.target.table, self._target_row(link))
