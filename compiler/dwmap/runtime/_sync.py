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
from dataclasses import replace

from ._control import QUEUES, CatchUp, MapState, Standing
from ._errors import EndError
from ._initial import InitialOptions, chosen_steps, run_initial
from ._masks import shown_failure
from ._model import Project
from ._opened import PATIENCE
from ._outcome import Failure, InitialResult, Outcome
from ._telemetry import told_initial, work
from ._workers import Turn, Worker
from ._writing import Writing
from .connectors import Change

ONE_AT_A_TIME = (
    "with a state in a SQLite file one process works at a time; for several workers keep it in PostgreSQL:"
    " postgresql+psycopg://USER@HOST/DATABASE"
)
_AT_REST = ("echo", "unchanged", "out-of-scope", "left-scope", "ignored", "refused")
_ATTEMPTS = 20
_CARRIED = ("running", "paused", "resuming", "initializing", "failed")
_CUT_OFF = ("stopped", "failed", "not running", "initializing")


class Sync(Writing):
    """A project between open ends. Close it, or use it in a `with` statement."""

    _worker: Worker | None = None

    # Whole tables

    def initial(self, options: InitialOptions | None = None) -> InitialResult:
        """
        Run the initial synchronization; a second run writes nothing.

        The maps are `initializing` meanwhile, and then again what they were before. Where it cannot be
        finished they are `failed`, and what changes until it is run again is queued. Changes of running
        maps are carried over first: the master wins over what stood before, not over what is newer.
        """
        chosen = options or InitialOptions()
        chosen = replace(chosen, companies=self.linked.chosen(chosen.companies))
        names = list(dict.fromkeys(s.map for s in chosen_steps(self.project, chosen)))
        with self.lock.held("initial-sync"), work("initial-sync"):
            before = self.control.standings()
            if self.started:
                self._catch_up([n for n in names if before[n].state in _CARRIED])
            self.control.move(names, "initializing")
            try:
                result = run_initial(self.project, self.ends, self.state, chosen)
            except EndError as error:
                self.control.move(names, "failed", str(error))
                raise
            with self.state.transaction():
                for name in names:
                    self.control.move([name], self._after_initial(before[name]))
                self.state.settle_intents(names)
            told_initial(result)
            return result

    def _catch_up(self, maps: Collection[str]) -> None:
        """Carry over what is known of these maps, whatever an interruption left them in."""
        for _ in range(_ATTEMPTS):
            if not _is_postponed(self.replay(maps)):
                return
        raise EndError("users change the same rows over and over; try again later")

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
        with self.lock.held("start", PATIENCE):
            self._capture()
            waiting = self.queue.counts()
            standings = self.control.standings()
            for name in maps or list(standings):
                self.control.check([name])
                queued = name in waiting and standings[name].state in _CUT_OFF
                if standings[name].state not in ("paused", "resuming"):
                    self.control.move([name], "resuming" if queued else "running")

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
            self._recover()
            standings = self.control.standings()
            if all(one.state == "not running" for one in standings.values()):
                self.start()
                standings = self.control.standings()
            self._capture()
            self._refuse_changed(standings.values())
            resuming = [n for n, one in standings.items() if one.state == "resuming"]
            resuming += [n for n in self._left_by_workers() if n not in resuming]
            return self._round(resuming, standings) + self._replay(resuming)

    def work(self) -> Turn:
        """
        One turn of a worker, of which several may work at once on a state in PostgreSQL: see `_workers`.

        What it carries over is queued before; changes of one pair of rows keep their order.
        """
        if self.lanes is None:
            raise EndError(ONE_AT_A_TIME)
        if self._worker is None:
            with self.lock.held("start", PATIENCE):
                standings = self.control.standings()
                if all(one.state == "not running" for one in standings.values()):
                    self.start()
                self._capture()
                self.lanes.tidy()
            self._worker = Worker(self, self.lanes)
        with self.lock.beside("work"), work("work"):
            standings = self.control.standings()
            self._refuse_changed(standings.values())
            self._refuse_part()
            return self._worker.turn(standings)

    def _left_by_workers(self) -> list[str]:
        """The maps for which workers have queued something that has to go before anything newer."""
        waiting = self.lanes.maps() if self.lanes is not None else ()
        return [name for name in self.control.in_states("running") if name in waiting]

    def replay(self, maps: Collection[str]) -> list[Outcome]:
        """
        Carry over what is queued for these maps, parents first, and let those that resume run.

        What their ends report meanwhile joins the queue first: a change from the queue must meet a newer one
        of the other end in one judgement, or it would overwrite it.
        """
        with self.lock.held("replay", PATIENCE), work("replay"):
            self._capture()
            running = set(self.control.in_states("running"))
            # Or what is queued now would be left there if the process died before it is carried over.
            self.control.move([name for name in maps if name in running], "resuming")
            return self._round(maps, self.control.standings()) + self._replay(maps)

    def _round(
        self, queued: Collection[str], standings: Mapping[str, Standing]
    ) -> list[Outcome]:
        """
        Carry over what is new in the maps that run; in those `queued`, and in paused ones, keep it.

        One look at the `standings` for the whole round: a map that another process resumes meanwhile must not
        fall between.
        """
        self._refuse_part()
        running = [
            name
            for name, one in standings.items()
            if one.state == "running" and name not in queued
        ]
        kept = [
            name
            for name, one in standings.items()
            if one.state in QUEUES or name in queued
        ]
        changes: dict[str, list[Change]] = {}
        positions: dict[str, str] = {}
        for name, end in self.ends.items():
            after = self.state.position(name) or ""
            changes[name], position = end.changes(after)
            changes[name] = self.journal.known(changes[name])
            changes[name] += self._live.missed_deletes(end)
            if position != after:
                positions[name] = position
        outcomes = self._live.round(changes, running, positions)
        # Only now: after a crash the round is done again, and finds what it wrote.
        with self.state.transaction():
            if not _is_postponed(outcomes):
                self.queue.keep(map(self.project.map, kept), changes)
                self._live.forget_recalled()
                for name, position in positions.items():
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
            done = self._live.round(changes, [each.name], {})
            with self.state.transaction():
                self._note(done)
                if _is_postponed(done):
                    outcomes += done
                    continue
                self.queue.drop(each.name, last)
                self._live.forget_recalled()
                if self.control.standing(each.name).state == "resuming":
                    self.control.move([each.name], "running")
            outcomes += done
        return outcomes

    def _refuse_part(self) -> None:
        """A feed is read once for all maps of a state: whoever knows only some would lose the changes of the others."""
        if others := self.control.carried(self.project.others):
            raise EndError(
                f"this state also carries {', '.join(others)}, whose changes would be lost: use the whole package,"
                " `python -m PACKAGE`, or name another --state"
            )

    def settle(self, rounds: int = _ATTEMPTS) -> list[Outcome]:
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
        with self.lock.held("retry", PATIENCE), work("retry"):
            if left := self._left_by_workers():
                self._catch_up(left)
            outcomes = self._live.retry(chosen)
            self._note(outcomes)
        return outcomes

    def failures(self, maps: Sequence[str] = ()) -> list[Failure]:
        """The records that could not travel and wait, without what is masked."""
        found = self.state.failures(maps=maps)
        return [shown_failure(self.project, each) for each in found]


def part_of(project: Project, names: Collection[str]) -> Project:
    """The project with only some of its maps."""
    maps = tuple(each for each in project.maps if each.name in names)
    plan = tuple(step for step in project.plan if step.map in names)
    used = {side.table.system for each in maps for side in (each.left, each.right)}
    systems = tuple(system for system in project.systems if system.name in used)
    others = tuple(each.name for each in project.maps if each.name not in names)
    return Project(project.name, systems, project.tables, maps, plan, others)


def _is_postponed(outcomes: Sequence[Outcome]) -> bool:
    """Whether users changed a row in between, so that the same changes have to be judged again with it."""
    return any(one.status == "postponed" for one in outcomes)
