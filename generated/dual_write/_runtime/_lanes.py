# Copied by dwmap from its runtime. Do not edit.
"""
The durable queue in lanes, so that workers carry it side by side and each pair of rows keeps its order.

Whoever reads the feeds gives each queued change a lane: that in which something of the same rows or keys waits
already, else one by chance. A worker takes the lock of a lane, and with it everything that waits there. So what
belongs together is in one hand, oldest first, and a worker that dies gives its lanes back with its connection.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from ._errors import EndError
from ._queue import RETRY, Queued
from ._store import Store
from ._store_postgresql import Holder, PostgresBase

LANES = 64
_READER, _PRESENCE, _FIRST = 1, 2, 100
_PATIENCE = 600.0
_TABLES = """
CREATE TABLE IF NOT EXISTS lane (seq BIGINT PRIMARY KEY, lane INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS lane_seq ON lane (lane, seq);
CREATE TABLE IF NOT EXISTS lane_name (
    seq BIGINT NOT NULL, name BIGINT NOT NULL, PRIMARY KEY (seq, name));
CREATE INDEX IF NOT EXISTS lane_name_seq ON lane_name (name, seq);
CREATE TABLE IF NOT EXISTS stirred (id {counted})
"""
_WAITING = "FROM queued JOIN lane USING (seq)"


class Waiting(NamedTuple):
    """So many changes wait in a lane."""

    lane: int
    changes: int


class Lanes:
    """The lanes of a state in PostgreSQL."""

    def __init__(self, store: Store, base: PostgresBase) -> None:
        self._store, self._base = store, base
        self._locked: list[int] = []
        store.create(_TABLES)

    # Who does what

    def read_alone(self) -> bool:
        """Become the one that reads the feeds, until `end_reading`; returns whether nobody else is."""
        return self._base.try_lock(_READER)

    def end_reading(self) -> None:
        """Let somebody else read, and work on the lanes that were put together."""
        for lane in self._locked:
            self._base.unlock(_FIRST + lane)
        self._locked = []
        self._base.unlock(_READER)

    def be_present(self) -> None:
        """Be among the `workers` until the connection ends."""
        self._base.try_lock(_PRESENCE, shared=True)

    def workers(self) -> list[Holder]:
        """The workers there are, as far as the server tells."""
        return self._base.holders(_PRESENCE)

    # Placing

    def tidy(self) -> None:
        """Forget the lanes of what was carried over or discarded without them."""
        for table in ("lane", "lane_name"):
            self._store.run(
                f"DELETE FROM {table} WHERE NOT EXISTS"
                f" (SELECT 1 FROM queued WHERE queued.seq = {table}.seq)"
            )

    def unplaced(self) -> list[Queued]:
        """What has no lane yet: always the newest, since one reader places all that there is."""
        found = self._store.rows(
            "SELECT * FROM queued WHERE seq > coalesce((SELECT max(seq) FROM lane), 0) ORDER BY seq"
        )
        return [Queued(*row) for row in found]

    def place(self, names: Mapping[int, Collection[str]]) -> None:
        """
        Give lanes to changes, by their numbers, that have these names.

        Lanes that have to become one are locked until `end_reading`.
        """
        hashed = {seq: [_hash(name) for name in each] for seq, each in names.items()}
        # Only the reader adds to what waits, so no more lanes can come to it while it waits for these.
        for lane in _several(self._components(hashed)):
            if not self._base.lock(_FIRST + lane, _PATIENCE):
                raise EndError(
                    f"lane {lane} of the queue is worked on for more than {_PATIENCE:.0f} s"
                )
            self._locked.append(lane)
        self._place(hashed)

    def _components(
        self, names: Mapping[int, Sequence[int]]
    ) -> list[tuple[list[int], set[int]]]:
        """Changes that have names in common, and the lanes in which these names wait."""
        used = list({name for each in names.values() for name in each})
        query = (
            "SELECT DISTINCT name, lane FROM lane_name JOIN lane USING (seq)"
            " WHERE name = ANY(?::bigint[])"
        )
        waiting: dict[int, set[int]] = {}
        for name, lane in self._store.rows(query, (used,)) if used else ():
            waiting.setdefault(name, set()).add(lane)
        # Those that wait in one lane must stay together, too, when that is moved.
        groups = _Groups()
        for seq, each in names.items():
            for name in each:
                groups.join(("change", seq), ("name", name))
                for lane in waiting.get(name, ()):
                    groups.join(("name", name), ("lane", lane))
        found: dict[object, tuple[list[int], set[int]]] = {}
        for seq, each in names.items():
            changes, lanes = found.setdefault(groups.root(("change", seq)), ([], set()))
            changes.append(seq)
            for name in each:
                lanes |= waiting.get(name, set())
        return list(found.values())

    def _place(self, names: Mapping[int, Sequence[int]]) -> None:
        placed: dict[int, int] = {}
        for changes, lanes in self._components(names):
            first = min(name for seq in changes for name in names[seq])
            lane = min(lanes) if lanes else first % LANES
            placed |= dict.fromkeys(changes, lane)
            others = sorted(lanes - {lane})
            if others:
                self._store.run(
                    "UPDATE lane SET lane = ? WHERE lane = ANY(?::integer[])",
                    (lane, others),
                )
        self._store.run(
            "INSERT INTO lane SELECT * FROM unnest(?::bigint[], ?::integer[])",
            (list(placed), list(placed.values())),
        )
        pairs = [(seq, name) for seq, each in names.items() for name in set(each)]
        self._store.run(
            "INSERT INTO lane_name SELECT * FROM unnest(?::bigint[], ?::bigint[])",
            ([seq for seq, _ in pairs], [name for _, name in pairs]),
        )

    # Working

    def waiting(self, maps: Sequence[str]) -> list[Waiting]:
        """The lanes in which something of these maps waits, that with the oldest change first."""
        found = self._store.rows(
            f"SELECT lane, count(*) {_WAITING} WHERE map = ANY(?::text[])"
            " GROUP BY lane ORDER BY min(seq)",
            (list(maps),),
        )
        return [Waiting(*row) for row in found]

    def maps(self) -> list[str]:
        """The maps for which something waits in a lane."""
        return [
            str(name) for (name,) in self._store.rows(f"SELECT DISTINCT map {_WAITING}")
        ]

    def claim(self, waiting: Iterable[Waiting], budget: int) -> list[int]:
        """Take lanes that nobody has, until there are so many changes in them."""
        taken: list[int] = []
        for each in waiting:
            if budget <= 0:
                break
            if self._base.try_lock(_FIRST + each.lane):
                taken.append(each.lane)
                budget -= each.changes
        return taken

    def give_back(self, lanes: Iterable[int]) -> None:
        """Let others take these lanes."""
        for lane in lanes:
            self._base.unlock(_FIRST + lane)

    def queued(self, lanes: Sequence[int], maps: Sequence[str]) -> list[Queued]:
        """What waits in these lanes for these maps, oldest first."""
        found = self._store.rows(
            f"SELECT queued.* {_WAITING} WHERE lane = ANY(?::integer[]) AND map = ANY(?::text[])"
            " ORDER BY seq",
            (list(lanes), list(maps)),
        )
        return [Queued(*row) for row in found]

    def of_names(self, names: Collection[str]) -> dict[str, set[int]]:
        """The lanes in which these names wait."""
        by_hash = {_hash(name): name for name in names}
        lanes: dict[str, set[int]] = {name: set() for name in names}
        for name, lane in self._store.rows(
            "SELECT DISTINCT name, lane FROM lane_name JOIN lane USING (seq)"
            " WHERE name = ANY(?::bigint[])",
            (list(by_hash),),
        ):
            lanes[by_hash[name]].add(lane)
        return lanes

    def drop(self, lanes: Sequence[int], queued: Sequence[Queued]) -> None:
        """Forget those of the changes that are in these lanes: they were carried over."""
        numbers = [one.seq for one in queued]
        gone = self._store.rows(
            "SELECT seq FROM lane WHERE lane = ANY(?::integer[]) AND seq = ANY(?::bigint[])",
            (list(lanes), numbers),
        )
        dropped = [seq for (seq,) in gone]
        for table in ("lane_name", "lane", "queued"):
            self._store.run(
                f"DELETE FROM {table} WHERE seq = ANY(?::bigint[])", (dropped,)
            )

    # Trying again

    def stir(self) -> None:
        """Note that something happened after which records that wait may travel."""
        self._store.run("INSERT INTO stirred DEFAULT VALUES")

    def stirred(self) -> bool:
        """Whether something happened since the last time; not while records wait to be tried again."""
        waits = "SELECT 1 FROM queued WHERE operation = ? LIMIT 1"
        if self._store.rows(waits, (RETRY,)):
            return False
        return self._store.run("DELETE FROM stirred") > 0


def open_lanes(store: Store) -> Lanes | None:
    """The lanes of a store; None where one process works at a time."""
    if isinstance(store.base, PostgresBase):
        return Lanes(store, store.base)
    return None


class _Groups:
    """Things that were joined, directly or through others (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[tuple[str, int], tuple[str, int]] = {}

    def root(self, one: tuple[str, int]) -> tuple[str, int]:
        """The thing that stands for the group of another."""
        parent = self._parents.setdefault(one, one)
        while parent != one:
            self._parents[one] = self._parents[parent]
            one, parent = parent, self._parents[parent]
        return one

    def join(self, one: tuple[str, int], other: tuple[str, int]) -> None:
        """Put two into one group."""
        self._parents[self.root(one)] = self.root(other)


def _several(components: Iterable[tuple[list[int], set[int]]]) -> list[int]:
    """The lanes that have to become one with others."""
    return sorted({lane for _, lanes in components if len(lanes) > 1 for lane in lanes})


def _hash(name: str) -> int:
    """Names are compared by a number: two that have one by chance only share a lane."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
