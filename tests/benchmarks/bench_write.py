"""
How long a write takes that is on both ends when it returns, against two bare commits on the same two databases.

    python tests/benchmarks/bench_write.py [--on sqlite postgresql] [--changes 1000]

An application changes one row in a `write` block, which is timed from its first line to its end: the change, its
way through the map, both commits. Then one row of a table without triggers is changed in each of the two
databases and committed, and that is timed too: so the two take turns on the same files.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path as File

sys.path[:0] = [str(File(__file__).resolve().parents[1])]

from benchmarks import wide
from benchmarks.bench_live import SETTINGS, Bare, account, profiled, running
from dwmap.runtime import Sync


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument(
        "--on", nargs="+", choices=list(SETTINGS), default=list(SETTINGS)
    )
    parser.add_argument("--changes", type=int, default=1000, help="single changes")
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the tables")
    parser.add_argument(
        "--profile", action="store_true", help="show where a write spends its time"
    )
    options = parser.parse_args()
    print(f"{'on':20}{'p50 ms':>8}{'ratio':>7}{'p99 ms':>8}{'ratio':>7}")
    for kind in options.on:
        for setting in SETTINGS[kind]:
            with wide.two_databases(kind) as (urls, folder):
                measure(kind, setting, urls, folder, options)


def one_by_one(
    sync: Sync, bare: Sequence[Bare], options: argparse.Namespace
) -> tuple[list[float], list[float]]:
    """The times of the writes and of the pairs of commits, in seconds."""
    writes, commits = [], []
    for turn in range(options.changes):
        number = turn * 7919 % options.rows
        identity = (wide.code("Company", number), account(number))
        values = {"Text0": f"written {turn}", "Number0": 10_000 + turn}
        clock = time.perf_counter()
        with sync.write("fo") as rows:
            rows.update("fo.Customers", identity, values)
        writes.append(time.perf_counter() - clock)
        if [each.status for each in rows.outcomes] != ["updated"]:
            raise SystemExit("the write did not carry its change over")
        clock = time.perf_counter()
        for each in bare:
            each.change(number, turn)
        commits.append(time.perf_counter() - clock)
    return writes, commits


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
            writes, commits = one_by_one(sync, bare, options)
    p50, p99 = (wide.percentile(writes, part) for part in (0.5, 0.99))
    low50, low99 = (wide.percentile(commits, part) for part in (0.5, 0.99))
    print(
        f"{kind + ' ' + setting:20}{1000 * p50:>8.2f}{p50 / low50:>7.2f}"
        f"{1000 * p99:>8.2f}{p99 / low99:>7.2f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
