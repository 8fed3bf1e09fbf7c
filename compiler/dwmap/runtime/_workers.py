"""
Workers that share a queue: one of them reads the feeds of both ends into it, all of them carry from it.

    feeds --look (one at a time)--> queue, in lanes --claim, round, drop (side by side)--> both ends

A worker is this object in a process of its own, with its own connections to both ends and to the state.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ._control import QUEUES, Standing
from ._keys import key_text
from ._lanes import Lanes
from ._model import Table
from ._names import key_name, names_of
from ._opened import Opened
from ._outcome import Failure, Outcome, failure_id
from ._queue import RETRY, Queued, changes_of
from .connectors import Change

BUDGET = 500
"""A worker takes lanes until so many changes wait in them."""
_REST = 0.02
"""So many seconds a lane is left alone in which the feed has to bring something first."""
_NEWS = ("created", "updated", "deleted")


class Turn(NamedTuple):
    """What one turn of a worker did; `idle` where nothing was new and nothing waits for anybody."""

    outcomes: list[Outcome]
    idle: bool


class Worker:
    """One of those that work on a state."""

    def __init__(self, opened: Opened, lanes: Lanes) -> None:
        self._opened, self._lanes = opened, lanes
        self._resting: dict[int, float] = {}
        lanes.be_present()

    def turn(self, standings: Mapping[str, Standing]) -> Turn:
        """Read the feeds, unless somebody does, and carry over what waits in some lanes."""
        new = self._look(standings)
        maps = _carried(standings)
        waiting = self._lanes.waiting(maps)
        now = time.monotonic()
        ready = [each for each in waiting if self._resting.get(each.lane, 0.0) <= now]
        lanes = self._lanes.claim(ready, BUDGET)
        try:
            outcomes = self._carry(lanes, maps) if lanes else []
        finally:
            self._lanes.give_back(lanes)
        return Turn(outcomes, idle=new == 0 and not waiting)

    # The feeds

    def _look(self, standings: Mapping[str, Standing]) -> int | None:
        """Queue what both ends report, each change in its lane; None where somebody else reads."""
        if not self._lanes.read_alone():
            return None
        try:
            placed = self._read(standings)
            self._let_run(
                [n for n, one in standings.items() if one.state == "resuming"]
            )
            self._opened.alerts.look()
            return placed
        finally:
            self._lanes.end_reading()

    def _read(self, standings: Mapping[str, Standing]) -> int:
        """
        Queue what is new and give it lanes; returns how many changes that were.

        In one transaction with the positions: what they are behind has to be in its lane, or a worker would
        take a row for unchanged of which a change waits.
        """
        opened = self._opened
        kept = [n for n, one in standings.items() if one.state in ("running", *QUEUES)]
        changes: dict[str, list[Change]] = {}
        positions: dict[str, str] = {}
        for name, end in opened.ends.items():
            after = opened.state.position(name) or ""
            changes[name], position = end.changes(after)
            changes[name] += opened._live.missed_deletes(end)
            changes[name] = opened.journal.known(changes[name])
            if position != after:
                positions[name] = position
        with opened.state.transaction():
            opened.queue.keep(map(opened.project.map, kept), changes)
            for name, position in positions.items():
                opened.state.save_position(name, position)
            self._retry_later(standings)
            unplaced = self._lanes.unplaced()
            if unplaced:
                names = names_of(opened._live, opened.project.maps, unplaced)
                self._lanes.place(names)
        return len(unplaced)

    def _retry_later(self, standings: Mapping[str, Standing]) -> None:
        """Queue the records that wait for others, where some of these may have come."""
        opened = self._opened
        if self._lanes.stirred():
            opened.queue.keep_failures(
                (each, self._source(each))
                for each in opened.state.failures(maps=_carried(standings))
                if _waits_for_others(each)
            )

    def _source(self, failure: Failure) -> Table:
        found = self._opened.project.map(failure.map)
        return (found.left if failure.direction == "forward" else found.right).table

    def _let_run(self, resuming: Sequence[str]) -> None:
        """What waits for these maps is before anything newer in its lane, so they run already."""
        control = self._opened.control
        still = control.in_states("resuming") if resuming else []
        if still:
            control.move([name for name in still if name in resuming], "running")

    # The lanes

    def _carry(self, lanes: Sequence[int], maps: Sequence[str]) -> list[Outcome]:
        opened = self._opened
        # In this order: a change that comes to a lane in between is behind the position, and so a stranger;
        # one that has no lane yet, since a process that worked alone has queued it, is no stranger.
        positions = {name: opened.state.position(name) or "" for name in opened.ends}
        if self._lanes.unplaced():
            return []
        queued = self._lanes.queued(lanes, maps)
        if not queued:
            return []
        by_map: dict[str, list[Queued]] = {}
        for one in queued:
            by_map.setdefault(one.map, []).append(one)
        changes = {
            name: changes_of(opened.project.map(name), each)
            for name, each in by_map.items()
        }
        outcomes = opened._live.part(changes, self._again(queued), positions)
        postponed = self._postponed(lanes, outcomes)
        # Only now: after a crash the lanes are carried again, and whoever does finds what was written.
        with opened.state.transaction():
            opened._note(outcomes)
            if not postponed:
                opened._live.forget_recalled()
            if any(_is_news(one) for one in outcomes):
                self._lanes.stir()
            self._lanes.drop([each for each in lanes if each not in postponed], queued)
        return outcomes

    def _again(self, queued: Sequence[Queued]) -> list[Failure]:
        wanted = {
            failure_id(one.map, one.columns or "", one.row)
            for one in queued
            if one.operation == RETRY
        }
        maps = sorted({one.map for one in queued if one.operation == RETRY})
        found = self._opened.state.failures(maps=maps) if wanted else ()
        return [each for each in found if each.id in wanted]

    def _postponed(self, lanes: Sequence[int], outcomes: Sequence[Outcome]) -> set[int]:
        """The lanes that have to be carried again, together with what users did meanwhile."""
        names = {
            key_name(
                one.map,
                "left" if one.direction == "forward" else "right",
                key_text(one.key),
            )
            for one in outcomes
            if one.status == "postponed"
        }
        if not names:
            return set()
        found = self._lanes.of_names(names).values()
        mine = [each & set(lanes) for each in found]
        again = set().union(*mine) if all(mine) else set(lanes)
        until = time.monotonic() + _REST
        self._resting = dict.fromkeys(again, until)
        return again


def _carried(standings: Mapping[str, Standing]) -> list[str]:
    return [n for n, one in standings.items() if one.state in ("running", "resuming")]


def _waits_for_others(failure: Failure) -> bool:
    return failure.code == "missing-reference" or failure.operation == "delete"


def _is_news(one: Outcome) -> bool:
    """Whether a record that waits may travel after this, or is one that waits."""
    if one.failure is not None:
        return _waits_for_others(one.failure)
    return one.status in (*_NEWS, "postponed")
