"""What a sync is made of: its open ends, its state, and what stands in that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import TracebackType
from typing import Self

from ._activity import ActivityLog
from ._alerts import Alerts
from ._control import Control
from ._errors import EndError
from ._journal import Journal
from ._lanes import open_lanes
from ._linked import LinkedCompanies
from ._live import Live
from ._model import Project
from ._outcome import Outcome
from ._queue import Queue
from ._state import State
from ._telemetry import told_outcomes
from ._worklock import work_lock
from .connectors import End, open_end
from .connectors._base import NO_DEFAULTS, Defaults

PATIENCE = 30.0
"""Commands are short; a round or a replay in another process is waited for so long, in seconds."""


class Opened:
    """A project between open ends, with its state."""

    def __init__(
        self,
        project: Project,
        ends: Mapping[str, End | str],
        state: State | str = ":memory:",
    ) -> None:
        self.project = project
        missing = _used_systems(project) - set(ends)
        if missing:
            raise EndError(f"no end is given for {', '.join(sorted(missing))}")
        self.ends = {
            name: (
                open_end(end, project.system(name), project.tables)
                if isinstance(end, str)
                else end
            )
            for name, end in ends.items()
        }
        self.state = State(state) if isinstance(state, str) else state
        self.control = Control(self.state, project.maps)
        self.queue = Queue(self.state)
        self.journal = Journal(self.state)
        self.linked = LinkedCompanies(self.state)
        self.activity = ActivityLog(self.state)
        self.alerts = Alerts(self.state, self.activity, self.control)
        self.lock = work_lock(self.state)
        self.lanes = open_lanes(self.state)
        for old, new in _renamed(project):
            for each in (self.state, self.control, self.queue):
                each.rename(old, new)
        self._live = Live(project, self.ends, self.state)
        self._captured = False

    def create_tables(self, defaults: Defaults = NO_DEFAULTS) -> None:
        """
        Create the tables of both ends where they are not there.

        `defaults` says what an end itself fills in where a new row leaves a column out, by table and
        column: `{"ce.contacts": {"lastname": "-"}}`.
        """
        for end in self.ends.values():
            end.create_tables(defaults)

    def _capture(self) -> None:
        """Begin to note the changes of both ends; where that is done already, nothing happens."""
        if self._captured:
            return
        sides = [side for each in self.project.maps for side in (each.left, each.right)]
        for name, end in self.ends.items():
            end.capture([side.table for side in sides if side.table.system == name])
            if self.state.position(name) is None:
                self.state.save_position(name, end.position())
        self._captured = True

    @property
    def started(self) -> bool:
        """Whether changes are noted."""
        return all(self.state.position(name) is not None for name in self.ends)

    def _note(self, outcomes: Collection[Outcome]) -> None:
        self.activity.note(outcomes)
        told_outcomes(outcomes)

    def close(self) -> None:
        """Close both ends and the state."""
        for end in self.ends.values():
            end.close()
        self.lock.close()
        self.state.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _renamed(project: Project) -> Iterator[tuple[str, str]]:
    """The old and the new name of maps that were renamed; an old name that is in use again stays."""
    names = {each.name for each in project.maps}
    for each in project.maps:
        if each.renamed_from and each.renamed_from not in names:
            yield each.renamed_from, each.name


def _used_systems(project: Project) -> set[str]:
    sides = [side for each in project.maps for side in (each.left, each.right)]
    return {side.table.system for side in sides}
