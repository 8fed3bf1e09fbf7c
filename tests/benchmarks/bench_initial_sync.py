"""
How fast an initial synchronization is, against bare upserts of the same rows into the same kind of database.

    python tests/benchmarks/bench_initial_sync.py                          200,000 rows, SQLite and PostgreSQL
    python tests/benchmarks/bench_initial_sync.py --rows 1000000 --repetitions 1
    python tests/benchmarks/bench_initial_sync.py --memory                 peak memory at 100,000 and 1,000,000 rows
    python tests/benchmarks/bench_initial_sync.py --kill                   SIGKILL in the middle, and a restart

The bare upserts are `executemany` in SQLite, and in PostgreSQL `COPY` into a temporary table and `INSERT ... ON
CONFLICT` from it, of tuples that are finished, in transactions of as many rows as the synchronization takes.
The synchronization reads the rows from another database, transforms, resolves five lookups, keeps the pairs, and
looks at the way back. Values differ in each repetition; the medians are compared.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as File
from typing import Any

import sqlalchemy

sys.path[:0] = [str(File(__file__).resolve().parents[1])]

from benchmarks import wide
from dwmap.runtime import InitialOptions, Sync
from dwmap.runtime._keys import key_text, row_id_maker

_COLUMNS = (
    "accountid",
    *(name.lower() for name in wide.LOOKUPS),
    *("c_" + name for name in wide.OWN),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    kinds = ("sqlite", "postgresql")
    parser.add_argument("--on", nargs="+", choices=kinds, default=kinds)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument(
        "--memory", action="store_true", help="measure memory, and nothing else"
    )
    parser.add_argument(
        "--kill", action="store_true", help="kill one in the middle, and nothing else"
    )
    # What the processes are started with whose memory is measured, or which are killed.
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return
    for kind in options.on:
        if options.memory:
            memory(kind)
        elif options.kill:
            killed(kind, options.rows)
        else:
            speed(kind, options.rows, options.repetitions)


# ------------------------------------------------------------------------------------- speed


def speed(kind: str, count: int, repetitions: int) -> None:
    """Both take turns; the first run creates every row, the second finds nothing to do."""
    bare, first, second = [], [], []
    for repetition in range(repetitions):
        with wide.two_databases(kind) as (urls, _):
            bare.append(upserts(kind, urls["ce"], count, repetition))
        with wide.two_databases(kind) as (urls, folder):
            times = synced(urls, f"{folder}/state.db", count, repetition)
        first.append(times[0])
        second.append(times[1])
        print(
            f"{kind:12} bare {bare[-1]:6.2f} s   first {first[-1]:6.2f} s"
            f"   second {second[-1]:6.2f} s",
            flush=True,
        )
    low, high, rest = map(statistics.median, (bare, first, second))
    print(
        f"{kind:12} {count:,} rows of {len(wide.NAMES)} fields: {count / high:,.0f} rows/s,"
        f" {high / low:.2f} times the bare upserts; second run {rest / low:.2f}"
    )


def upserts(kind: str, url: str, count: int, repetition: int) -> float:
    """The seconds that the database takes for finished tuples: what no synchronization can beat."""
    with Sync(wide.project(), {"fo": "memory:", "ce": url}) as sync:
        sync.create_tables()
    load = into_sqlite if kind == "sqlite" else into_postgresql
    return load(url, finished(count, repetition))


def finished(count: int, repetition: int) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of the target, batch by batch, lookups resolved."""
    make_id = row_id_maker(wide.CE.name)
    own = len(wide.LOOKUPS)
    for start in range(0, count, wide.BATCH):
        stop = min(start + wide.BATCH, count)
        yield [
            (
                make_id(key_text((row[0], row[own]))),
                *(wide.lookup_id(name, n) for name in wide.LOOKUPS),
                *row[own:],
            )
            for n, row in enumerate(wide.rows(start, stop, repetition), start)
        ]


def _conflict() -> str:
    names = [name for name in _COLUMNS if name not in ("accountid", "company")]
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in names[1:])
    return f'ON CONFLICT ("c_Account", "company") DO UPDATE SET {sets}'


def into_sqlite(url: str, batches: Iterator[list[tuple[Any, ...]]]) -> float:
    """`executemany`, a transaction for each batch."""
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    places = ", ".join("?" * len(_COLUMNS))
    text = f"INSERT INTO account ({names}) VALUES ({places}) {_conflict()}"
    database = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    seconds, decimals, since = 0.0, slice(-7, -3), -3
    for batch in batches:
        plain = [
            (
                *row[: decimals.start],
                *map(str, row[decimals]),
                str(row[since]),
                *row[-2:],
            )
            for row in batch
        ]
        clock = time.perf_counter()
        database.execute("BEGIN IMMEDIATE")
        database.executemany(text, plain)
        database.execute("COMMIT")
        seconds += time.perf_counter() - clock
    database.close()
    return seconds


