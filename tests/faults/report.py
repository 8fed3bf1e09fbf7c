"""
Write the table of faults: `python tests/faults/report.py`, some minutes, writes REPORT.md beside it.

What stands there is what the last run found; nothing in it is copied from a run before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path[:0] = [
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[2] / "compiler"),
]

from faults.kills import Tally, campaign  # needs the paths above
from faults.shortage import (
    full_disk,
    locked,
    together,
)  # needs the paths above

_HEAD = """\
# Faults, and what they cost

Made by `python tests/faults/report.py`; the tests beside it run the same campaigns, shorter. Two SQLite files
and a state file; users edit names on one end and credit limits on the other, create and delete records. After
the last fault one process comes to rest, and both ends are compared with what users asked for: a change is
*lost* where an end does not hold it, and *doubled* where an end took more writes from the sync than users made
changes on the other end.

| fault | injected | changes by users | lost | doubled | rows unequal at rest |
| --- | --: | --: | --: | --: | --: |
"""


class Campaign(NamedTuple):
    """A fault, and how to inject it: from the addresses and the state to how often, and the tally."""

    fault: str
    run: Callable[[dict[str, str], str], tuple[int, Tally]]


def _kills(urls: dict[str, str], state: str) -> tuple[int, Tally]:
    tally = campaign(urls, state, 300, 2026)
    return tally.kills, tally


def _disk(urls: dict[str, str], state: str) -> tuple[int, Tally]:
    tally, told = full_disk(urls, state, 150, 2026)
    return told, tally


def _locks(urls: dict[str, str], state: str) -> tuple[int, Tally]:
    tally, told = locked(urls, state, 100, 2026)
    return told, tally


def _both(urls: dict[str, str], state: str) -> tuple[int, Tally]:
    return 60, together(urls, state, 60, 2026)


CAMPAIGNS = (
    Campaign(
        "process killed (SIGKILL) at a random call or moment, or under load", _kills
    ),
    Campaign("no room on the disk for an end or the state", _disk),
    Campaign("a database locked by somebody else", _locks),
    Campaign("two processes at once on one state, ended with SIGTERM", _both),
)


def main() -> None:
    """Run all campaigns and write the table."""
    lines = []
    for each in CAMPAIGNS:
        with TemporaryDirectory() as folder:
            urls = {name: f"sqlite:///{folder}/{name}.db" for name in ("fo", "ce")}
            injected, tally = each.run(urls, f"{folder}/state.db")
        print(each.fault, tally, file=sys.stderr)
        cells = (injected, tally.edits, len(tally.lost), tally.doubled, tally.unequal)
        lines.append(f"| {each.fault} | {' | '.join(map(str, cells))} |\n")
    Path(__file__).with_name("REPORT.md").write_text(_HEAD + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
