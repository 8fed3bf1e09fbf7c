"""
Several worker processes on one state in PostgreSQL: under load, killed (SIGKILL) at random moments, replaced by others.

Tables of both ends get a history, kept by a trigger of the test, of the values that the sync wrote one after the
other; users write rising numbers, so a value that comes after a later one was carried out of order.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy
from dwmap.runtime import EndError, Sync
from faults.kills import Tally, _die_at, finish
from faults.users import Users
from runtime.bench import Bench, wait_for_feed

_HISTORY = """
CREATE TABLE IF NOT EXISTS history (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key TEXT, value TEXT, origin TEXT);
CREATE OR REPLACE FUNCTION keep_history() RETURNS trigger AS $$
BEGIN
    INSERT INTO history (key, value, origin)
    VALUES (NEW."{key}", NEW."{value}"::text, nullif(current_setting('dwmap.origin', true), ''));
    RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER keep_history AFTER UPDATE OF "{value}" ON "{table}"
FOR EACH ROW WHEN (OLD."{value}" IS DISTINCT FROM NEW."{value}") EXECUTE FUNCTION keep_history();
"""


@dataclass(slots=True)
class Crew:
    """Worker processes by their ids; `started` counts them all."""

    users: Users
    state: str
    pids: list[int] = field(default_factory=list)
    started: int = 0

    def hire(self, dies_at: int | None = None) -> None:
        """Start a worker; it dies at the so-manieth call of a function, if that is given."""
        self.started += 1
        pid = os.fork()
        if pid:
            self.pids.append(pid)
            return
        try:
            if dies_at is not None:
                sys.setprofile(_die_at(dies_at))
            _work_on(self.users, self.state)
        finally:
            sys.setprofile(None)
            os._exit(1)

    def kill(self, pid: int) -> None:
        """Kill one of them."""
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.pids.remove(pid)

    def bury(self) -> int:
        """Forget those that died by themselves; returns how many a signal ended, raises where one broke."""
        killed = 0
        for pid in list(self.pids):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                self.pids.remove(pid)
                if not os.WIFSIGNALED(status):
                    raise RuntimeError(f"a worker ended with {status}")
                killed += 1
        return killed


@contextmanager
def crew(users: Users, state: str, size: int) -> Iterator[Crew]:
    """So many workers, all of whom are gone afterwards."""
    made = Crew(users, state)
    try:
        for _ in range(size):
            made.hire()
        yield made
    finally:
        for pid in list(made.pids):
            made.kill(pid)


def _work_on(users: Users, state: str) -> None:
    while True:
        try:
            with users.open(users.urls, state) as sync:
                while True:
                    if not sync.work().outcomes:
                        time.sleep(0.005)
        except EndError as error:
            # A deadlock with a user, say; what was begun is done again.
            print(f"worker: {error}", file=sys.stderr)


def campaign(urls: dict[str, str], state: str, kills: int, seed: int) -> Tally:
    """Three workers, of whom one after the other is killed while users edit; then one process finishes."""
    users = Users(urls, random.Random(seed))
    users.found(state)
    users.forget_feeds()
    chance, tally = users.chance, Tally()
    with crew(users, state, 3) as workers:
        while tally.kills < kills:
            users.work(state, chance.randint(1, 8))
            if chance.random() < 0.5 and workers.pids:
                time.sleep(chance.uniform(0.0, 0.05))
                workers.kill(chance.choice(workers.pids))
                tally.kills += 1
            tally.kills += workers.bury()
            while len(workers.pids) < 3:
                dies = chance.random() < 0.5
                workers.hire(chance.randrange(5_000, 200_000) if dies else None)
    finish(users, state, tally)
    return tally


@dataclass(slots=True)
class Rivals:
    """
    Users who change the names of a few customers on the left and their limits on the right, many times.

    With `one_field` those on the right change the names, too.
    """

    urls: dict[str, str]
    state: str
    chance: random.Random
    customers: int = 4
    one_field: bool = False
    names: dict[str, str] = field(default_factory=dict)
    limits: dict[str, Decimal] = field(default_factory=dict)
    _turn: int = 0

    def work(self, bench: Bench, edits: int) -> None:
        """Make so many changes, faster than they are carried over."""
        accounts = {
            number: bench.account(number)
            for number in (f"E{n}" for n in range(self.customers))
        }
        for _ in range(edits):
            self._turn += 1
            time.sleep(self.chance.uniform(0.0, 0.006))
            number = self.chance.choice(list(accounts))
            left = self.chance.random() < 0.5
            if left or self.one_field:
                self.names[number] = f"{self._turn:08}"
            if left:
                name = self.names[number]
                place = ("USMF", number)
                _change(bench, "fo.Customers", place, OrganizationName=name)
            elif self.one_field:
                account, name = accounts[number], self.names[number]
                _change(bench, "ce.accounts", account, name=name)
            else:
                self.limits[number] = Decimal(self._turn)
                limit = self.limits[number]
                _change(bench, "ce.accounts", accounts[number], creditlimit=limit)


def _change(bench: Bench, table: str, identity: tuple[Any, ...], **values: Any) -> None:
    """As `Bench.change`, without waiting for the feed."""
    end = bench.sync.ends[bench.table(table).system]
    with end.transaction():
        end.update(bench.table(table), tuple(values), [(*values.values(), *identity)])


def keep_histories(urls: dict[str, str]) -> None:
    """Begin to keep the values that follow each other in a row: limits on the left, names on the right."""
    for end, table, key, value in (
        ("fo", "Customers", "CustomerAccount", "CreditLimit"),
        ("ce", "account", "accountnumber", "name"),
    ):
        _run(urls[end], _HISTORY.format(table=table, key=key, value=value))


def written(urls: dict[str, str], end: str) -> dict[str, list[str]]:
    """The values that the sync wrote to each row of an end, in their order."""
    found: dict[str, list[str]] = {}
    for key, value in _run(
        urls[end],
        "SELECT key, value FROM history WHERE origin IS NOT NULL ORDER BY seq",
    ):
        found.setdefault(key, []).append(value)
    return found


def until_idle(sync: Sync, patience: float = 60.0) -> None:
    """Be a worker until nothing waits for anybody, also after the feeds have told everything."""
    until = time.monotonic() + patience
    quiet = 0
    while quiet < 3:
        if time.monotonic() > until:
            raise TimeoutError(f"still waiting: {sync.queue.waiting()[:5]}")
        for end in sync.ends.values():
            wait_for_feed(end)
        quiet = quiet + 1 if sync.work().idle else 0


def _run(url: str, text: str) -> list[tuple[Any, ...]]:
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        result = connection.exec_driver_sql(text)
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows
