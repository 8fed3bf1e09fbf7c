"""
The two ends of a project, open, with everything one can do between them.

For a demonstration or a script:

    from PACKAGE import PROJECT
    from PACKAGE._runtime import Sync

    with Sync(PROJECT, {"fo": "sqlite:///fo.db", "ce": "sqlite:///ce.db"}, state="state.db") as sync:
        sync.create_tables()              # only where the databases are new and empty
        sync.start()                      # note changes from here on (triggers)
        result = sync.initial()           # InitialOptions(...) to choose maps, companies, master
        print(result.counts)              # read, created, updated, unchanged, failed, ...
        for outcome in sync.propagate():  # what changed since: one Outcome per change
            print(outcome.status, outcome.key, outcome.changes)
        print(sync.failures())

An end is a URL, or an `End` that is open already.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import TracebackType
from typing import Self

from ._errors import EndError
from ._initial import InitialOptions, run_initial
from ._model import Project
from ._outcome import Failure, InitialResult
from ._state import State
from .connectors import End, open_end


class Sync:
    """A project between open ends. Close it, or use it in a `with` statement."""

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

    def create_tables(self) -> None:
        """Create the tables of both ends where they are not there."""
        for end in self.ends.values():
            end.create_tables()

    def initial(self, options: InitialOptions | None = None) -> InitialResult:
        """Run the initial synchronization; a second run writes nothing."""
        return run_initial(
            self.project, self.ends, self.state, options or InitialOptions()
        )

    def failures(self, maps: Sequence[str] = ()) -> list[Failure]:
        """The records that could not travel and wait."""
        return self.state.failures(maps=maps)

    def close(self) -> None:
        """Close both ends and the state."""
        for end in self.ends.values():
            end.close()
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


def _used_systems(project: Project) -> Collection[str]:
    sides = [side for each in project.maps for side in (each.left, each.right)]
    return {side.table.system for side in sides}
