"""
A process that synchronizes is killed (SIGKILL: no handler, no clean-up) in the middle of its work, again and again.

A third of the kills come at the n-th call or return of any function, which a profile hook counts, so that
they fall between any two steps of the runtime; a third come from outside after a random time, so that they
also fall inside of a statement or a commit; and a third while users are editing both ends.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dwmap.runtime import Sync
from faults.users import Users

Job = Callable[[Sync], Any]


@dataclass(slots=True)
class Tally:
    """What a campaign did and found."""

    kills: int = 0
    survived: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: int = 0
    unequal: int = 0
    failures: int = 0
    edits: int = 0


def live(sync: Sync) -> Any:
    """Rounds until nothing comes back."""
    return sync.settle()


def pause_for_a_round(sync: Sync) -> Any:
    """A round with the changes queued, then the queue, then live again."""
    sync.pause()
    sync.propagate()
    sync.resume()
    return sync.settle()


def initial(sync: Sync) -> Any:
    """An initial synchronization beside the running maps, as after a change of the specification."""
    sync.propagate()
    sync.initial()
    return sync.settle()


def retry(sync: Sync) -> Any:
    """All failures again, then rounds."""
    sync.retry()
    return sync.settle()


JOBS: tuple[Job, ...] = (live, live, live, pause_for_a_round, initial, retry)


def campaign(urls: dict[str, str], state: str, kills: int, seed: int) -> Tally:
    """Edit, start a process, kill it; after so many kills let one process finish and compare."""
    users = Users(urls, random.Random(seed))
    users.found(state)
    users.forget_feeds()
    return campaign_of(users, state, kills)


def campaign_of(users: Users, state: str, kills: int, edits: int = 6) -> Tally:
    """The same, with users of any two ends, who have founded them."""
    chance = users.chance
    tally = Tally()
    length = 20_000
    while tally.kills < kills:
        job = chance.choice(JOBS)
        how = chance.choice(["counted", "timed", "meanwhile"])
        if how != "meanwhile":
            users.work(state, chance.randint(1, edits))
        if how == "meanwhile":
            _kill_while_users_edit(job, state, tally, users, edits)
        elif how == "counted":
            length = _count_or_kill(job, users, state, tally, length)
        else:
            _kill_from_outside(job, users, state, tally)
    finish(users, state, tally)
    return tally


def finish(users: Users, state: str, tally: Tally) -> None:
    """Let one process come to rest undisturbed, and compare both ends with what users asked for."""
    with users.open(users.urls, state) as sync:
        _recover(sync)
        tally.failures = len(sync.failures())
        tally.unequal = sync.initial().counts.written
    tally.lost = users.lost(state)
    tally.doubled = users.doubled()
    tally.edits = sum(users.changes.values())


def _recover(sync: Sync) -> None:
    """What a person does who finds the maps in whatever state the last kill left them."""
    interrupted = sync.control.in_states("initializing", "failed")
    if interrupted:
        sync.initial()
    sync.resume()
    sync.settle()


def _count_or_kill(
    job: Job, users: Users, state: str, tally: Tally, length: int
) -> int:
    """Kill at a random call; returns how many calls the whole work has, as far as is known."""
    at = users.chance.randrange(1, max(length, 2))
    pid = _start(job, users, state, at)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        tally.kills += 1
        return max(length, at)
    tally.survived += 1
    return max(200, int(length * 0.7))


def _kill_from_outside(job: Job, users: Users, state: str, tally: Tally) -> None:
    pid = _start(job, users, state, None)
    time.sleep(users.chance.uniform(0.0, 0.12))
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        tally.kills += 1
    else:
        tally.survived += 1


def _kill_while_users_edit(
    job: Job, state: str, tally: Tally, users: Users, edits: int
) -> None:
    def again_and_again(sync: Sync) -> Any:
        while True:
            job(sync)

    pid = _start(again_and_again, users, state, None)
    users.work(state, edits * 2)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    tally.kills += 1


def run_and_kill(urls: dict[str, str], state: str, at: int) -> bool:
    """Let a process come to rest and kill it at the `at`-th call; returns whether it got so far."""
    users = Users(urls, random.Random(at))
    _, status = os.waitpid(_start(live, users, state, at), 0)
    return os.WIFSIGNALED(status)


def _start(job: Job, users: Users, state: str, at: int | None) -> int:
    """Fork a process that opens everything anew and does the job; it dies at the `at`-th call."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        if at is not None:
            sys.setprofile(_die_at(at))
        sync = users.open(users.urls, state)
        job(sync)
        code = 0
    finally:
        sys.setprofile(None)
        os._exit(code)


def _die_at(at: int) -> Callable[..., None]:
    left = [at]

    def tick(frame: Any, event: str, argument: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return tick
