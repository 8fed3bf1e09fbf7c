"""Changes of both ends that meet: field by field, also when a round before was cut short."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest
from runtime.bench import Bench, customer
from runtime.sample_project import project_with


@pytest.fixture
def running(bench: Bench) -> Bench:
    """The sample project, in step and at rest."""
    bench.seed()
    bench.settled()
    return bench


def test_the_newest_change_of_each_field_wins(running: Bench) -> None:
    """A later change of another field does not make an older one of this field newer."""
    running.change("fo.Customers", ("USMF", "C1"), CreditLimit=Decimal("1"))
    time.sleep(0.005)
    running.change("ce.accounts", running.account("C1"), creditlimit=Decimal("2"))
    time.sleep(0.005)
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="Left")

    running.sync.settle()

    left = running.rows(
        "fo.Customers",
        "CustomerAccount",
        "dataAreaId",
        "OrganizationName",
        "CreditLimit",
    )
    assert ("C1", "USMF", "Left", Decimal("2")) in left
    assert ("C1", "Left", Decimal("2")) in running.rows(
        "ce.accounts", "accountnumber", "name", "creditlimit"
    )


@pytest.mark.parametrize("policy", ["left", "newest"])
def test_a_round_that_was_not_noted_is_not_a_conflict(
    open_bench: Any, policy: Any
) -> None:
    """The process died after it had written; what users of the other end did since is newer, whoever wins."""
    running: Bench = open_bench(project_with(conflict=policy))
    running.seed()
    running.settled()
    positions = {name: running.sync.state.position(name) for name in ("fo", "ce")}
    running.put("fo.Customers", customer("C9", CreditLimit=Decimal("1")))
    running.sync.propagate()
    running.change("ce.accounts", running.account("C9"), creditlimit=Decimal("2"))
    for name, position in positions.items():
        running.sync.state.save_position(name, str(position))
    running.sync.state.drop_links("Customers", ['["USMF","C9"]'])

    running.sync.settle()

    rows = running.rows("fo.Customers", "CustomerAccount", "CreditLimit")
    assert ("C9", Decimal("2")) in rows


def test_what_users_delete_before_a_round_is_noted_stays_deleted(
    running: Bench,
) -> None:
    """The row that the sync made is gone again, and with it goes the one it was made from."""
    positions = {name: running.sync.state.position(name) for name in ("fo", "ce")}
    running.put("fo.Customers", customer("C9"))
    running.sync.propagate()
    time.sleep(0.005)
    running.remove("ce.accounts", running.account("C9"))
    for name, position in positions.items():
        running.sync.state.save_position(name, str(position))
    running.sync.state.drop_links("Customers", ['["USMF","C9"]'])

    running.sync.settle()

    assert ("C9",) not in running.rows("fo.Customers", "CustomerAccount")
    assert ("C9",) not in running.rows("ce.accounts", "accountnumber")


def test_a_key_that_moved_on_may_be_used_again(running: Bench) -> None:
    """The row id of an account was made of its first number, which another customer now has."""
    running.change("ce.accounts", running.account("C1"), accountnumber="C9")
    running.sync.settle()
    running.put("fo.Customers", customer("C1", OrganizationName="Another"))

    running.sync.settle()

    assert running.sync.failures() == []
    names = running.rows("ce.accounts", "accountnumber", "name", "company.companycode")
    assert ("C1", "Another", "USMF") in names
    assert ("C9", "Customer C1", "USMF") in names
    running.sync.settle()
    assert running.sync.initial().counts.written == 0


def test_a_row_that_users_change_meanwhile_is_not_written_over(
    open_bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their change came after the feed was read: the round is done again with both, and the newer wins."""
    running: Bench = open_bench()
    running.seed()
    running.settled()
    account = running.account("C1")
    read = running.sync.ends["ce"].changes

    def changed_behind(after: str) -> Any:
        found = read(after)
        monkeypatch.undo()
        running.change("ce.accounts", account, creditlimit=Decimal("2"))
        return found

    running.change("fo.Customers", ("USMF", "C1"), CreditLimit=Decimal("1"))
    time.sleep(0.005)
    monkeypatch.setattr(running.sync.ends["ce"], "changes", changed_behind)
    first = running.sync.propagate()
    running.sync.settle()

    assert [one.status for one in first] == ["postponed"]
    assert ("C1", "USMF", Decimal("2")) in running.rows(
        "fo.Customers", "CustomerAccount", "dataAreaId", "CreditLimit"
    )
    assert ("C1", "Customer C1", Decimal("2")) in running.rows(
        "ce.accounts", "accountnumber", "name", "creditlimit"
    )
