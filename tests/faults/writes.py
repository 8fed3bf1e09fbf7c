"""
A process that writes through is killed (SIGKILL) in the middle of a block, again and again.

Each block changes two customers, makes a third and deletes a fourth: all on both ends, or none of it. After every
kill the ends are looked at as they were left, and again after a sync was opened, which finishes what was cut short.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from dwmap.runtime import Sync
from faults.kills import _start
from faults.users import Users
from runtime.bench import customer

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

    def job(self, first: int) -> Callable[[Sync], None]:
        """Some blocks, from a number on."""

        def write(sync: Sync) -> None:
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
                rows.insert("fo.Customers", customer(_new(number), OrganizationName="x"))
                if number > 1:
                    rows.delete("fo.Customers", ("USMF", _new(number - 1)))


def _new(number: int) -> str:
    return f"W{number}"


def campaign(
    users: Users, state: str, kills: int, system: str = "fo", open_end: Any = None
) -> WriteTally:
    """Let a process write, kill it, look, open a sync, look again; so many times."""
    users.found(state)
    tally, writer = WriteTally(), Writer(users, system)
    number, length = 1, 20_000
    while tally.kills < kills:
        killed, length = _kill(users, state, writer.job(number), length)
        before = _held(users)
        tally.kills += killed
        with users.open(users.urls, state) as sync:
            tally.cut += killed and _was_cut(sync, before)
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


def _was_cut(sync: Sync, before: Mapping[str, Held]) -> bool:
    return True


def _kill(
    users: Users, state: str, job: Callable[[Sync], None], length: int
) -> tuple[bool, int]:
    """Kill at a random call, or from outside; whether it was in time, and how many calls the work may have."""
    counted = users.chance.random() < 0.6
    at = users.chance.randrange(1, length) if counted else None
    pid = _start(job, users, state, at)
    if not counted:
        time.sleep(users.chance.uniform(0.01, 0.25))
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return True, max(length, at or 0)
    if os.WEXITSTATUS(status):
        raise RuntimeError("a process that writes has failed")
    return False, max(500, int(length * 0.8)) if counted else length


def _held(users: Users) -> dict[str, Held]:
    """What both ends hold, read beside the sync."""
    raise NotImplementedError


def _last(held: Held) -> int:
    """The number of the last block that an end holds."""
    return int(held["E0"]) if held["E0"].isdigit() else 0


def _judge(after: Mapping[str, Held], last: int, system: str, tally: WriteTally) -> None:
    for end, held in after.items():
        made = {each for each in held if each.startswith("W")}
        wanted = {_new(last)} if last and system == "fo" else set()
        if held["E0"] != held["E1"] or made != wanted:
            tally.torn += 1
            tally.wrong.append(f"{end}: {held['E0']}, {held['E1']}, {sorted(made)}")
