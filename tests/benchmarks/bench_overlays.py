"""
What overlays cost: a map of 300 lines under overlays that each replace all of them, against the map alone.

    python tests/benchmarks/bench_overlays.py

Once each solution requires all before it, and once none knows another, so that every line is a conflict. The figure is the time
for an overlay, as a share of that for the map alone (names, types, checks; files are read before).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2] / "compiler")]

from dwmap.diagnostics import Report  # needs the path above
from dwmap.driver import parse_sources
from dwmap.semantic.analyze import analyze
from dwmap.source import SourceFile

LINES = 300
COUNTS = (20, 100)
RUNS = 3


def sources(overlays: int, *, chained: bool) -> Iterator[SourceFile]:
    """A map and its overlays."""
    left = "".join(f"  F{n} text?\n" for n in range(LINES))
    right = "".join(f"  g{n} text?\n" for n in range(LINES))
    lines = "".join(f"  F{n} = g{n}\n" for n in range(LINES))
    text = (
        f"entity fo.T {{\n{left}}}\nentity ce.t {{\n  integration key g0\n{right}}}\n"
    )
    text += f"map M : fo.T <-> ce.t {{\n  version 1.0.0.0\n{lines}}}\n"
    yield SourceFile("core.dwmap", text)
    for number in range(overlays):
        known = range(number) if chained else ()
        requires = "".join(f"  requires S{other} 1.0\n" for other in known)
        sign = "<>"[number % 2]
        changes = "".join(f"  replace F{n} {sign} g{n}\n" for n in range(1, LINES))
        head = f"solution S{number} {{\n  version 1.0.0.0\n{requires}}}\n"
        body = f"extend map M on 1.0.0.0 {{\n{changes}}}\n"
        yield SourceFile(f"s{number}/all.dwmap", head + body)


def seconds(overlays: int, *, chained: bool) -> tuple[float, int]:
    """The best time of a few, and how many findings there are."""
    files = parse_sources(sources(overlays, chained=chained), Report())
    best, found = float("inf"), 0
    for _ in range(RUNS):
        report = Report()
        started = time.perf_counter()
        analyze(files, {}, report)
        best = min(best, time.perf_counter() - started)
        found = len(report.diagnostics)
    return best, found


def main() -> None:
    """Print a line for each number of overlays."""
    alone, _ = seconds(0, chained=True)
    print(f"a map of {LINES} lines alone: {alone * 1000:.0f} ms")
    for chained in (True, False):
        for count in COUNTS:
            took, found = seconds(count, chained=chained)
            each = (took - alone) / count / alone
            what = "each requires those before it" if chained else "none knows another"
            print(
                f"{count:4} overlays, {what}: {took:.2f} s, {each:.1f} times the map for each, {found} findings"
            )


if __name__ == "__main__":
    main()
