"""
What a second worker brings: changes that wait, carried over by one process and then by two, on PostgreSQL.

    python tests/benchmarks/bench_workers.py [--changes 4000] [--delay 0] [--turns 3]

Users change so many rows, all of which wait in the queue when the workers begin; the clock runs until the last of
them stands on the other end. `--delay` makes each transaction of an end take so many milliseconds longer, as
it does where the ends are not on the same machine. Both ends, the state, the server and the workers share one machine.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path as File
from typing import Any
from unittest.mock import patch
from uuid import uuid4

sys.path[:0] = [str(File(__file__).resolve().parents[1])]

from benchmarks import wide
from dwmap.runtime import Sync
from dwmap.runtime._strangers import Strangers
from runtime.bench import wait_for_feed

PATIENCE = 300.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--changes", type=int, default=4000, help="that wait")
    parser.add_argument("--turns", type=int, default=3, help="of each kind")
    parser.add_argument(
        "--delay", type=float, default=0.0, help="milliseconds for each transaction"
    )
    options = parser.parse_args()
    _slow_down(options.delay / 1000)
    with wide.two_databases("postgresql") as (urls, _), _state() as state:
        with Sync(wide.project(), urls, state) as sync:
            wide.fill(sync, options.changes, 0)
            sync.initial()
            sync.start()
            sync.settle()
        times: dict[int, list[float]] = {1: [], 2: []}
        for turn in range(options.turns):
            for count in times:
                times[count].append(_carried(urls, state, options.changes, turn, count))
    one, two = (statistics.median(each) for each in times.values())
    print(
        f"{options.changes} changes, {options.delay:g} ms delay: 1 worker {options.changes / one:,.0f} rows/s,"
        f" 2 workers {options.changes / two:,.0f} rows/s, ratio {one / two:.2f}"
    )


def _slow_down(delay: float) -> None:
    """Every transaction that writes to an end looks at its feed once; it is made to wait there."""
    if not delay:
        return
    plain = Strangers.look

    def look(self: Strangers) -> None:
        time.sleep(delay)
        plain(self)

    patch.object(Strangers, "look", look).start()


@contextmanager
def _state() -> Iterator[str]:
    """A state in a schema of the server's own database, dropped at the end."""
    url = f"{wide.POSTGRESQL}?schema=bench_{uuid4().hex[:8]}"
    try:
        yield url
    finally:
        wide_state = Sync(wide.project(), {"fo": "memory:", "ce": "memory:"}, url)
        wide_state.state.run(f"DROP SCHEMA {url.rpartition('=')[2]} CASCADE")
        wide_state.close()


def _carried(
    urls: dict[str, str], state: str, changes: int, turn: int, count: int
) -> float:
    """The seconds that so many workers take for so many changes."""
    with Sync(wide.project(), urls, state) as sync:
        _queue(sync, changes, f"{turn}-{count}")
        pids = [_worker(urls, state) for _ in range(count)]
        begun = time.perf_counter()
        until = time.monotonic() + PATIENCE
        while _standing(sync, f"{turn}-{count}") < changes:
            if time.monotonic() > until:
                raise SystemExit("the workers did not carry over what was changed")
            time.sleep(0.02)
        seconds = time.perf_counter() - begun
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        sync.settle()
    return seconds


def _queue(sync: Sync, changes: int, mark: str) -> None:
    """A user changes every row in one transaction; one look of a reader puts them into their lanes."""
    sync.work()
    end = sync.ends["fo"]
    with end.transaction():
        rows = [
            (f"changed {mark}", wide.code("Company", number), f"A0-{number:07}")
            for number in range(changes)
        ]
        end.update(wide.FO, ("Text0",), rows)
    wait_for_feed(end)
    worker: Any = sync._worker
    worker._look(sync.control.standings())
    if sum(sync.queue.counts().values()) != changes:
        raise SystemExit("not everything is queued")


def _standing(sync: Sync, mark: str) -> int:
    """How many rows have arrived."""
    end: Any = sync.ends["ce"]
    query = 'SELECT count(*) FROM account WHERE "c_Text0" = %s'
    return int(end._fetch(query, (f"changed {mark}",))[0][0])


def _worker(urls: dict[str, str], state: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        with Sync(wide.project(), urls, state) as sync:
            while True:
                if not sync.work().outcomes:
                    time.sleep(0.005)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
