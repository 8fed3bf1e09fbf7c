# Copied by dwmap from its runtime. Do not edit.
"""
One write on its way to all ends: what it changed is carried over inside of open transactions, then all are committed.

    the source's feed --maps--> the other ends --> check --> commit the source, then the others

With the source committed its feed holds the change, so that from there on the write can only go forward. To a
service everything is sent before the first commit, and taken back where that fails.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from ._changes import THROUGH
from ._errors import EndError, RecordError
from ._joined import Guarded, Joined, standing
from ._journal import Begun, Journal, Step, is_written
from ._live import Live
from ._model import Map, Project, Record, Side, Table
from ._outcome import Failure, Outcome
from ._paths import identity_columns
from ._reading import row_text
from ._recorded import Recorded
from ._state import State
from .connectors._atomic import AtomicEnd
from .connectors._base import Change, End

_ATTEMPTS = 10
_PAUSE = 0.01
_WROTE = ("created", "updated", "deleted")
_GRACE = 1.0
"""So many seconds after it was sent a service may still be at work on a request whose sender has died."""
_LONGEST = 150
"""So many writes may follow each other without a round that takes up what they leave in the feeds."""


class NotWritten(EndError):
    """A write that no end has, since another end refused a part of it; `failures` say which, and why."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = list(failures)
        told = [
            f"{each.map} {each.key}: {each.code}: {each.message}" for each in failures
        ]
        super().__init__(f"nothing was written: {'; '.join(told)}")


class HalfCommitted(EndError):
    """The source is committed and another end could not be: the change has to be carried over from the feed."""


