"""
The state of each map: whether its changes are carried over, queued, or left alone.

    not running --> initializing --> running <--> paused
                                        ^            |
                                        +- resuming <+        and from everywhere: stopped, failed

States live in the state, so they survive a restart, and another process may change them while one runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Literal, NamedTuple, TypeAlias

from ._errors import EndError
from ._model import Map
from ._queue import Queue
from ._store import Store

MapState: TypeAlias = Literal[
    "not running",
    "initializing",
    "running",
    "paused",
    "resuming",
    "stopped",
    "failed",
]
CatchUp: TypeAlias = Literal["replay", "live-first", "discard"]

ALLOWED: Mapping[MapState, tuple[MapState, ...]] = {
    "not running": ("initializing", "running", "stopped"),
    "initializing": (
        "not running",
        "initializing",
        "running",
        "paused",
        "resuming",
        "stopped",
        "failed",
    ),
    "running": (
        "running",
        "initializing",
        "paused",
        "resuming",
        "stopped",
        "failed",
    ),
    "paused": ("paused", "initializing", "resuming", "running", "stopped", "failed"),
    "resuming": ("resuming", "running", "paused", "stopped", "failed"),
    "stopped": ("stopped", "initializing", "running", "resuming"),
    "failed": ("failed", "initializing", "running", "resuming", "paused", "stopped"),
}
"""To which states a map may go from each."""
QUEUES: tuple[MapState, ...] = ("paused", "resuming", "initializing", "failed")
"""In these states the changes of a map are kept for later."""

_FEW = 12
_TABLES = """
CREATE TABLE IF NOT EXISTS map_state (
    map TEXT PRIMARY KEY, state TEXT NOT NULL, since TEXT NOT NULL, reason TEXT NOT NULL,
    spec TEXT NOT NULL){keyed}
"""


class Standing(NamedTuple):
    """
    Where a map stands since when (UTC, ISO 8601), and why.

    `spec` is the hash of the specification with which it was started.
    """

    map: str
    state: MapState = "not running"
    since: str = ""
    reason: str = ""
    spec: str = ""


class Control:
    """The states of the maps of a project."""

    def __init__(self, store: Store, maps: Sequence[Map]) -> None:
        self._store = store
        self.maps = {each.name: each for each in maps}
        store.create(_TABLES)

    def standings(self) -> dict[str, Standing]:
        """Where each map of the project stands."""
        found = {
            str(row[0]): Standing(*row)
            for row in self._store.rows("SELECT * FROM map_state")
        }
        return {name: found.get(name, Standing(name)) for name in self.maps}

    def standing(self, name: str) -> Standing:
        """Where one map stands; raises EndError where the project has no such map."""
        self.check([name])
        return self.standings()[name]

    def check(self, names: Iterable[str]) -> None:
        """Raises EndError where a name is of no map of the project."""
        check_names(names, self.maps)

    def in_states(self, *states: MapState) -> list[str]:
        """The maps in one of these states, in the order of the project."""
        return [one.map for one in self.standings().values() if one.state in states]

    def carried(self, names: Collection[str]) -> list[str]:
        """Those of these maps whose changes are carried over, or kept for later, by whoever has them."""
        if not names:
            return []
        found = self._store.rows("SELECT map, state FROM map_state ORDER BY map")
        alive = ("running", *QUEUES)
        return [name for name, state in found if name in names and state in alive]

    def move(
        self,
        names: Iterable[str],
        state: MapState,
        reason: str = "",
    ) -> None:
        """Bring maps into a state, all of them or none; raises EndError where one may not go there."""
        names = list(names)
        self.check(names)
        with self._store.transaction():
            self._store.base.alone("map_state")
            standings = self.standings()
            for name in names:
                _check_move(standings[name], state)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self._store.run_many(
                "INSERT INTO map_state VALUES (?, ?, ?, ?, ?) ON CONFLICT (map) DO UPDATE SET"
                " state = excluded.state, since = excluded.since, reason = excluded.reason,"
                " spec = excluded.spec",
                [
                    (
                        name,
                        state,
                        now,
                        reason,
                        self._spec(standings[name], state),
                    )
                    for name in names
                ],
            )

    def _spec(self, before: Standing, after: MapState) -> str:
        """A map that is started takes up the present specification; pausing and resuming keep the one it has."""
        if before.spec and after in ("paused", "resuming", "failed"):
            return before.spec
        if before.spec and before.state == "resuming":
            return before.spec
        return self.maps[before.map].spec

    def resume(
        self, names: Iterable[str], queue: Queue, catch_up: CatchUp = "replay"
    ) -> None:
        """
        Let paused maps run again.

        `replay` carries the queue over before anything newer, in the next round. `live-first` runs at once
        and keeps the queue for a replay by hand. `discard` forgets it: what it holds is not carried over.
        """
        names = list(names)
        with self._store.transaction():
            state: MapState = "resuming" if catch_up == "replay" else "running"
            self.move(names, state)
            if catch_up == "discard":
                for name in names:
                    queue.drop(name)

    def rename(self, old: str, new: str) -> None:
        """Carry the state of a map over to its new name."""
        self._store.run(
            "UPDATE map_state SET map = ? WHERE map = ?"
            " AND NOT EXISTS (SELECT 1 FROM map_state AS other WHERE other.map = ?)",
            (new, old, new),
        )

    def changed(self, standings: Iterable[Standing] | None = None) -> list[str]:
        """The maps that run by another specification than the one they were started with."""
        return [
            one.map
            for one in (self.standings().values() if standings is None else standings)
            if one.state in ("running", "paused", "resuming")
            and one.spec != self.maps[one.map].spec
        ]

    def accept(self, names: Iterable[str]) -> None:
        """Let maps go on by the specification that they have now."""
        names = list(names)
        self.check(names)
        self._store.run_many(
            "UPDATE map_state SET spec = ? WHERE map = ?",
            [(self.maps[name].spec, name) for name in names],
        )


def check_names(names: Iterable[str], maps: Collection[str]) -> None:
    """Raises EndError where a name is not among those of `maps`, with what it may have meant."""
    unknown = sorted(set(names) - set(maps))
    if unknown:
        raise EndError(f"no map {', '.join(unknown)}; {_meant(unknown[0], maps)}")


def _meant(name: str, maps: Collection[str]) -> str:
    """What a wrong name may have meant: all maps where they are few, else those that look like it."""
    if len(maps) <= _FEW:
        return f"there are {', '.join(sorted(maps))}"
    folded = {each.casefold(): each for each in maps}
    close = get_close_matches(name.casefold(), folded, cutoff=0.5)
    if not close:
        return f"`maps` lists the {len(maps)} that there are"
    return f"did you mean {' or '.join(folded[each] for each in close)}?"


def _check_move(standing: Standing, state: MapState) -> None:
    allowed = ALLOWED[standing.state]
    if state not in allowed:
        names = ", ".join(sorted(set(allowed) - {standing.state}))
        raise EndError(
            f"map {standing.map} is {standing.state} and cannot become {state}; it can become: {names}"
        )