def into_postgresql(url: str, batches: Iterator[list[tuple[Any, ...]]]) -> float:
    """`COPY` into a temporary table and `INSERT ... ON CONFLICT` from it, a transaction for each batch."""
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    engine = sqlalchemy.create_engine(url)
    connection = engine.raw_connection()
    driver: Any = connection.driver_connection
    driver.autocommit = True
    driver.execute(f"CREATE TEMPORARY TABLE fresh AS SELECT {names} FROM account")
    seconds = 0.0
    for batch in batches:
        clock = time.perf_counter()
        with driver.transaction(), driver.cursor() as cursor:
            with cursor.copy(f"COPY fresh ({names}) FROM STDIN") as copy:
                for row in batch:
                    copy.write_row(row)
            cursor.execute(
                f"INSERT INTO account ({names}) SELECT {names} FROM fresh {_conflict()}"
            )
            cursor.execute("TRUNCATE fresh")
        seconds += time.perf_counter() - clock
    connection.invalidate()
    return seconds


def synced(
    urls: Mapping[str, str], state: str, count: int, repetition: int
) -> tuple[float, float]:
    """An initial synchronization in both directions of the same rows, and a second one with nothing to do."""
    with Sync(wide.project(), urls, state) as sync:
        wide.fill(sync, count, repetition)
        first = sync.initial(InitialOptions())
        second = sync.initial(InitialOptions())
    if first.counts.created != count or second.counts.written:
        raise SystemExit(
            f"not the work that was to be measured: {first.counts} {second.counts}"
        )
    return first.seconds, second.seconds


# ------------------------------------------------------------------------------------- a process of its own


def child(fo: str, ce: str, state: str) -> None:
    """Synchronize what is there, and say what was done."""
    with Sync(wide.project(), {"fo": fo, "ce": ce}, state) as sync:
        result = sync.initial(InitialOptions())
    counts = result.counts
    print(json.dumps({"written": counts.written, "seconds": result.seconds}))


def started(urls: Mapping[str, str], state: File) -> subprocess.Popen[str]:
    """A process that synchronizes."""
    words: Sequence[str] = (urls["fo"], urls["ce"], str(state))
    return subprocess.Popen(
        [sys.executable, __file__, "--child", *words], stdout=subprocess.PIPE, text=True
    )


def ended(process: subprocess.Popen[str]) -> tuple[dict[str, Any], float]:
    """What the process said, and the most memory that it had, in MB."""
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return json.loads(said), usage.ru_maxrss / 1024


def memory(kind: str) -> None:
    """Peak memory of a first and of a second run, at 100,000 and at 1,000,000 rows."""
    peaks = []
    for count in (100_000, 1_000_000):
        with wide.two_databases(kind) as (urls, folder):
            with Sync(wide.project(), urls) as sync:
                wide.fill(sync, count, 0)
            runs = [ended(started(urls, folder / "state.db")) for _ in range(2)]
        peaks.append([megabytes for _, megabytes in runs])
        told = ", ".join(
            f"{name} run {said['seconds']:.1f} s, {megabytes:.0f} MB"
            for name, (said, megabytes) in zip(("first", "second"), runs, strict=True)
        )
        print(f"{kind:12} {count:>9,} rows: {told}", flush=True)
    small, large = peaks
    ratios = [high / low for low, high in zip(small, large, strict=True)]
    print(
        f"{kind:12} ten times the rows: {ratios[0]:.2f} and {ratios[1]:.2f} times the memory"
    )


def killed(kind: str, count: int) -> None:
    """Kill a run when half of the rows stand, start it again, and count what was written twice."""
    with wide.two_databases(kind) as (urls, folder):
        with Sync(wide.project(), urls) as sync:
            wide.fill(sync, count, 0)
            end = sync.ends["ce"]
            process = started(urls, folder / "state.db")
            while end.count(wide.CE) < count // 2:
                time.sleep(0.05)
            process.send_signal(signal.SIGKILL)
            process.wait()
            standing = end.count(wide.CE)
        said, _ = ended(started(urls, folder / "state.db"))
    again = said["written"] - (count - standing)
    print(
        f"{kind:12} killed when {standing:,} of {count:,} rows stood;"
        f" the restart wrote {said['written']:,}, {again:,} of them again"
        f" ({again / wide.BATCH:.2f} of a batch), in {said['seconds']:.1f} s"
    )


if __name__ == "__main__":
    main()
