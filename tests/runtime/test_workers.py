"""Workers on one state in PostgreSQL: what shares a lane, what waits for what, and who may work beside whom."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from dwmap.runtime import Busy, Sync
from dwmap.runtime._cli import main
from dwmap.runtime._names import names_of
from dwmap.runtime._queue import RETRY
from dwmap.runtime._strangers import Strangers
from runtime.bench import Bench, customer, wait_for_feed
from runtime.conftest import _schemas
from runtime.sample_project import PROJECT

pytestmark = pytest.mark.postgresql


@pytest.fixture
def ends(postgresql_url: str) -> Iterator[dict[str, str]]:
    """The addresses of two new, empty schemas."""
    yield from _schemas(postgresql_url)


@pytest.fixture
def running(ends: dict[str, str], postgresql_state: str) -> Iterator[Bench]:
    """The sample project, in step and at rest."""
    bench = Bench(PROJECT, ends, postgresql_state)
    bench.seed()
    bench.settled()
    yield bench
    bench.sync.close()


@pytest.fixture
def beside(
    running: Bench, ends: dict[str, str], postgresql_state: str
) -> Iterator[Sync]:
    """Another worker on the same state."""
    with Sync(PROJECT, ends, postgresql_state) as other:
        yield other


def _rest(bench: Bench) -> list[Any]:
    """Work until nothing waits for anybody; returns what became of the changes."""
    outcomes: list[Any] = []
    quiet = 0
    while quiet < 2:
        for end in bench.sync.ends.values():
            wait_for_feed(end)
        turn = bench.sync.work()
        outcomes += turn.outcomes
        quiet = quiet + 1 if turn.idle else 0
    return [one for one in outcomes if one.status != "echo"]


def _look(bench: Bench) -> None:
    """Queue what both ends report, and carry nothing."""
    bench.sync.work()
    worker: Any = bench.sync._worker
    worker._look(bench.sync.control.standings())


def _lanes(bench: Bench) -> dict[str, set[int]]:
    """The lanes in which the changes of each row wait."""
    found: dict[str, set[int]] = {}
    for row, lane in bench.sync.state.rows(
        "SELECT row_key, lane FROM queued JOIN lane USING (seq)"
    ):
        found.setdefault(row, set()).add(lane)
    return found


def _held_back(bench: Bench, *edits: Any) -> dict[str, set[int]]:
    """The lanes of what was edited, a look after each edit, while a pause keeps workers from carrying it."""
    bench.sync.pause(["Customers"])
    _look(bench)
    for edit in edits:
        edit()
        _look(bench)
    return _lanes(bench)


def test_both_rows_of_a_pair_share_a_lane(running: Bench) -> None:
    """A pair that is linked, and one that two people make at once; rows of others need not."""
    account = running.account("C2")
    made = "0b0b0b0b-0000-0000-0000-000000000001"
    company = running.rows("ce.companies", "companycode", "companyid")[1][1]

    lanes = _held_back(
        running,
        lambda: running.change("ce.accounts", account, name="Right"),
        lambda: running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Left"),
        lambda: running.put("fo.Customers", customer("N1")),
        lambda: running.put(
            "ce.accounts",
            {
                "accountid": made,
                "company": company,
                "accountnumber": "N1",
                "typecode": 3,
            },
        ),
        lambda: running.put("fo.Customers", *(customer(f"O{n}") for n in range(20))),
    )

    assert lanes[account[0]] == lanes['["USMF","C2"]']
    assert len(lanes[account[0]]) == 1
    assert lanes[made] == lanes['["USMF","N1"]']
    assert len(lanes[made]) == 1
    assert len(set().union(*lanes.values())) > 5


def test_a_key_that_changes_joins_lanes(running: Bench) -> None:
    """The row under its old key, under its new one, and who has the new key already, wait in one lane."""
    lanes = _held_back(
        running,
        lambda: running.put("fo.Customers", *(customer(f"O{n}") for n in range(20))),
        lambda: running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Old"),
        lambda: running.remove("fo.Customers", ("USMF", "O7")),
        lambda: running.change("fo.Customers", ("USMF", "C2"), CustomerAccount="O7"),
        lambda: running.change("fo.Customers", ("USMF", "O7"), OrganizationName="New"),
    )

    assert len(lanes['["USMF","C2"]'] | lanes['["USMF","O7"]']) == 1
    running.sync.resume()
    _rest(running)
    names = dict(running.rows("ce.accounts", "accountnumber", "name"))
    assert (names["O7"], "C2" in names) == ("New", False)
    assert running.sync.failures() == []
    assert running.sync.initial().counts.written == 0


def test_a_lane_is_in_one_hand(running: Bench, beside: Sync) -> None:
    """What another worker has claimed is left to it, and taken when its connection ends."""
    running.sync.work()
    beside.work()
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Left")
    worker: Any = beside._worker
    worker._look(beside.control.standings())
    lanes: Any = beside.lanes
    claimed = lanes.claim(lanes.waiting(["Customers"]), 1)
    assert len(claimed) == 1

    turn = running.sync.work()
    assert (turn.outcomes, turn.idle) == ([], False)

    beside.close()
    deadline = time.monotonic() + 60
    while not (outcomes := running.sync.work().outcomes):
        assert time.monotonic() < deadline
    assert [one.status for one in outcomes] == ["updated"]


def test_one_reads_at_a_time(running: Bench, beside: Sync) -> None:
    """And the next one goes on where it was."""
    running.sync.work()
    beside.work()
    reader: Any = running.sync.lanes
    assert reader.read_alone()
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Left")

    assert beside.work() == ([], False)
    assert beside.queue.counts() == {}

    reader.end_reading()
    assert [one.status for one in beside.work().outcomes] == ["updated"]
    assert running.sync.queue.counts() == {}


def test_what_misses_a_row_travels_when_that_comes(running: Bench) -> None:
    """Though the two are in different lanes; a record that is refused for good is not tried for ever."""
    running.put("fo.Customers", customer("N1", CurrencyCode="GBP"))
    running.put("fo.Customers", customer("N2", CurrencyCode="XXX"))
    assert {one.status for one in _rest(running)} == {"refused"}

    running.put(
        "fo.Currencies", {"CurrencyCode": "GBP", "Name": "Pound", "Decimals": 2}
    )
    outcomes = _rest(running)

    assert [(one.map, one.status) for one in outcomes] == [
        ("Currencies", "created"),
        ("Customers", "created"),
    ]
    assert [json.loads(one.key)[1] for one in running.sync.failures()] == ["N2"]
    assert running.sync.queue.counts() == {}


def test_pause_and_resume(running: Bench) -> None:
    """A paused map queues, others go on, and what waits goes before what is newer."""
    running.sync.pause(["Customers"])
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="First")
    running.change("fo.Currencies", ("EUR",), Name="Europe")
    assert [one.map for one in _paused(running)] == ["Currencies"]
    assert running.sync.queue.counts() == {"Customers": 1}

    running.sync.resume()
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Second")
    outcomes = _rest(running)

    assert {one.status for one in outcomes} == {"updated"}
    assert ("C2", "Second") in running.rows("ce.accounts", "accountnumber", "name")
    assert running.sync.control.standing("Customers").state == "running"


def _paused(bench: Bench) -> list[Any]:
    outcomes = [one for _ in range(4) for one in bench.sync.work().outcomes]
    return [one for one in outcomes if one.status != "echo"]


def test_who_works_alone_takes_over_what_workers_left(running: Bench) -> None:
    """A round carries their queue before anything newer, and leaves nothing behind in their lanes."""
    _look(running)
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Queued")
    _look(running)
    assert running.sync.queue.counts() == {"Customers": 1}
    running.change("ce.accounts", running.account("C2"), name="Newer")

    outcomes = running.sync.settle()

    done = [(one.direction, one.status) for one in outcomes if one.status != "echo"]
    assert done == [("backward", "updated")]
    assert running.sync.queue.counts() == {}
    assert ("Newer",) in running.rows("fo.Customers", "OrganizationName")
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Newest")
    assert [one.status for one in _rest(running)] == ["updated"]


def test_a_queue_from_before_gets_its_lanes(running: Bench) -> None:
    """What one process has queued for a paused map is carried by workers."""
    running.sync.pause(["Customers"])
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Kept")
    running.sync.propagate()
    running.sync.resume()

    assert [one.status for one in _rest(running)] == ["updated"]
    assert ("C2", "Kept") in running.rows("ce.accounts", "accountnumber", "name")


def test_deletes_go_children_first_or_wait(running: Bench) -> None:
    """A contact and its customer are deleted at once; nothing of either is left, and nothing waits."""
    contact = {
        "dataAreaId": "USMF",
        "ContactId": "K1",
        "FirstName": "Ann",
        "LastName": "Lee",
        "CustomerAccount": "C2",
    }
    running.put("fo.Contacts", contact)
    _rest(running)
    running.remove("fo.Contacts", ("USMF", "K1"))
    running.remove("fo.Customers", ("USMF", "C2"))

    assert {one.status for one in _rest(running)} == {"deleted"}
    assert running.rows("ce.contacts", "contactnumber") == []
    assert running.sync.failures() == []


def test_who_works_alone_waits_for_workers_and_they_for_it(
    running: Bench, beside: Sync
) -> None:
    """A command says who works; workers wait until it is done, and it has its turn before their next one."""
    running.sync.work()
    beside.work()
    with beside.lock.beside("work"):
        with pytest.raises(Busy, match=r"process \d+ on .*, work since "):
            running.sync.propagate()
        # Workers do not disturb each other.
        assert running.sync.work().idle
    with running.sync.lock.held("initial-sync"):
        thread = threading.Thread(target=beside.work)
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
    thread.join(10)
    assert not thread.is_alive()


def test_a_user_who_is_quicker_is_not_overwritten(
    running: Bench, beside: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who changes the other row after the feed was asked and before the write waits for it, and then wins."""
    account = running.account("C2")
    user = Bench.over(beside)
    plain = Strangers.look
    threads: list[threading.Thread] = []

    def look(self: Strangers) -> None:
        plain(self)
        if not threads:
            edit = partial(user.change, "ce.accounts", account, name="Newer")
            threads.append(threading.Thread(target=edit))
            threads[0].start()
            threads[0].join(0.3)

    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Older")
    monkeypatch.setattr(Strangers, "look", look)
    running.sync.work()
    threads[0].join(20)
    _rest(running)

    assert ("C2", "Newer") in running.rows("ce.accounts", "accountnumber", "name")
    assert ("Newer",) in running.rows("fo.Customers", "OrganizationName")


