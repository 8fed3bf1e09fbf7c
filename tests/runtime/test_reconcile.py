"""Reconciling says of every pair whether it is equal, and if not why; a repair makes it so."""

from __future__ import annotations

import json
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from dwmap.runtime import Difference
from dwmap.runtime._cli import main
from runtime.bench import Bench, customer
from runtime.sample_project import PROJECT


@pytest.fixture
def running(bench: Bench) -> Bench:
    """The sample project, in step and at rest."""
    bench.seed()
    bench.settled()
    return bench


def _found(bench: Bench, name: str = "Customers") -> list[Difference]:
    return bench.sync.reconcile([name]).differences


def _unwatched(bench: Bench) -> None:
    """Forget what the feeds hold, as if nobody had watched."""
    for name, end in bench.sync.ends.items():
        bench.sync.state.save_position(name, end.position())


def test_equal_ends_have_no_differences(running: Bench) -> None:
    """Every pair is counted."""
    found = running.sync.reconcile()

    assert found.differences == []
    assert {one.map: one.equal for one in found.pairs}["Customers"] == 3


def test_a_change_on_its_way_is_named(running: Bench) -> None:
    """The feed still holds it, so the side that changed is the newer one."""
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="New")

    (one,) = _found(running)

    assert (one.status, one.newer, one.key) == ("differs", "left", '["USMF","C1"]')
    assert [(f.field, f.before, f.after) for f in one.fields] == [
        ("name", "Customer C1", "New")
    ]
    assert "has not been carried over yet" in one.cause


def test_the_side_that_changed_is_known_by_what_the_sync_wrote(running: Bench) -> None:
    """After a live change the link knows the image; whoever differs from it changed since."""
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="Synced")
    running.change("fo.Customers", ("USMF", "C2"), OrganizationName="Synced")
    running.sync.settle()
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="Left")
    running.change("ce.accounts", running.account("C2"), name="Right")
    _unwatched(running)

    found = {one.key: (one.newer, one.cause) for one in _found(running)}

    assert found['["USMF","C1"]'][0] == "left"
    assert found['["USMF","C2"]'][0] == "right"
    assert all("nobody watched" in cause for _, cause in found.values())


def test_rows_that_stand_alone(running: Bench) -> None:
    """Never paired, or deleted on the other end: the cause tells them apart."""
    running.put("fo.Customers", customer("C9"))
    running.remove("ce.accounts", running.account("C2"))
    _unwatched(running)

    found = {
        one.left_row: (one.status, one.newer, one.cause) for one in _found(running)
    }

    assert found == {
        '["USMF","C9"]': ("missing-right", "left", "it never had a partner"),
        '["USMF","C2"]': (
            "missing-right",
            None,
            "its partner was deleted, and nobody watched",
        ),
    }


def test_what_cannot_travel_and_what_waits(running: Bench) -> None:
    """With the code and the id of the failure."""
    running.put("fo.Customers", customer("C8", CurrencyCode="XXX"))
    running.put("fo.Customers", customer("C9", Blocked="Nonsense"))
    running.sync.settle()

    found = {one.left_row: one for one in _found(running)}
    waits, cannot = found['["USMF","C8"]'], found['["USMF","C9"]']

    (failure,) = running.sync.state.failures(code="missing-reference")
    assert waits.cause == f"it waits as failure {failure.id} (missing-reference)"
    assert (cannot.status, cannot.code) == ("cannot-travel", "value-map-miss")


def test_rows_outside_the_filter_are_counted_only(running: Bench) -> None:
    """A person is no organization."""
    running.put("fo.Customers", customer("P1", PartyType="Person"))

    found = running.sync.reconcile(["Customers"])

    assert (found.differences, found.pairs[0].out_of_scope) == ([], 1)


@pytest.mark.parametrize(
    ("master", "name"), [("left", "Left"), ("right", "Right"), ("newer", "Right")]
)
def test_a_repair_makes_both_ends_equal(running: Bench, master: Any, name: str) -> None:
    """By the side that is named, or the one that was changed since."""
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="Left")
    running.sync.settle()
    running.change("ce.accounts", running.account("C1"), name="Right")
    running.put("fo.Customers", customer("C9"))
    _unwatched(running)

    outcomes, left_over = running.sync.repair(_found(running), master, delete=False)

    assert sorted(one.status for one in outcomes) == ["created", "updated"]
    assert left_over == []
    assert _found(running) == []
    assert ("C1", name) in running.rows("ce.accounts", "accountnumber", "name")
    running.sync.settle()
    assert _found(running) == []


