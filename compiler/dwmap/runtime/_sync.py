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

from ._activity import ActivityLog
from ._alerts import Alerts
from ._bootstrap import Stamped, StampRule, bootstrap
from ._control import QUEUES, CatchUp, Control, MapState, Standing
from ._errors import EndError
from ._initial import InitialOptions, chosen_steps, run_initial
from ._live import Live
from ._model import Project
from ._outcome import Failure, InitialResult, Outcome
from ._preflight import Check, preflight
from ._queue import Queue
from ._reconcile import Difference, Reconciler, Reconciliation, on_its_way
from ._repair import Master as RepairBy
from ._repair import repair
from ._state import State
from ._telemetry import told_initial, told_outcomes, work
from ._worklock import WorkLock
from .connectors import Change, End, open_end
from .connectors._base import NO_DEFAULTS, Defaults

_AT_REST = ("echo", "unchanged", "out-of-scope", "left-scope", "ignored", "refused")
# Commands are short; a round or a replay in another process is waited for so long, in seconds.
_PATIENCE = 30.0
_CARRIED = ("running", "paused", "resuming", "initializing", "failed")
_CUT_OFF = ("stopped", "failed", "not running", "initializing")


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
        self.control = Control(self.state, project.maps)
        self.queue = Queue(self.state)
        self.activity = ActivityLog(self.state)
        self.alerts = Alerts(self.state, self.activity, self.control)
        self.lock = WorkLock(self.state)
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

    # Whole tables

    def initial(self, options: InitialOptions | None = None) -> InitialResult:
        """
        Run the initial synchronization; a second run writes nothing.

        The maps are `initializing` meanwhile, and then again what they were before. Where it cannot be
        finished they are `failed`, and what changes until it is run again is queued. Changes of running
        maps are carried over first: the master wins over what stood before, not over what is newer.
        """
        chosen = options or InitialOptions()
        names = list(dict.fromkeys(s.map for s in chosen_steps(self.project, chosen)))
        with self.lock.held("initial-sync"), work("initial-sync"):
            before = self.control.standings()
            if self.started:
                self.replay([n for n in names if before[n].state in _CARRIED])
            self.control.move(names, "initializing")
            try:
                result = run_initial(self.project, self.ends, self.state, chosen)
            except EndError as error:
                self.control.move(names, "failed", str(error))
                raise
            with self.state.transaction():
                for name in names:
                    self.control.move([name], self._after_initial(before[name]))
            told_initial(result)
            return result

    def _after_initial(self, before: Standing) -> MapState:
        if before.state in ("initializing", "failed", "running", "resuming"):
            if before.map in self.queue.counts():
                return "resuming"
            return "running" if self.started else "not running"
        return before.state

    # Live

    def start(self, maps: Collection[str] = ()) -> None:
        """
        Begin to carry changes over: those of these maps, or of all.

        A map that runs already takes up its present specification. Changes made while a map was stopped
        are not known; an initial synchronization finds them.
        """
        with self.lock.held("start", _PATIENCE):
            self._capture()
            waiting = self.queue.counts()
            standings = self.control.standings()
            for name in maps or list(standings):
                self.control.check([name])
                queued = name in waiting and standings[name].state in _CUT_OFF
                if standings[name].state not in ("paused", "resuming"):
                    self.control.move([name], "resuming" if queued else "running")

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

    def pause(self, maps: Collection[str] = (), reason: str = "") -> list[str]:
        """Queue the changes of these maps, or of all that run, until they resume; returns which."""
        names = list(maps) or self.control.in_states("running", "resuming")
        self.control.move(names, "paused", reason)
        return names

    def stop(self, maps: Collection[str] = (), reason: str = "") -> list[str]:
        """Leave the changes of these maps, or of all, alone from now on; returns which. What is queued stays."""
        names = list(maps) or list(self.control.maps)
        self.control.move(names, "stopped", reason)
        return names

    def resume(
        self, maps: Collection[str] = (), catch_up: CatchUp = "replay"
    ) -> list[str]:
        """Let these maps, or all that are paused, run again: see `Control.resume`; returns which."""
        names = list(maps) or self.control.in_states("paused")
        self.control.resume(names, self.queue, catch_up)
        return names

    def propagate(self, patience: float = 0.0) -> list[Outcome]:
        """
        One round: carry over what changed on either end since the last round, map by map as they stand.

        Starts all maps where none has ever been started. Raises `Busy` where another process still works
        with this state after `patience` seconds.
        """
        with self.lock.held("live", patience), work("live"):
            if all(one.state == "not running" for one in self._standings()):
                self.start()
            self._capture()
            self._refuse_changed()
            resuming = self.control.in_states("resuming")
            return self._round(resuming) + self._replay(resuming)

    def replay(self, maps: Collection[str]) -> list[Outcome]:
        """
        Carry over what is queued for these maps, parents first, and let those that resume run.

        What their ends report meanwhile joins the queue first: a change from the queue must meet a newer one
        of the other end in one judgement, or it would overwrite it.
        """
        with self.lock.held("replay", _PATIENCE), work("replay"):
            self._capture()
            return self._round(maps) + self._replay(maps)

    def _round(self, queued: Collection[str]) -> list[Outcome]:
        """Carry over what is new in the maps that run; in those `queued`, and in paused ones, keep it."""
        # One look for the whole round: a map that another process resumes meanwhile must not fall between.
        standings = self.control.standings().values()
        running = [
            one.map
            for one in standings
            if one.state == "running" and one.map not in queued
        ]
        kept = [
            one.map for one in standings if one.state in QUEUES or one.map in queued
        ]
        changes: dict[str, list[Change]] = {}
        positions: dict[str, str] = {}
        for name, end in self.ends.items():
            after = self.state.position(name) or ""
            changes[name], positions[name] = end.changes(after)
            changes[name] += self._live.missed_deletes(end)
        outcomes = self._live.round(changes, running)
        # Only now: after a crash the round is done again, and finds what it wrote.
        with self.state.transaction():
            self.queue.keep(map(self.project.map, kept), changes)
            for name, position in positions.items():
                if position != self.state.position(name):
                    self.state.save_position(name, position)
            self._note(outcomes)
            self.alerts.look()
        return outcomes

    def _replay(self, maps: Collection[str]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for each in self._live.maps_in_order():
            if each.name not in maps:
                continue
            changes, last = self.queue.changes(each)
            done = self._live.round(changes, [each.name])
            with self.state.transaction():
                self.queue.drop(each.name, last)
                if self.control.standing(each.name).state == "resuming":
                    self.control.move([each.name], "running")
                self._note(done)
            outcomes += done
        return outcomes

    def _note(self, outcomes: Collection[Outcome]) -> None:
        self.activity.note(outcomes)
        told_outcomes(outcomes)

    def _standings(self) -> Collection[Standing]:
        return self.control.standings().values()

    def _refuse_changed(self) -> None:
        changed = self.control.changed()
        if changed:
            raise EndError(
                f"changed since the map was started: {', '.join(changed)}; see with `dwmap plan` what that"
                " means for records and keys, then `start` takes up the new specification"
            )

    def settle(self, rounds: int = 20) -> list[Outcome]:
        """Rounds until nothing but echoes comes back; changes may travel through several maps."""
        outcomes: list[Outcome] = []
        for _ in range(rounds):
            last = self.propagate()
            outcomes += last
            if all(each.status in _AT_REST for each in last):
                break
        return outcomes

    # Checking

    def reconcile(
        self, maps: Collection[str] = (), companies: Sequence[str] = ()
    ) -> Reconciliation:
        """Compare both ends through these maps, or through all; writes nothing."""
        self.control.check(maps)
        if self.started:
            self._capture()
        found = Reconciliation([], [])
        for each in self._live.maps_in_order():
            if not maps or each.name in maps:
                ends = (
                    self.ends[each.left.table.system],
                    self.ends[each.right.table.system],
                )
                waiting = on_its_way(each, ends, self.state, self.queue)
                one = Reconciler(each, ends, self.state, waiting)
                found.differences += one.differences(companies)
                found.pairs.append(one.pairs)
        return found

    def repair(
        self, differences: Collection[Difference], master: RepairBy, *, delete: bool
    ) -> tuple[list[Outcome], list[Difference]]:
        """Make rows equal that differ; see `_repair` for what `master` and `delete` mean."""
        with self.lock.held("repair", _PATIENCE), work("repair"):
            outcomes, left_over = repair(self._live, differences, master, delete)
            self._note(outcomes)
        return outcomes, left_over

    def preflight(self, *, quick: bool = False) -> list[Check]:
        """Check what has to be true before maps are started; `quick` reads no whole tables."""
        return list(preflight(self.project, self.ends, self.control, quick=quick))

    def bootstrap(
        self,
        table: str,
        rules: Sequence[StampRule] = (),
        default: str | None = None,
        *,
        max_faults: int = 0,
        apply: bool = False,
    ) -> Stamped:
        """Stamp the company on rows of a table that have none; writes nothing without `apply`."""
        if table not in self.project.tables:
            known = ", ".join(n for n, t in self.project.tables.items() if t.company)
            raise EndError(f"no table {table}; with a company there are {known}")
        found = self.project.tables[table]
        with self.lock.held("bootstrap", _PATIENCE):
            return bootstrap(
                self.ends[found.system],
                found,
                rules,
                default,
                max_faults=max_faults,
                apply=apply,
            )

    def retry(self, ids: Sequence[str] = (), maps: Sequence[str] = ()) -> list[Outcome]:
        """Try the waiting failures again: those with these ids, those of these maps, or all."""
        chosen = [f for f in self.state.failures(maps=maps) if not ids or f.id in ids]
        with self.lock.held("retry", _PATIENCE), work("retry"):
            outcomes = self._live.retry(chosen)
            self._note(outcomes)
        return outcomes

    def failures(self, maps: Sequence[str] = ()) -> list[Failure]:
        """The records that could not travel and wait."""
        return self.state.failures(maps=maps)

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
