"""A generated package between the two products as the sandbox serves them, and between one of them and a database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from dwmap.runtime import End, Sync
from faults.services import PAIRS, trading
from harness.sandboxes import Sandbox
from harness.trade import end_urls, trade
from runtime.bench import Bench, customer

ACCOUNT = (
    "accountnumber",
    "company.companycode",
    "name",
    "hold",
    "currencyid.isocode",
    "billingaccount.accountnumber",
)
CUSTOMER = (
    "CustomerAccount",
    "dataAreaId",
    "OrganizationName",
    "Blocked",
    "CurrencyCode",
    "InvoiceAccount",
)
WITH_FINOPS = [name for name, services in PAIRS.items() if "fo" in services]
WITHOUT_FINOPS = [name for name in PAIRS if name not in WITH_FINOPS]


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    """A sandbox of both products."""
    with trading() as sandbox:
        yield sandbox


@pytest.fixture
def bench(
    served: Sandbox, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Bench]:
    """Both ends of a pair: on the left two companies, two currencies, three customers and a person."""
    served.reset()
    urls = end_urls(served, tmp_path, *PAIRS[request.param])
    with trade().open(urls, str(tmp_path / "state.db")) as sync:
        sync.create_tables()
        bench = Bench.over(sync)
        bench.seed()
        row = customer("C3", InvoiceAccount="C1", Blocked="Invoice", CurrencyCode="EUR")
        bench.put("fo.Customers", row, customer("P1", PartyType="Person"))
        bench.settled()
        yield bench


def equal(sync: Sync) -> bool:
    """Whether both ends are, for every map; a failure would say so in its difference."""
    found = sync.reconcile()
    return found.differences == [] and sync.failures() == []


def told(bench: Bench) -> set[tuple[str, str, str]]:
    """What became of the changes of customers until both ends are at rest, without echoes."""
    return {
        (each.direction, each.key[0], each.status)
        for each in bench.sync.settle()
        if each.status not in ("echo", "unchanged")
    }


def account(bench: Bench, number: str) -> tuple[Any, ...]:
    """An account of USMF."""
    return next(
        row
        for row in bench.rows("ce.accounts", *ACCOUNT)
        if row[:2] == (number, "USMF")
    )


def new_account(bench: Bench, number: str, **values: Any) -> dict[str, Any]:
    """An account of USMF that nobody has yet."""
    companies = dict(bench.rows("ce.companies", "companycode", "companyid"))
    return {
        "accountid": str(UUID(int=7)),
        "accountnumber": number,
        "company": companies["USMF"],
        "typecode": 3,
        "hold": 0,
        **values,
    }


@pytest.mark.parametrize("bench", PAIRS, indirect=True)
def test_the_first_synchronization_fills_the_other_end(bench: Bench) -> None:
    """Companies, lookups, an option set and a filter; a second run writes nothing, and both ends are equal."""
    assert account(bench, "C3") == ("C3", "USMF", "Customer C3", 1, "EUR", "C1")
    numbers = bench.rows("ce.accounts", "accountnumber", "company.companycode")
    assert numbers == [("C1", "DEMF"), ("C1", "USMF"), ("C2", "USMF"), ("C3", "USMF")]
    assert equal(bench.sync)

    again = bench.sync.initial()

    assert again.counts.written == 0
    assert again.counts.failed == 0
    assert told(bench) == set()


@pytest.mark.parametrize("bench", PAIRS, indirect=True)
def test_changes_go_both_ways_and_rest(bench: Bench) -> None:
    """Creates and updates of both ends in one round; what comes back is an echo."""
    bench.put("fo.Customers", customer("C4"))
    bench.change("fo.Customers", ("USMF", "C2"), OrganizationName="left 'é'")
    bench.put("ce.accounts", new_account(bench, "C5", name="right", hold=2))
    bench.change("ce.accounts", bench.account("C3"), name="Right \U0001f680", hold=0)

    assert told(bench) >= {
        ("forward", "C4", "created"),
        ("forward", "C2", "updated"),
        ("backward", "C5", "created"),
        ("backward", "C3", "updated"),
    }

    assert account(bench, "C2")[2] == "left 'é'"
    left = {row[0]: row for row in bench.rows("fo.Customers", *CUSTOMER)}
    assert left["C5"][:4] == ("C5", "USMF", "right", "All")
    assert left["C3"] == ("C3", "USMF", "Right \U0001f680", "No", "EUR", "C1")
    assert equal(bench.sync)
    assert told(bench) == set()


@pytest.mark.parametrize("bench", PAIRS, indirect=True)
def test_different_fields_of_one_record_are_no_conflict(bench: Bench) -> None:
    """Two people edit it on both ends between two looks, though a service does not tell which columns changed."""
    for name in ("first", "second"):
        bench.change("fo.Customers", ("USMF", "C3"), OrganizationName=name)
        bench.change("ce.accounts", bench.account("C3"), hold=len(name) % 3)

        outcomes = bench.sync.settle()

        assert [each.conflicts for each in outcomes if each.conflicts] == []
        assert account(bench, "C3")[2:4] == (name, len(name) % 3)
        assert equal(bench.sync)


@pytest.mark.parametrize("bench", PAIRS, indirect=True)
def test_a_value_that_lost_is_carried_over_when_it_is_written_again(
    bench: Bench,
) -> None:
    """What a map remembers of a row is what the row holds, and not what lost."""
    for name in ("left", "left again"):
        bench.change("ce.accounts", bench.account("C3"), name="right")
        time.sleep(1.1)  # the services tell moments in seconds, and the newest wins
        bench.change("fo.Customers", ("USMF", "C3"), OrganizationName=name)
        bench.sync.settle()
        assert account(bench, "C3")[2] == name

        bench.change("ce.accounts", bench.account("C3"), name="right")
        bench.sync.settle()

        left = {row[0]: row for row in bench.rows("fo.Customers", *CUSTOMER)}
        assert left["C3"][2] == account(bench, "C3")[2] == "right"


@pytest.mark.parametrize("bench", PAIRS, indirect=True)
def test_a_delete_of_the_right_is_carried_over(bench: Bench) -> None:
    """Dataverse tells it with the next delta link."""
    bench.remove("ce.accounts", bench.account("C2"))

    assert told(bench) == {("backward", "C2", "deleted")}
    numbers = bench.rows("fo.Customers", "CustomerAccount", "dataAreaId")
    assert ("C2", "USMF") not in numbers
    assert equal(bench.sync)


@pytest.mark.parametrize("bench", WITHOUT_FINOPS, indirect=True)
def test_a_delete_and_a_new_key_where_the_left_can(bench: Bench) -> None:
    """Lookups at a deleted account are emptied by Dataverse, and so on the left."""
    bench.remove("fo.Customers", ("USMF", "C1"))
    bench.change("ce.accounts", bench.account("C2"), accountnumber="C22")

    told(bench)

    numbers = ("accountnumber", "company.companycode")
    right = bench.rows("ce.accounts", *numbers)
    assert right == [("C1", "DEMF"), ("C22", "USMF"), ("C3", "USMF")]
    left = {row[0]: row for row in bench.rows("fo.Customers", *CUSTOMER)}
    assert "C22" in left
    assert left["C3"][5] is None
    assert equal(bench.sync)


@pytest.mark.parametrize("bench", WITH_FINOPS, indirect=True)
def test_what_finance_and_operations_cannot_is_said(bench: Bench) -> None:
    """A key is not changed there, and a delete there is not told: `reconcile` sees both."""
    bench.change("ce.accounts", bench.account("C2"), accountnumber="C22")
    bench.remove("fo.Customers", ("USMF", "C3"))

    told(bench)

    (failure,) = bench.sync.failures()
    assert "part of the key, which a service does not change" in failure.message
    found = {(each.status, each.key) for each in bench.sync.reconcile().differences}
    assert found == {("differs", '["C2","USMF"]'), ("missing-left", '["C3","USMF"]')}


@pytest.mark.parametrize("bench", WITH_FINOPS, indirect=True)
def test_a_delete_that_is_not_told_is_found_and_carried_out(bench: Bench) -> None:
    """Live rounds see nothing of it; `reconcile` names the pair and the cause, and a repair deletes the partner."""
    bench.remove("fo.Customers", ("USMF", "C3"))
    assert told(bench) == set()

    (found,) = bench.sync.reconcile().differences
    assert (found.status, found.key) == ("missing-left", '["C3","USMF"]')
    assert found.cause == "its partner was deleted, and nobody watched"
    outcomes, left_over = bench.sync.repair([found], "left", delete=True)

    assert ([one.status for one in outcomes], left_over) == (["deleted"], [])
    assert ("C3",) not in bench.rows("ce.accounts", "accountnumber")
    assert equal(bench.sync)
    # A feed without marks tells the delete that was just made, of a row that no pair knows any more.
    assert {status for _, _, status in told(bench)} <= {"out-of-scope"}


@pytest.mark.parametrize("bench", PAIRS, indirect=True)
def test_few_rows_are_asked_for_by_name(bench: Bench) -> None:
    """Which of them are gone is the same answer as after reading the whole table, in one request."""
    end, table = bench.sync.ends["ce"], bench.table("ce.accounts")
    rows = [bench.account("C2"), (str(UUID(int=9)),), bench.account("C3")]
    whole = End.gone(end, table, rows)
    before = getattr(end, "requests", 0)

    assert end.gone(table, rows) == whole == [rows[1]]
    assert getattr(end, "requests", 0) - before <= 1


def test_many_rows_are_not(served: Sandbox, tmp_path: Path) -> None:
    """A table is read once where that takes fewer requests."""
    served.reset()
    urls = end_urls(served, tmp_path, "fo", "ce")
    with trade().open(urls, str(tmp_path / "state.db")) as sync:
        end, table = sync.ends["ce"], sync.project.tables["ce.accounts"]
        rows = [(str(UUID(int=n)),) for n in range(1, 1102)]
        end.count(table)
        before = getattr(end, "requests", 0)
        assert end.gone(table, rows) == rows
        assert getattr(end, "requests", 0) - before == 1


@pytest.mark.parametrize("bench", PAIRS, indirect=True)
def test_a_record_leaves_the_filter_and_comes_back(bench: Bench) -> None:
    """A person is none of the map's; the pair is frozen, and thaws."""
    bench.change("fo.Customers", ("USMF", "C2"), PartyType="Person")
    assert told(bench) == {("forward", "C2", "left-scope")}
    bench.change("fo.Customers", ("USMF", "C2"), OrganizationName="meanwhile")
    told(bench)
    assert account(bench, "C2")[2] == "Customer C2"

    bench.change("fo.Customers", ("USMF", "C2"), PartyType="Organization")
    told(bench)

    assert account(bench, "C2")[2] == "meanwhile"
    assert equal(bench.sync)


@pytest.mark.parametrize("bench", ["SQLite and Dataverse"], indirect=True)
def test_an_expired_delta_link_loses_no_delete(bench: Bench, served: Sandbox) -> None:
    """Every row is looked at again; one that is linked and gone was deleted meanwhile."""
    bench.remove("ce.accounts", bench.account("C2"))
    fault = {"kind": "expire-token", "match": "/accounts", "count": 1}
    served.right.post("/_sandbox/faults", json=fault).raise_for_status()

    assert told(bench) == {("backward", "C2", "deleted")}

    assert ("C2",) not in bench.rows("fo.Customers", "CustomerAccount")
    assert equal(bench.sync)
