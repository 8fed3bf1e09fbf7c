"""Several workers on one state: the order of each pair holds under load, and kills lose nothing."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from dwmap.runtime import _workers
from dwmap.runtime._strangers import Strangers
from faults.users import Users
from faults.workers import (
    Rivals,
    campaign,
    crew,
    keep_histories,
    until_idle,
    written,
)

pytestmark = pytest.mark.postgresql


@pytest.fixture(autouse=True)
def dawdling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers take little at once, and wait now and then between what they read and what they write."""
    monkeypatch.setattr(_workers, "BUDGET", 2)
    plain, chance = Strangers.look, random.Random(4)

    def look(self: Strangers) -> None:
        time.sleep(chance.choice([0.0, 0.0, 0.01, 0.04]))
        plain(self)

    monkeypatch.setattr(Strangers, "look", look)


def _rivals(
    urls: dict[str, str], state: str, edits: int, *, one_field: bool = False
) -> Rivals:
    """What users asked for while three workers carried it over, who have come to rest."""
    users = Users(urls, random.Random(1))
    users.found(state)
    keep_histories(urls)
    rivals = Rivals(urls, state, random.Random(2), one_field=one_field)
    with crew(users, state, 3):
        bench = users.bench(state)
        rivals.work(bench, edits)
        until_idle(bench.sync)
        bench.sync.close()
    return rivals


def _out_of_order(
    histories: dict[str, list[str]], number: Callable[[str], Any]
) -> list[Any]:
    return [
        (key, before, after)
        for key, values in histories.items()
        for before, after in pairwise(values)
        if number(before) >= number(after)
    ]


def test_the_order_of_each_pair_holds(
    postgresql_schemas: dict[str, str], postgresql_state: str
) -> None:
    """Four records, changed on both ends faster than they are carried over: every value is newer than the one before it."""
    rivals = _rivals(postgresql_schemas, postgresql_state, 600)

    histories = {end: written(postgresql_schemas, end) for end in ("fo", "ce")}
    assert _out_of_order(histories["ce"], str) == []
    assert _out_of_order(histories["fo"], float) == []
    assert {key: values[-1] for key, values in histories["ce"].items()} == rivals.names
    assert {key: float(values[-1]) for key, values in histories["fo"].items()} == {
        key: float(limit) for key, limit in rivals.limits.items()
    }
    bench = Users(postgresql_schemas, random.Random(3)).bench(postgresql_state)
    assert bench.sync.failures() == []
    done = bench.sync.activity.last(100_000, ["Customers"])
    for direction, end in (("forward", "ce"), ("backward", "fo")):
        told = [
            json.loads(one.key)[1]
            for one in reversed(done)
            if (one.direction, one.status) == (direction, "updated")
        ]
        # The log tells of each write, once.
        for key, values in histories[end].items():
            assert told.count(key) == len(values)
    for key in histories["ce"]:
        moments = [one.at for one in reversed(done) if json.loads(one.key)[1] == key]
        assert moments == sorted(moments)
    assert bench.sync.initial().counts.written == 0
    bench.sync.close()


def test_the_last_writer_holds(
    postgresql_schemas: dict[str, str], postgresql_state: str
) -> None:
    """Users of both ends change one field of the same records: at rest both hold what was written last."""
    rivals = _rivals(postgresql_schemas, postgresql_state, 400, one_field=True)

    bench = Users(postgresql_schemas, random.Random(3)).bench(postgresql_state)
    left = dict(bench.rows("fo.Customers", "CustomerAccount", "OrganizationName"))
    right = dict(bench.rows("ce.accounts", "accountnumber", "name"))
    bench.sync.close()
    assert {key: left[key] for key in rivals.names} == rivals.names
    assert {key: right[key] for key in rivals.names} == rivals.names


@pytest.mark.parametrize("kills", [12, pytest.param(300, marks=pytest.mark.long)])
def test_workers_are_killed(
    postgresql_schemas: dict[str, str], postgresql_state: str, kills: int
) -> None:
    """Another one does again what a dead one had in hand: nothing is lost, nothing is applied twice."""
    tally = campaign(postgresql_schemas, postgresql_state, kills, 11)

    assert tally.lost == []
    assert (tally.doubled, tally.unequal, tally.failures) == (0, 0, 0)
