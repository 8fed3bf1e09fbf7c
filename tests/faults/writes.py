"""
A process that writes through is killed (SIGKILL) in the middle of a block, again and again.

Each block changes two customers, makes a third and deletes a fourth: all on both ends, or none of it. After every
kill the ends are looked at as they were left, and again after a sync was opened, which finishes what was cut short.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from dwmap.runtime import Sync
from faults.kills import _die_at, _start
from faults.users import Users
from runtime.bench import customer

Hook: TypeAlias = Callable[..., None]
Held: TypeAlias = dict[str, str]
"""What an end holds: the name of each customer of USMF."""
_BLOCKS = 4


@dataclass(slots=True)
class WriteTally:
    """
    What a campaign did and found.

    `cut` are the kills inside of a block, `half` those that left a change on one end only, and `split` those after
    which that was still so when a sync had been opened. `torn` are the blocks of which an end held a part, `wrong`
    the ends that held something else than all blocks up to some number.
    """

    kills: int = 0
    cut: int = 0
    half: int = 0
    split: int = 0
    torn: int = 0
    wrong: list[str] = field(default_factory=list)
    blocks: int = 0
    unequal: int = 0


class Writer:
    """Writes blocks that have numbers; what both ends hold after each of them is known."""

    def __init__(self, users: Users, system: str) -> None:
        self.users, self.system = users, system

    def job(self, first: int, hook: Hook | None) -> Callable[[Sync], None]:
        """Some blocks, from a number on, under a profile hook."""

        def write(sync: Sync) -> None:
            sys.setprofile(hook)
            for number in range(first, first + _BLOCKS):
                self._write(sync, number)

        return write

    def _write(self, sync: Sync, number: int) -> None:
        with sync.write(self.system) as rows:
            for each in ("E0", "E1"):
                if self.system == "fo":
                    values, key = {"OrganizationName": f"{number}"}, ("USMF", each)
                    rows.update("fo.Customers", key, values)
                else:
                    where = {"accountnumber": each, "company.companycode": "USMF"}
                    rows.update("ce.accounts", where, {"name": f"{number}"})
            if self.system == "fo":
                rows.insert(
                    "fo.Customers", customer(_new(number), OrganizationName="x")
                )
                if number > 1:
                    rows.delete("fo.Customers", ("USMF", _new(number - 1)))


def _new(number: int) -> str:
    return f"W{number}"


def campaign(users: Users, state: str, kills: int, system: str = "fo") -> WriteTally:
    """Let a process write, kill it, look, open a sync, look again; so many times."""
    users.found(state)
    tally, writer = WriteTally(), Writer(users, system)
    number, killer = 1, Killer(users)
    while tally.kills < kills:
        killed = killer.kill(state, writer, number)
        before = _held(users)
        tally.kills += killed
        tally.cut += killed and _is_cut(state)
        with users.open(users.urls, state):
            pass  # opening finishes what was cut short
        after = _held(users)
        tally.half += before["fo"] != before["ce"]
        tally.split += after["fo"] != after["ce"]
        last = _last(after["fo"])
        tally.blocks += last - number + 1
        _judge(after, last, system, tally)
        number = last + 1
    with users.open(users.urls, state) as sync:
        sync.settle()
        tally.unequal = sync.initial().counts.written
    return tally


def _is_cut(state: str) -> bool:
    """Whether the journal knows of a write that did not end."""
    with closing(sqlite3.connect(state)) as journal:
        return bool(journal.execute("SELECT 1 FROM write_begun").fetchone())


@dataclass(slots=True)
class Killer:
    """
    Starts processes that write, and kills them: at a random call, before or after a random commit, or from outside.

    `calls` and `seconds` are how long the work takes, as far as is known.
    """

    users: Users
    calls: int = 150_000
    seconds: float = 1.0

    def kill(self, state: str, writer: Writer, number: int) -> bool:
        """Whether the kill was in time."""
        chance = self.users.chance
        how = chance.choice(["call", "commit", "outside"])
        at = chance.randrange(1, self.calls)
        hook = None
        if how == "call":
            hook = _die_at(at)
        elif how == "commit":
            hook = _die_at_commit(chance.randrange(1, 2 * _BLOCKS))
        pid = _start(writer.job(number, hook), self.users, state, None)
        if how == "outside":
            time.sleep(chance.uniform(0.01, self.seconds))
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        killed = os.WIFSIGNALED(status)
        if not killed and os.WEXITSTATUS(status):
            raise RuntimeError("a process that writes has failed")
        if how == "call":
            self.calls = int(self.calls * (1.1 if killed else 0.7)) + 100
        elif how == "outside":
            self.seconds *= 1.1 if killed else 0.7
        return killed


def _die_at_commit(at: int) -> Hook:
    """Die at the `at`-th call or return of what commits an end."""
    left = [at]

    def tick(frame: Any, event: str, argument: Any) -> None:
        code = frame.f_code
        if code.co_name == "commit" and code.co_filename.endswith("_joined.py"):
            left[0] -= event in ("call", "return")
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return tick


def _held(users: Users) -> dict[str, Held]:
    """What both ends hold, read without the state, so that nothing is mended by looking."""
    bench = users.bench(":memory:")
    left = bench.rows(
        "fo.Customers", "CustomerAccount", "OrganizationName", "dataAreaId"
    )
    right = bench.rows("ce.accounts", "accountnumber", "name", "company.companycode")
    bench.sync.close()
    return {
        end: {row[0]: row[1] for row in rows if row[2] == "USMF"}
        for end, rows in (("fo", left), ("ce", right))
    }


def _last(held: Held) -> int:
    """The number of the last block that an end holds."""
    return int(held["E0"]) if held["E0"].isdigit() else 0


def _judge(
    after: Mapping[str, Held], last: int, system: str, tally: WriteTally
) -> None:
    for end, held in after.items() if last else ():
        made = {each for each in held if each.startswith("W")}
        wanted = {_new(last)} if system == "fo" else set()
        if held["E0"] != held["E1"] or made != wanted:
            tally.torn += 1
            tally.wrong.append(f"{end}: {held['E0']}, {held['E1']}, {sorted(made)}")