class Crossing:
    """The ends of a project as one, for writes; `half` says that only a part of them is committed."""

    def __init__(
        self, project: Project, ends: Mapping[str, End], state: State, journal: Journal
    ) -> None:
        self.project, self.ends, self.journal = project, ends, journal
        self.joined = {
            name: Joined(end)
            for name, end in ends.items()
            if isinstance(end, AtomicEnd)
        }
        self.guarded = {
            name: Guarded(end, journal)
            for name, end in ends.items()
            if name not in self.joined
        }
        self.recorded = Recorded(state) if self.guarded else None
        self.state = self.recorded or state
        inside: dict[str, End] = {**self.joined, **self.guarded}
        self._live = Live(project, inside, self.state)
        self.half = False
        self.behind = True
        self._since = 0

    def end(self, system: str) -> Joined | Guarded:
        """One end, inside of the write."""
        return self.joined.get(system) or self.guarded[system]

    def begin(self, begun: Begun) -> None:
        """Begin on the source."""
        self.prepare(begun)
        if begun.system in self.joined:
            with self.joined[begun.system].transaction(begun.mark):
                pass

    def prepare(self, begun: Begun) -> None:
        """Forget the write before."""
        self.half = False
        for end in self.joined.values():
            end.forget()
        for each in self.guarded.values():
            each.begun, each.written = begun, []
        if self.recorded is not None:
            self.recorded.forget()

    # Carrying over

    def carry(
        self, begun: Begun, running: Collection[str]
    ) -> tuple[list[Change], list[Outcome]]:
        """
        Carry what was changed over to the other ends, without a commit; returns the changes and the outcomes.

        Raises NotWritten where anything of it is refused.
        """
        outcomes: list[Outcome] = []
        old: Mapping[str, Collection[Change]] = {}
        if self._may_go_on(running):
            old = self._made(begun)
        for _ in range(_ATTEMPTS):
            own, changes = self._look(begun)
            found = self._live.round(changes, running, begun.positions) if own else []
            done = [one for one in found if one.status != "postponed"]
            outcomes += done
            if len(done) == len(found):
                break
            time.sleep(_PAUSE)
        else:
            raise EndError(
                "users change the same rows over and over; nothing was written"
            )
        further = self._carry_on(begun, running, outcomes, old)
        self._refuse(begun, own, outcomes, further)
        return own, outcomes + further

    def _look(self, begun: Begun) -> tuple[list[Change], dict[str, list[Change]]]:
        """What the write changed; that and what users changed meanwhile, by end."""
        changes = {
            name: end.visible(begun.positions.get(name, ""), begun.mark)
            for name, end in self.joined.items()
        }
        for name, service in self.guarded.items():
            changes[name] = [c for c in service.written if c.origin == begun.mark]
        own = [c for c in changes[begun.system] if c.origin == begun.mark]
        self._since += 1
        users = sum(map(len, changes.values())) - len(own)
        self.behind = users > 0 or self._since > _LONGEST
        return own, changes

    def caught_up(self) -> None:
        """A round has taken up all that was in the feeds."""
        self._since, self.behind = 0, False

    def _carry_on(
        self,
        begun: Begun,
        running: Collection[str],
        outcomes: Sequence[Outcome],
        old: Mapping[str, Collection[Change]],
    ) -> list[Outcome]:
        """Let other maps carry on what the round has written, as long as one of them listens there."""
        further: list[Outcome] = []
        last = outcomes
        for _ in range(_ATTEMPTS):
            if not any(self._is_heard(one, running) for one in last):
                return further
            made = self._made(begun)
            more = {
                name: [c for c in each if c not in old[name]]
                for name, each in made.items()
            }
            old = made
            last = self._live.round(more, running, begun.positions)
            further += [one for one in last if one.status != "echo"]
        raise EndError("the maps carry a change on without an end; nothing was written")

    def _may_go_on(self, running: Collection[str]) -> bool:
        """Whether any table has more than one map."""
        sides = [side for name in running for side in _both(self.project.map(name))]
        places = {(side.table.system, side.table.table) for side in sides}
        return len(places) < len(sides)

    def _is_heard(self, one: Outcome, running: Collection[str]) -> bool:
        if one.status not in _WROTE:
            return False
        written = _sides(self.project.map(one.map), one)[1].table
        return any(
            (side.table.system, side.table.table) == (written.system, written.table)
            for name in running
            if name != one.map
            for side in _both(self.project.map(name))
        )

    def _made(self, begun: Begun) -> dict[str, dict[Change, None]]:
        """What maps have written that no round has taken up yet."""
        found: dict[str, list[Change]] = {
            name: end.atomic.visible(begun.positions.get(name, ""))
            for name, end in self.joined.items()
        }
        found |= {name: each.written for name, each in self.guarded.items()}
        return {
            name: dict.fromkeys(one for one in changes if _is_made(one))
            for name, changes in found.items()
        }

    def _refuse(
        self,
        begun: Begun,
        own: Sequence[Change],
        outcomes: Sequence[Outcome],
        further: Sequence[Outcome],
    ) -> None:
        """Raise NotWritten where a part of the write still waits."""
        rows = {
            (c.table, row_text(r)) for c in own for r in (c.row, c.was) if r is not None
        }
        told = {
            one.failure.id: one.failure for one in further if one.failure is not None
        }
        for one in outcomes:
            if one.failure is not None:
                table = _sides(self.project.map(one.map), one)[0].table
                place = (table.table, one.failure.source_row)
                if table.system == begun.system and place in rows:
                    told[one.failure.id] = one.failure
        # What waited for a row may have been carried over in the same round.
        waiting = [each for id, each in told.items() if self.state.failures(id=id)]
        if waiting:
            raise NotWritten(waiting)

    # The end of it

    def commit(self, begun: Begun) -> None:
        """Commit the source, then the others; raises HalfCommitted where only the first could be."""
        source = self.joined.get(begun.system)
        others = [
            each for each in self.joined.values() if each is not source and each.is_open
        ]
        everyone = [source, *others] if source is not None else others
        if any(each.written for each in self.guarded.values()):
            for each in everyone:
                each.atomic.witness(begun.mark)
        for each in others:
            each.atomic.check()
        for each in everyone:
            try:
                each.commit()
            except EndError as error:
                if not self.half:
                    raise
                raise HalfCommitted(
                    f"{each.system.name} could not be committed: {error}"
                ) from error
            self.half = True

    def roll_back(self, begun: Begun) -> None:
        """Take back what is not committed, also what was sent."""
        self.roll_back_open()
        if self.recorded is not None and not self.half:
            self.take_back(begun)
            self.recorded.take_back()

    def wait_for(self, begun: Begun) -> None:
        """Wait until what a dead process had open, or under way, has come to an end."""
        if self.guarded:
            age = datetime.now(UTC) - datetime.fromisoformat(begun.at)
            time.sleep(max(0.0, min(_GRACE, _GRACE - age.total_seconds())))
        for each in self.joined.values():
            each.atomic.wait_for(begun.mark)

    def roll_back_open(self) -> None:
        """Take back what is not committed."""
        for each in self.joined.values():
            each.roll_back()

    def take_back(self, begun: Begun) -> None:
        """Bring the rows of services back to what they were, but for what others have changed in them since."""
        for step in self.journal.steps(begun, dict(self.project.tables)):
            table = self.project.tables[step.table]
            end = self.ends[step.system]
            try:
                with end.transaction(begun.mark):
                    _take_back(end, table, step)
            except RecordError as error:
                raise EndError(
                    f"{step.system} does not take back what was written to {step.table}: {error}"
                ) from error
            if step.before is None:
                self._unlink(table, step.identity)

    def _unlink(self, table: Table, identity: Record) -> None:
        """A pair must not be left of a row that was taken back: its delete would be carried over."""
        for each in self.project.maps:
            for name, side in (("left", each.left), ("right", each.right)):
                if (side.table.system, side.table.table) == (table.system, table.table):
                    found = self.state.links(each.name, name, [row_text(identity)])
                    left = [link.left_row for link in found.values()]
                    self.state.drop_links(each.name, left)


def _is_made(change: Change) -> bool:
    """Whether a map has written it."""
    return change.origin not in (None, THROUGH) and not is_written(change)


def _both(each: Map) -> tuple[Side, Side]:
    return each.left, each.right


def _sides(each: Map, one: Outcome) -> tuple[Side, Side]:
    """The source and the target of an outcome."""
    return _both(each) if one.direction == "forward" else (each.right, each.left)


def _take_back(end: End, table: Table, step: Step) -> None:
    identity = _identity_after(table, step)
    now = standing(end, table, step.columns, [identity]).get(identity)
    if step.before is None:
        if now is not None and now == step.after:
            end.delete(table, [identity])
    elif step.after is None:
        if now is None:
            values = {
                n: v
                for n, v in zip(step.columns, step.before, strict=True)
                if v is not None
            }
            values |= zip(identity_columns(table), identity, strict=True)
            end.insert(table, tuple(values), [tuple(values.values())])
    elif now is not None:
        both = zip(step.columns, step.before, now, step.after, strict=True)
        back = {name: old for name, old, is_, new in both if is_ == new != old}
        if back:
            end.update(table, tuple(back), [(*back.values(), *identity)])


def _identity_after(table: Table, step: Step) -> Record:
    """The identity under which a row stands once it is written: a change may have moved its key."""
    if step.operation != "update" or step.after is None:
        return step.identity
    after = dict(zip(step.columns, step.after, strict=True))
    names = identity_columns(table)
    return tuple(after.get(n, old) for n, old in zip(names, step.identity, strict=True))
