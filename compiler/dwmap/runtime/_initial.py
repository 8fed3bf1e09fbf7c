"""
Initial synchronization: the steps of the plan, for each the forward leg and then the backward leg.

Everything works on batches of tuples. A leg loads what stands on its target once, compares, and writes only
what differs; so a second run, or one after an interruption, finds its own work done.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple, TypeAlias

from ._leg import DIRECTIONS, Direction, Leg
from ._legrun import LegRun
from ._model import Project, Step
from ._outcome import Counts, InitialResult, LegResult
from ._spill import Settled
from ._state import State
from .connectors._base import BATCH_SIZE, End

Master: TypeAlias = Literal["left", "right"]


class Progress(NamedTuple):
    """How far a leg is: rows read of a total, rows in each second."""

    map: str
    direction: Direction
    rows: int
    total: int
    rate: float


@dataclass(frozen=True, slots=True)
class InitialOptions:
    """
    What an initial synchronization does.

    No `maps` means all, no `companies` means all. `master` says which side wins where both have a key with
    different values; `masters` says it for single maps. `skip` leaves maps out.
    """

    maps: Collection[str] = ()
    skip: Collection[str] = ()
    companies: Sequence[str] = ()
    directions: Sequence[Direction] = DIRECTIONS
    master: Master = "left"
    masters: Mapping[str, Master] = field(default_factory=dict)
    batch_size: int = BATCH_SIZE
    progress: Callable[[Progress], None] | None = None

    def master_of(self, name: str) -> Master:
        """The master of a map."""
        return self.masters.get(name, self.master)


def run_initial(
    project: Project, ends: Mapping[str, End], state: State, options: InitialOptions
) -> InitialResult:
    """Run the plan, keep the failures, and say what became of every record."""
    started, clock = datetime.now(UTC), time.perf_counter()
    with _collector_paused(), state.first_load():
        results = list(_run_steps(project, ends, state, options))
    result = InitialResult(results, time.perf_counter() - clock)
    summary = json.dumps(result.as_dict()["total"])
    state.save_run("initial-sync", started.isoformat(), result.seconds, summary)
    return result


def _run_steps(
    project: Project, ends: Mapping[str, End], state: State, options: InitialOptions
) -> Iterator[LegResult]:
    for number, step in enumerate(chosen_steps(project, options), 1):
        settled: Settled | None = None
        for direction in DIRECTIONS:
            leg = _leg(project, ends, step, direction)
            if direction not in options.directions or leg is None:
                continue
            run = _run_leg(leg, state, options, number, settled)
            settled = run.settled
            yield run.result


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Millions of tuples without a cycle among them give the garbage collector much to look at and nothing to do."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def chosen_steps(project: Project, options: InitialOptions) -> Iterator[Step]:
    """The steps of the plan whose maps are wanted, in the order of the plan."""
    for step in project.plan:
        if step.map not in options.skip and (
            not options.maps or step.map in options.maps
        ):
            yield step


def _leg(
    project: Project, ends: Mapping[str, End], step: Step, direction: Direction
) -> Leg | None:
    each = project.map(step.map)
    if (each.forward if direction == "forward" else each.backward) is None:
        return None
    pair = (ends[each.left.table.system], ends[each.right.table.system])
    leg = Leg(each, direction, pair, step.without, step.only)
    return leg if leg.fields else None


def _run_leg(
    leg: Leg,
    state: State,
    options: InitialOptions,
    number: int,
    settled: Settled | None,
) -> LegRun:
    name, clock = leg.map.name, time.perf_counter()
    result = LegResult(name, leg.direction, number, Counts())
    run = LegRun(leg, state, result, options.companies, options.batch_size)
    run.master.is_source = options.master_of(name) == (
        "left" if leg.direction == "forward" else "right"
    )
    total = leg.source_end.count(leg.source.table) if options.progress else 0
    for batch in run.batches(settled):
        run.take(batch)
        if options.progress is not None:
            read = result.counts.read
            rate = read / max(time.perf_counter() - clock, 1e-9)
            options.progress(Progress(name, leg.direction, read, total, rate))
    result.seconds = time.perf_counter() - clock
    return run