def test_names_of_what_is_tried_again(running: Bench) -> None:
    """They are those of the row that waits, so that it meets whoever changes the same."""
    running.put("fo.Customers", customer("N1", CurrencyCode="GBP"))
    _rest(running)
    (failure,) = running.sync.failures()
    table = PROJECT.tables["fo.Customers"]
    running.sync.queue.keep_failures([(failure, table)])
    running.change("fo.Customers", ("USMF", "N1"), OrganizationName="Other")
    running.sync.pause(["Customers"])
    running.sync.propagate()

    waiting = running.sync.queue.waiting(["Customers"])
    names = names_of(running.sync._live, PROJECT.maps, waiting)

    assert {one.operation for one in waiting} == {RETRY, "update"}
    first, *others = names.values()
    assert all(first & other for other in others)


# The command line

_RUN = "from runtime.sample_project import PROJECT; from dwmap.runtime._cli import main; import sys; sys.exit(main(PROJECT, sys.argv[1:]))"


def _command(ends: dict[str, str], state: str, *more: str) -> list[str]:
    given = [f"--end={name}={url}" for name, url in ends.items()]
    return ["live", *given, "--state", state, *more]


def test_workers_from_the_command_line(
    running: Bench,
    ends: dict[str, str],
    postgresql_state: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two processes carry over what waits, and end; others that watch are shown by `status`, and end together."""
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    running.put("fo.Customers", *(customer(f"N{n}") for n in range(40)))
    command = [sys.executable, "-c", _RUN, *_command(ends, postgresql_state)]

    done = subprocess.run(
        [*command, "--workers", "2", "--format", "json"],
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count('"created"') == 40
    assert len(running.rows("ce.accounts", "name")) == 43
    watching = subprocess.Popen([*command, "--workers", "2", "--watch", "0.05"])
    try:
        assert len(_workers(postgresql_state, capsys, 2)) == 2
        running.change("fo.Customers", ("USMF", "N7"), OrganizationName="Seen")
        until = time.monotonic() + 120
        while ("Seen",) not in running.rows("ce.accounts", "name"):
            assert time.monotonic() < until
            time.sleep(0.05)
    finally:
        watching.terminate()
        watching.wait(120)
    assert _workers(postgresql_state, capsys, 0) == []


def _workers(
    state: str, capsys: pytest.CaptureFixture[str], wanted: int
) -> list[dict[str, Any]]:
    """Those that `status` shows, once there are as many as wanted."""
    until = time.monotonic() + 120
    while True:
        capsys.readouterr()
        main(PROJECT, ["status", "--state", state, "--format", "json"])
        found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["workers"]
        if len(found) == wanted or time.monotonic() > until:
            return found
        time.sleep(0.1)
