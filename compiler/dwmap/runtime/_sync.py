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

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self

from ._errors import EndError
from ._initial import InitialOptions, run_initial
from ._live import Live
from ._model import Project
from ._outcome import Failure, InitialResult, Outcome
from ._state import State
from .connectors import Change, End, open_end
from .connectors._base import NO_DEFAULTS, Defaults

_AT_REST = ("echo", "unchanged", "out-of-scope", "left-scope", "ignored", "refused")


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
        for old, new in _renamed(project):
            self.state.rename(old, new)
        self._live = Live(project, self.ends, self.state)

    def create_tables(self, defaults: Defaults = NO_DEFAULTS) -> None:
        """
        Create the tables of both ends where they are not there.

        `defaults` says what an end itself fills in where a new row leaves a column out, by table and
        column: `{"ce.contacts": {"lastname": "-"}}`.
        """
        for end in self.ends.values():
            end.create_tables(defaults)

    def initial(self, options: InitialOptions | None = None) -> InitialResult:
        """Run the initial synchronization; a second run writes nothing."""
        return run_initial(
            self.project, self.ends, self.state, options or InitialOptions()
        )

    def start(self) -> None:
        """Begin to note the changes of both ends; where that is done already, nothing happens."""
        for name, end in self.ends.items():
            sides = [
                side for each in self.project.maps for side in (each.left, each.right)
            ]
            end.capture([side.table for side in sides if side.table.system == name])
            if self.state.position(name) is None:
                self.state.save_position(name, end.position())

    @property
    def started(self) -> bool:
        """Whether changes are noted."""
        return all(self.state.position(name) is not None for name in self.ends)

    def propagate(self) -> list[Outcome]:
        """One round: carry over what changed on either end since the last round."""
        self.start()
        changes: dict[str, list[Change]] = {}
        positions: dict[str, str] = {}
        for name, end in self.ends.items():
            after = self.state.position(name) or ""
            changes[name], positions[name] = end.changes(after)
        outcomes = self._live.round(changes)
        # Only now: after a crash the round is done again, and finds what it wrote.
        for name, position in positions.items():
            self.state.save_position(name, position)
        return outcomes

    def settle(self, rounds: int = 20) -> list[Outcome]:
        """Rounds until nothing but echoes comes back; changes may travel through several maps."""
        outcomes: list[Outcome] = []
        for _ in range(rounds):
            last = self.propagate()
            outcomes += last
            if all(each.status in _AT_REST for each in last):
                break
        return outcomes

    def retry(self, ids: Sequence[str] = (), maps: Sequence[str] = ()) -> list[Outcome]:
        """Try the waiting failures again: those with these ids, those of these maps, or all."""
        chosen = [f for f in self.state.failures(maps=maps) if not ids or f.id in ids]
        return self._live.retry(chosen)

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


def part_of(project: Project, names: Collection[str]) -> Project:
    """The project with only some of its maps."""
    maps = tuple(each for each in project.maps if each.name in names)
    plan = tuple(step for step in project.plan if step.map in names)
    used = {side.table.system for each in maps for side in (each.left, each.right)}
    systems = tuple(system for system in project.systems if system.name in used)
    return Project(project.name, systems, project.tables, maps, plan)


def _renamed(project: Project) -> Iterator[tuple[str, str]]:
    """The old and the new name of maps that were renamed; an old name that is in use again stays."""
    names = {each.name for each in project.maps}
    for each in project.maps:
        if each.renamed_from and each.renamed_from not in names:
            yield each.renamed_from, each.name


def _used_systems(project: Project) -> set[str]:
    sides = [side for each in project.maps for side in (each.left, each.right)]
    return {side.table.system for side in sides}
