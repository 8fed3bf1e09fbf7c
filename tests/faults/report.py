"""
Write the table of faults: `python tests/faults/report.py`, some minutes, writes REPORT.md beside it.

What stands there is what the last run found; nothing in it is copied from a run before.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path[:0] = [
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[2] / "compiler"),
]

from benchmarks import wide  # needs the paths above
from faults import workers, writes  # needs the paths above
from faults.kills import Tally, campaign  # needs the paths above
from faults.services import (
    FAULTS,
    PAIRS,
    killed,
    trading,
    troubled,
    users_of,
)  # needs the paths above
from faults.shortage import (
    full_disk,
    locked,
    together,
)  # needs the paths above
from faults.users import Users  # needs the paths above
from harness.sandboxes import Sandbox  # needs the paths above
from harness.services import state_in  # needs the paths above
from runtime.conftest import _schemas  # needs the paths above

_HEAD = """\
# Faults, and what they cost

Made by `python tests/faults/report.py`; the tests beside it run the same campaigns, shorter. Two SQLite files
and a state file; users edit names on one end and credit limits on the other, create and delete records. After
the last fault one process comes to rest, and both ends are compared with what users asked for: a change is
*lost* where an end does not hold it, and *doubled* where an end took more writes from the sync than users made
changes on the other end.
"""
_TABLE = """
| fault | injected | changes by users | lost | doubled | rows unequal at rest |
| --- | --: | --: | --: | --: | --: |
"""
_SERVICES = """
## Web services

The same between the two products as `dwmap sandbox` serves them, a generated package in the middle: a database and
Dataverse, finance and operations and Dataverse, finance and operations and a database, each fault over all
three. Faults hit random requests of the sync and none of the users'. A service does not tell who wrote what: here
*doubled* is a row that an end holds twice.
"""
_WRITES = """
## Writing through

A process changes two customers, makes a third and deletes a fourth in one `write` block, and is killed (SIGKILL) at a random
call, before or after a commit, or from outside. *Cut* are the kills inside of a block, *half* those that left the block on one end
only. Then a sync is opened, which finishes what was cut short, and both ends are looked at again: *split* is a block that is
still on one end only, *torn* an end that holds a part of one.

| ends | kills | cut | half | blocks on both ends | split | torn | rows unequal at rest |
| --- | --: | --: | --: | --: | --: | --: | --: |
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
    """Run all campaigns and write the tables."""
    text = _HEAD + _TABLE + "".join(_databases()) + _SERVICES + _TABLE
    text += "".join(_services()) + _WRITES + "".join(_writes())
    Path(__file__).with_name("REPORT.md").write_text(text, "utf-8")


def _databases() -> Iterator[str]:
    for each in CAMPAIGNS:
        with TemporaryDirectory() as folder:
            urls = {name: f"sqlite:///{folder}/{name}.db" for name in ("fo", "ce")}
            injected, tally = each.run(urls, f"{folder}/state.db")
        yield _line(each.fault, [(injected, tally)])
    for urls in _schemas(wide.POSTGRESQL):
        with state_in(wide.POSTGRESQL) as state:
            tally = workers.campaign(urls, state, 300, 2026)
        name = "one of several workers killed (SIGKILL), all in PostgreSQL"
        yield _line(name, [(tally.kills, tally)])


def _services() -> Iterator[str]:
    with trading() as sandbox:
        for fault in FAULTS:
            yield _line(fault, [_fault(sandbox, pair, fault) for pair in PAIRS])
        for pair in PAIRS:
            name = f"process killed (SIGKILL), {pair}"
            yield _line(name, [_killed(sandbox, pair)])


def _writes() -> Iterator[str]:
    """Rows of the table of writes, for each kind of ends that there is."""
    with TemporaryDirectory() as folder:
        urls = {name: f"sqlite:///{folder}/{name}.db" for name in ("fo", "ce")}
        users = Users(urls, random.Random(2026))
        yield _told("SQLite and SQLite", writes.campaign(users, f"{folder}/state", 150))
    for urls in _schemas(wide.POSTGRESQL):
        with TemporaryDirectory() as folder:
            users = Users(urls, random.Random(2026))
            tally = writes.campaign(users, f"{folder}/state", 100)
            yield _told("PostgreSQL and PostgreSQL", tally)
    with trading() as sandbox:
        for pair in PAIRS:
            for system in ("fo", "ce"):
                with TemporaryDirectory() as folder:
                    users = users_of(sandbox, Path(folder), pair, 2026)
                    tally = writes.campaign(users, f"{folder}/state", 20, system)
                yield _told(f"{pair}, writing {system}", tally)


def _told(ends: str, tally: writes.WriteTally) -> str:
    print(ends, tally, file=sys.stderr)
    cells = (
        tally.kills,
        tally.cut,
        tally.half,
        tally.blocks,
        tally.split,
        tally.torn,
        tally.unequal,
    )
    return f"| {ends} | {' | '.join(map(str, cells))} |\n"


def _fault(sandbox: Sandbox, pair: str, fault: str) -> tuple[int, Tally]:
    with TemporaryDirectory() as folder:
        users = users_of(sandbox, Path(folder), pair, 2026)
        return troubled(sandbox, users, f"{folder}/state.db", fault, 6)


def _killed(sandbox: Sandbox, pair: str) -> tuple[int, Tally]:
    with TemporaryDirectory() as folder:
        users = users_of(sandbox, Path(folder), pair, 2026)
        return killed(users, f"{folder}/state.db", 100)


def _line(fault: str, found: Sequence[tuple[int, Tally]]) -> str:
    """A row of the table: the sums of what was found."""
    print(fault, found, file=sys.stderr)
    tallies = [tally for _, tally in found]
    cells = (
        sum(injected for injected, _ in found),
        sum(tally.edits for tally in tallies),
        sum(len(tally.lost) for tally in tallies),
        sum(tally.doubled for tally in tallies),
        sum(tally.unequal for tally in tallies),
    )
    return f"| {fault} | {' | '.join(map(str, cells))} |\n"


if __name__ == "__main__":
    main()
