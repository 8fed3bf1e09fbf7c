"""
Writing through: an application's own change, on both ends at once or on none.

    with sync.write("fo") as rows:
        rows.update("fo.Customers", ("USMF", "C1"), {"CreditLimit": Decimal(99000)})

Decision 8 says in which order ends are committed, and what is done after a crash.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from typing import NoReturn

from ._checking import Checking
from ._control import QUEUES, Standing
from ._crossing import Crossing, HalfCommitted, NotWritten
from ._errors import EndError
from ._journal import Begun
from ._model import Project
from ._opened import PATIENCE
from ._outcome import Outcome
from ._rows import Rows
from ._state import State
from ._telemetry import work
from ._worklock import WorkLock
from .connectors import End


class _Shut(WorkLock):
    """What stands in the place of the lock while a write is open: its transactions are nobody else's."""

    def _take(self, what: str, patience: float) -> NoReturn:
        raise EndError(f"`{what}` cannot run inside of a `write` block")

    def _give_back(self) -> None:
        """There was nothing to take."""


class Writing(Checking, ABC):
    """The part of a `Sync` that writes through."""

    def __init__(
        self,
        project: Project,
        ends: Mapping[str, End | str],
        state: State | str = ":memory:",
    ) -> None:
        super().__init__(project, ends, state)
        self._crossing: Crossing | None = None
        if self.journal.unfinished():
            # An end that is away must not keep a sync from opening; the next round insists.
            with suppress(EndError), self.lock.held("recover"):
                self._recover()

    @abstractmethod
    def propagate(self, patience: float = 0.0) -> list[Outcome]:
        """One round; see `Sync`."""

    @contextmanager
    def write(self, system: str, patience: float = PATIENCE) -> Iterator[Rows]:
        """
        Change rows of one system, and with them the other end: when the block ends both are committed.

        Raises `NotWritten`, with the failures, where the other end refuses anything of it, and then neither
        end has the change; an exception that leaves the block does the same. Maps that are paused queue the
        change, maps that are stopped leave it alone. Raises `Busy` where another process still works with
        this state after `patience` seconds.
        """
        if system not in self.ends:
            raise EndError(
                f"no system {system}; there are {', '.join(sorted(self.ends))}"
            )
        refused: NotWritten | None = None
        with self.lock.held("write", patience), work("write"):
            standings = self._stand_ready()
            crossing = self._crossed()
            begun = self.journal.begin(system, self._positions(crossing))
            rows = Rows(crossing.end(system), begun.mark)
            lock, self.lock = self.lock, _Shut(self.state)
            try:
                crossing.begin(begun)
                yield rows
                rows.close()
                rows.outcomes = self._cross(crossing, begun, standings)
            except HalfCommitted as error:
                self.lock = lock
                rows.outcomes = self._go_forward(error)
            except NotWritten as error:
                self._give_up(crossing, begun, error)
                # Raised outside of the work, which has not failed: a refusal is told to whoever wrote.
                refused = error
            except BaseException as error:
                self._give_up(crossing, begun, error)
                raise
            finally:
                self.lock = lock
                rows.close()
        if refused is not None:
            raise refused

    def _refuse_changed(self, standings: Collection[Standing]) -> None:
        changed = self.control.changed(standings)
        if changed:
            raise EndError(
                f"changed since the map was started: {', '.join(changed)}; see with `dwmap plan` what that"
                " means for records and keys, then `start` takes up the new specification"
            )

    def _crossed(self) -> Crossing:
        if self._crossing is None:
            self._crossing = Crossing(self.project, self.ends, self.state, self.journal)
        return self._crossing

    def _positions(self, crossing: Crossing) -> dict[str, str]:
        return {name: self.state.position(name) or "" for name in crossing.joined}

    def _stand_ready(self) -> Mapping[str, Standing]:
        """Come into step with what users have changed, where there is much of it or nobody knows."""
        self._recover()
        crossing = self._crossed()
        if crossing.behind or crossing.guarded:
            self.propagate()
            crossing.caught_up()
            self.journal.forget_old()
        standings = self.control.standings()
        self._refuse_changed(standings.values())
        return standings

    def _cross(
        self, crossing: Crossing, begun: Begun, standings: Mapping[str, Standing]
    ) -> list[Outcome]:
        """Carry over, commit, and keep in the state what was done."""
        running = [n for n, one in standings.items() if one.state == "running"]
        kept = [n for n, one in standings.items() if one.state in QUEUES]
        try:
            with nullcontext() if crossing.guarded else self.state.transaction():
                own, outcomes = crossing.carry(begun, running)
                if crossing.guarded:
                    crossing.commit(begun)
                with self.state.transaction():
                    self.queue.keep(map(self.project.map, kept), {begun.system: own})
                    self._note(outcomes)
                    self.journal.end(begun, through=True)
                if not crossing.guarded:
                    crossing.commit(begun)
        except HalfCommitted:
            raise
        except EndError:
            # What the state could not keep, with both ends committed, the next round finds.
            if not crossing.half:
                raise
            outcomes = []
        return outcomes

    def _go_forward(self, error: HalfCommitted) -> list[Outcome]:
        """The source is committed: carry the change over from its feed, at once if that can be."""
        try:
            self._recover()
        except EndError as second:
            raise EndError(
                f"{error}; the change stands on one end, and is carried over by the next round"
            ) from second
        return []

    def _give_up(self, crossing: Crossing, begun: Begun, error: BaseException) -> None:
        """Leave no end with the change."""
        try:
            crossing.roll_back(begun)
        except EndError as second:
            raise EndError(
                f"{error}; and then: {second}; what was sent is taken back by the next round"
            ) from error
        if not crossing.half:
            self.journal.end(begun, through=False)

    def _recover(self) -> None:
        """Bring writes to an end whose process did not: forward where their source is committed, else back."""
        for begun in self.journal.unfinished():
            self._capture()
            crossing = self._crossed()
            crossing.wait_for(begun)
            if self.journal.steps(begun, dict(self.project.tables)):
                # To a service everything is sent before the first commit.
                after = begun.positions
                if not any(
                    each.atomic.has(begun.mark, after[name])
                    for name, each in crossing.joined.items()
                ):
                    crossing.take_back(begun)
                self.journal.end(begun, through=False)
            else:
                self._roll_forward(crossing, begun)

    def _roll_forward(self, crossing: Crossing, begun: Begun) -> None:
        crossing.prepare(begun)
        try:
            self._cross(crossing, begun, self.control.standings())
        except NotWritten:
            # The other end has changed since: the next round keeps it as a failure, for a person.
            crossing.roll_back(begun)
            self.journal.end(begun, through=False)
        finally:
            crossing.roll_back_open()