def test_rows_are_deleted_only_when_that_is_said(running: Bench) -> None:
    """The right deleted one; with `delete` and the right as master the left loses it too."""
    running.remove("ce.accounts", running.account("C2"))
    _unwatched(running)
    (one,) = _found(running)

    outcomes, _ = running.sync.repair([one], "right", delete=True)

    assert [each.status for each in outcomes] == ["deleted"]
    assert ("C2",) not in running.rows("fo.Customers", "CustomerAccount")
    assert _found(running) == []


def test_who_is_newer_is_not_guessed(running: Bench) -> None:
    """Paired by the initial synchronization and changed while nobody watched: a person decides."""
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="Left")
    _unwatched(running)
    (one,) = _found(running)

    assert one.newer is None
    assert running.sync.repair([one], "newer", delete=False) == ([], [one])


# Preflight


def test_a_project_that_is_ready(running: Bench) -> None:
    """Nothing but what is ok."""
    assert {one.verdict for one in running.sync.preflight()} == {"ok"}


def test_what_would_fail_at_the_cutover(running: Bench) -> None:
    """Doubled keys, empty companies, maps that stand still, each by the name of its check."""
    running.put("ce.accounts", _account("X", "1"), _account("X", "2"))
    running.sync.stop(["Currencies"])

    found = {
        (one.name, one.of): one
        for one in running.sync.preflight()
        if one.verdict != "ok"
    }

    assert (
        "2 rows have no company"
        in found["company-is-filled", "Customers ce.accounts"].message
    )
    assert ("key-is-filled", "Customers ce.accounts") in found
    assert ("dependencies-run", "Customers") in found
    assert all(one.help for one in found.values())


def _account(number: str, last: str) -> dict[str, Any]:
    return {
        "accountid": f"00000000-0000-4000-8000-00000000000{last}",
        "accountnumber": f"{number}{last}",
        "typecode": 3,
        "hold": 0,
    }


# By command


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    """Two SQLite files in step, of which one was changed by hand, and how to name them."""
    urls = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}
    bench = Bench(PROJECT, urls, f"{tmp_path}/state.db")
    bench.seed()
    bench.sync.initial()
    bench.sync.close()
    with sqlite3.connect(tmp_path / "ce.db") as database:
        database.execute(
            "UPDATE account SET creditlimit = 7 WHERE accountnumber = 'C2'"
        )
    ends = [word for name, url in urls.items() for word in ("--end", f"{name}={url}")]
    return [*ends, "--state", f"{tmp_path}/state.db"]


def test_by_command(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written without --apply; afterwards both ends are equal."""
    assert main(PROJECT, ["reconcile", *given, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["key"] for one in told["differences"]] == ['["USMF","C2"]']
    assert main(PROJECT, ["reconcile", *given, "--repair", "left"]) == 1
    assert "left to right" in capsys.readouterr().out
    assert main(PROJECT, ["reconcile", "Customers", *given]) == 1
    assert main(PROJECT, ["reconcile", *given, "--repair", "left", "--apply"]) == 0
    capsys.readouterr()
    assert main(PROJECT, ["reconcile", *given]) == 0
    assert "both ends are equal" in capsys.readouterr().out


def test_a_column_that_is_missing_fails_the_preflight(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check names the table, and what to do."""
    with sqlite3.connect(tmp_path / "ce.db") as database:
        database.execute("ALTER TABLE account RENAME COLUMN creditlimit TO limit_")
    assert main(PROJECT, ["preflight", *given]) == 1
    out = capsys.readouterr().out
    assert "failed: Customers ce.accounts: table-can-be-read" in out
    assert "creditlimit" in out
    assert main(PROJECT, ["preflight", "--quick", *given, "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)


def test_decimals_are_shown_as_they_are(running: Bench) -> None:
    """Equal amounts with other digits are no difference."""
    running.change("fo.Customers", ("USMF", "C1"), CreditLimit=Decimal("1000.500000"))
    assert _found(running) == []
