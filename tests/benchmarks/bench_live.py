"""
How long a change of a user takes to the other end, against two bare commits on the same two databases.

    python tests/benchmarks/bench_live.py [--on sqlite postgresql] [--changes 1000]

A user changes one row; one round of `propagate` carries it over, and is timed. Then one row of a table without
triggers is changed in each of the two databases and committed, and that is timed too: so the two take turns
on the same files. In the end 1,000 changes are carried over in one round.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path as File
from typing import Any

import sqlalchemy

sys.path[:0] = [str(File(__file__).resolve().parents[1])]

from benchmarks import wide
from dwmap.runtime import Sync

SETTINGS = {
    "sqlite": ("FULL", "NORMAL"),
    "postgresql": ("on",),
}
PATIENCE = 10.0
"""So long a change may take to appear in the feed, in seconds: PostgreSQL waits for older transactions."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument(
        "--on", nargs="+", choices=list(SETTINGS), default=list(SETTINGS)
    )
    parser.add_argument("--changes", type=int, default=1000, help="single changes")
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the tables")
    parser.add_argument(
        "--profile", action="store_true", help="show where a round spends its time"
    )
    options = parser.parse_args()
    print(
        f"{'on':20}{'records/s':>10}{'p50 ms':>8}{'ratio':>7}{'p99 ms':>8}{'ratio':>7}{'1,000 in one round':>20}"
    )
    for kind in options.on:
        for setting in SETTINGS[kind]:
            with wide.two_databases(kind) as (urls, folder):
                measure(kind, setting, urls, folder, options)


class Bare:
    """A connection without anything around it, and a table without triggers that is like the synchronized one."""

    def __init__(self, kind: str, name: str, url: str, setting: str) -> None:
        self.connection = sqlalchemy.create_engine(url).raw_connection()
        driver: Any = self.connection.driver_connection
        self.driver = driver
        prefix, self.table = ("", "Customers") if name == "fo" else ("c_", "account")
        place = "?" if kind == "sqlite" else "%s"
        self.update = (
            f'UPDATE bare SET "{prefix}Text0" = {place}, "{prefix}Number0" = {place}'
            f' WHERE "{prefix}Account" = {place}'
        )
        self.index = f'CREATE UNIQUE INDEX bare_key ON bare ("{prefix}Account")'
        if kind == "sqlite":
            self.driver.isolation_level = None
            self.run("PRAGMA journal_mode = WAL")
            self.run(f"PRAGMA synchronous = {setting}")
        else:
            self.driver.autocommit = True

    def run(self, text: str) -> None:
        """Run a statement."""
        self.driver.execute(text)

    def prepare(self) -> None:
        """Make the table."""
        self.run(f'CREATE TABLE bare AS SELECT * FROM "{self.table}"')
        self.run(self.index)

    def change(self, number: int, time_round: int) -> None:
        """Change one row and commit."""
        values = (f"bare {time_round}", time_round, account(number))
        self.run("BEGIN")
        self.driver.execute(self.update, values)
        self.run("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self.connection.invalidate()


def account(number: int) -> str:
    """The key of a row."""
    return f"A0-{number:07}"


def users_change(sync: Sync, numbers: Iterable[int], time_round: int) -> None:
    """A user changes rows of finance and operations, in one transaction."""
    end = sync.ends["fo"]
    with end.transaction():
        for number in numbers:
            identity = (wide.code("Company", number), account(number))
            values = (f"changed {time_round}-{number}", 10_000 + time_round)
            end.update(wide.FO, ("Text0", "Number0"), [(*values, *identity)])


def carried(sync: Sync, count: int) -> float:
    """The time of the round that carries so many changes over, in seconds; earlier rounds may come too early."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        clock = time.perf_counter()
        outcomes = sync.propagate()
        seconds = time.perf_counter() - clock
        updated = sum(each.status == "updated" for each in outcomes)
        if updated == count:
            return seconds
        if updated:
            break
        time.sleep(0.005)
    raise SystemExit("the round did not carry over what was changed")


def one_by_one(
    sync: Sync, bare: Sequence[Bare], options: argparse.Namespace
) -> tuple[list[float], list[float]]:
    """The times of the rounds and of the pairs of commits, in seconds."""
    rounds, commits = [], []
    for turn in range(options.changes):
        number = turn * 7919 % options.rows
        users_change(sync, [number], turn)
        rounds.append(carried(sync, 1))
        clock = time.perf_counter()
        for each in bare:
            each.change(number, turn)
        commits.append(time.perf_counter() - clock)
    return rounds, commits


def together(sync: Sync, count: int = 1000) -> float:
    """The median time of a round of many changes, in seconds."""
    times = []
    for turn in range(3):
        users_change(sync, range(count), 1_000_000 + turn)
        times.append(carried(sync, count))
    return statistics.median(times)


@contextmanager
def profiled(wanted: bool) -> Iterator[None]:
    """Print where the time goes, if that is wanted."""
    if not wanted:
        yield
        return
    profile = cProfile.Profile()
    profile.enable()
    yield
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)


@contextmanager
def running(
    kind: str, setting: str, urls: dict[str, str], folder: File, rows: int
) -> Iterator[tuple[Sync, list[Bare]]]:
    """A sync whose ends are in step, and bare connections to both of them."""
    bare = [Bare(kind, name, url, setting) for name, url in urls.items()]
    with Sync(wide.project(), urls, f"{folder}/state.db") as sync:
        wide.fill(sync, rows, 0)
        if kind == "sqlite":
            for end in sync.ends.values():
                end._run(f"PRAGMA synchronous = {setting}")  # type: ignore[attr-defined]  # an end of SQL
        sync.initial()
        sync.start()
        sync.settle()
        for each in bare:
            each.prepare()
        yield sync, bare
        for each in bare:
            each.close()


def measure(
    kind: str,
    setting: str,
    urls: dict[str, str],
    folder: File,
    options: argparse.Namespace,
) -> None:
    """One line of the table."""
    with running(kind, setting, urls, folder, options.rows) as (sync, bare):
        with profiled(options.profile):
            rounds, commits = one_by_one(sync, bare, options)
        batch = together(sync)
    p50, p99 = (wide.percentile(rounds, part) for part in (0.5, 0.99))
    low50, low99 = (wide.percentile(commits, part) for part in (0.5, 0.99))
    print(
        f"{kind + ' ' + setting:20}{len(rounds) / sum(rounds):>10,.0f}{1000 * p50:>8.2f}{p50 / low50:>7.2f}"
        f"{1000 * p99:>8.2f}{p99 / low99:>7.2f}{1000 / batch:>14,.0f} rows/s",
        flush=True,
    )


if __name__ == "__main__":
    main()
