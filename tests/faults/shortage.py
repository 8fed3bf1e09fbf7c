"""What a machine runs short of: room on the disk, and locks that somebody else holds."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dwmap.runtime import EndError, Sync
from faults.kills import Tally, finish
from faults.users import Users
from runtime.sample_project import PROJECT

_TOLD, _SILENT, _BROKEN = 0, 3, 4


def full_disk(
    urls: dict[str, str], state: str, times: int, seed: int
) -> tuple[Tally, int]:
    """
    Let the files grow no further than a little beyond what they have, so many times.

    The limit is the system's own (RLIMIT_FSIZE): a write beyond it fails as on a full disk. Returns the tally
    and how often the process ran into it, which it has to say with an `EndError`.
    """
    chance = random.Random(seed)
    users = _founded(urls, state, chance)
    tally, told = Tally(), 0
    for _ in range(times):
        users.work(state, chance.randint(2, 8))
        sizes = [Path(f).stat().st_size for f in (*_files(urls), state)]
        room = chance.choice(sizes) + chance.randrange(0, 20_000)
        told += _with_room(urls, state, room)
    finish(users, state, tally)
    return tally, told


def locked(
    urls: dict[str, str], state: str, times: int, seed: int
) -> tuple[Tally, int]:
    """
    Hold one of the two databases locked while a round runs, so many times.

    Returns the tally and how often the round said so with an `EndError`.
    """
    chance = random.Random(seed)
    users = _founded(urls, state, chance)
    impatient = {name: f"{url}?timeout=0.05" for name, url in urls.items()}
    tally, told = Tally(), 0
    for _ in range(times):
        users.work(state, chance.randint(2, 8))
        with (
            _held(chance.choice(_files(urls))),
            Sync(PROJECT, impatient, state) as sync,
        ):
            try:
                sync.settle()
            except EndError:
                told += 1
    finish(users, state, tally)
    return tally, told


def together(urls: dict[str, str], state: str, rounds: int, seed: int) -> Tally:
    """Two processes work on one state at once, while users edit both ends."""
    chance = random.Random(seed)
    users = _founded(urls, state, chance)
    tally = Tally()
    for _ in range(rounds):
        workers = [_forked(lambda: _work_on(urls, state)) for _ in range(2)]
        users.work(state, 25)
        for pid in workers:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)
    finish(users, state, tally)
    return tally


def _work_on(urls: dict[str, str], state: str) -> int:
    with Sync(PROJECT, urls, state) as sync:
        while True:
            sync.propagate(patience=5)


def _founded(urls: dict[str, str], state: str, chance: random.Random) -> Users:
    users = Users(urls, chance)
    users.found(state)
    users.forget_feeds()
    return users


def _files(urls: dict[str, str]) -> list[str]:
    return [url.removeprefix("sqlite:///") for url in urls.values()]


def _with_room(urls: dict[str, str], state: str, room: int) -> int:
    """1 if the process said that it had no room, 0 if it needed none; raises where it broke otherwise."""

    def run() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            with Sync(PROJECT, urls, state) as sync:
                sync.settle()
        except EndError:
            return _TOLD
        return _SILENT

    _, status = os.waitpid(_forked(run), 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (_TOLD, _SILENT):
        raise RuntimeError(f"a process without room ended with {code}")
    return int(code == _TOLD)


def _forked(run: Callable[[], int]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = _BROKEN
    try:
        code = run()
    finally:
        os._exit(code)


@contextmanager
def _held(file: str) -> Iterator[Any]:
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    yield
    holder.execute("ROLLBACK")
    holder.close()
