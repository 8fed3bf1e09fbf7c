"""Writing through: a change is on both ends or on neither, on every kind of end with transactions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from dwmap.runtime import (
    EndError,
    Map,
    NotWritten,
    Outcome,
    Project,
    Step,
    fit_text,
)
from runtime.bench import (
    Bench,
    customer,
    customer_names,
    told_at_rest,
    wait_for_feed,
)
from runtime.sample_project import PROJECT, project_with
from runtime.sample_sides import same, side

C1 = {"dataAreaId": "USMF", "CustomerAccount": "C1"}
A1 = {"accountnumber": "C1", "company.companycode": "USMF"}


def _told(outcomes: list[Outcome]) -> list[tuple[str, str, str]]:
    return [(one.map, one.direction, one.status) for one in outcomes]


@pytest.fixture
def running(bench: Bench) -> Bench:
    """The sample project, in step and at rest."""
    bench.seed()
    bench.settled()
    return bench


def test_an_update_is_on_both_ends_when_the_block_ends(running: Bench) -> None:
    """The round after it finds nothing but echoes."""
    with running.sync.write("fo") as rows:
        rows.update("fo.Customers", ("USMF", "C1"), {"OrganizationName": "Through"})

    left, right = customer_names(running)
    assert left["C1"] == right["C1"] == "Through"
    assert _told(rows.outcomes) == [("Customers", "forward", "updated")]
    assert told_at_rest(running) <= {"echo"}
    assert running.sync.failures() == []


def test_the_other_end_can_be_written_as_well(running: Bench) -> None:
    """By a key that leads through a lookup."""
    with running.sync.write("ce") as rows:
        rows.update("accounts", A1, {"creditlimit": Decimal("7.000001")})

    found = running.rows("fo.Customers", "CustomerAccount", "dataAreaId", "CreditLimit")
    assert ("C1", "USMF", Decimal("7.000001")) in found
    assert told_at_rest(running) <= {"echo"}


def test_rows_are_created_and_deleted_on_both(running: Bench) -> None:
    """Parents and children in one block; what is deleted is gone on both ends."""
    contact = {"dataAreaId": "USMF", "ContactId": "P1", "CustomerAccount": "N1"}
    with running.sync.write("fo") as rows:
        rows.insert("Contacts", {**contact, "FirstName": "A", "LastName": "B"})
        rows.insert("Customers", customer("N1"))

    found = running.rows("ce.contacts", "contactnumber", "account.accountnumber")
    assert found == [("P1", "N1")]
    assert told_at_rest(running) <= {"echo"}

    with running.sync.write("fo") as rows:
        rows.delete("Contacts", ("USMF", "P1"))
        rows.delete("Customers", {**C1, "CustomerAccount": "N1"})

    assert running.rows("ce.contacts", "contactnumber") == []
    assert "N1" not in customer_names(running)[1]
    assert told_at_rest(running) <= {"echo"}


def test_a_refused_change_is_on_neither_end(
    running: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    """All that the block wrote is taken back; no failure waits, since there is nothing that it would wait for."""
    before = customer_names(running)
    with (
        pytest.raises(NotWritten, match="no row of ce.currencies") as caught,
        running.sync.write("fo") as rows,
    ):
        rows.update("Customers", C1, {"OrganizationName": "Never"})
        rows.insert("Customers", customer("N1", CurrencyCode="XXX"))

    failure = caught.value.failures[0]
    assert (failure.map, failure.code) == ("Customers", "missing-reference")
    assert (failure.key, failure.company) == ('["USMF","N1"]', "USMF")
    assert failure.help
    assert caplog.messages == []
    assert customer_names(running) == before
    assert running.sync.failures() == []
    assert told_at_rest(running) == set()


def test_a_row_without_a_column_that_closes_a_cycle_is_not_on_both(
    running: Bench,
) -> None:
    """A live round creates it and waits for the rest; a write does not."""
    with pytest.raises(NotWritten), running.sync.write("fo") as rows:
        rows.insert("Customers", customer("N1", InvoiceAccount="N2"))

    assert "N1" not in customer_names(running)[0]
    assert "N1" not in customer_names(running)[1]

    with running.sync.write("fo") as rows:
        rows.insert("Customers", customer("N1", InvoiceAccount="N2"))
        rows.insert("Customers", customer("N2", InvoiceAccount="N1"))

    found = running.rows("ce.accounts", "accountnumber", "billingaccount.accountnumber")
    assert {("N1", "N2"), ("N2", "N1")} <= set(found)


def test_an_exception_leaves_both_ends_alone(running: Bench) -> None:
    """The block's own mistakes are no different."""
    before = customer_names(running)
    with pytest.raises(ZeroDivisionError), running.sync.write("fo") as rows:
        rows.update("Customers", C1, {"OrganizationName": "Never"})
        raise ZeroDivisionError

    assert customer_names(running) == before
    assert told_at_rest(running) == set()


def test_what_users_of_both_ends_did_meanwhile_is_judged_with_it(
    running: Bench,
) -> None:
    """The same field on both ends: the write is newer, and the value that lost is told."""
    with running.sync.write("fo") as rows:
        rows.update("Customers", C1, {"OrganizationName": "First"})
    running.change("ce.accounts", running.account("C1"), name="Theirs")
    with running.sync.write("fo") as rows:
        rows.update("Customers", C1, {"OrganizationName": "Mine"})

    assert [c.lost for o in rows.outcomes for c in o.conflicts][:1] == ["Theirs"]
    left, right = customer_names(running)
    assert left["C1"] == right["C1"] == "Mine"
    assert told_at_rest(running) <= {"echo", "unchanged"}


def test_a_conflict_for_a_person_is_a_refusal(open_bench: Any) -> None:
    """Where the map says `error`, the block does."""
    bench = open_bench(project_with(conflict="error"))
    bench.seed()
    bench.settled()
    with bench.sync.write("fo") as rows:
        rows.update("Customers", C1, {"OrganizationName": "First"})
    bench.change("ce.accounts", bench.account("C1"), name="Theirs")

    with pytest.raises(NotWritten) as caught, bench.sync.write("fo") as rows:
        rows.update("Customers", C1, {"OrganizationName": "Mine"})

    assert caught.value.failures[0].code == "conflicting-change"
    assert customer_names(bench)[0]["C1"] == "First"
    assert customer_names(bench)[1]["C1"] == "Theirs"


def test_a_paused_map_queues_the_change(running: Bench) -> None:
    """It is on its own end at once, and on the other when the map resumes."""
    running.sync.pause(["Customers"])
    with running.sync.write("fo") as rows:
        rows.update("Customers", C1, {"OrganizationName": "Later"})

    assert rows.outcomes == []
    assert customer_names(running)[0]["C1"] == "Later"
    assert customer_names(running)[1]["C1"] == "Customer C1"

    running.sync.resume()
    for end in running.sync.ends.values():
        wait_for_feed(end)
    running.sync.settle()
    assert customer_names(running)[1]["C1"] == "Later"


def test_a_stopped_map_leaves_the_change_alone(running: Bench) -> None:
    """As it does with those of users."""
    running.sync.stop(["Customers"])
    with running.sync.write("fo") as rows:
        rows.update("Customers", C1, {"OrganizationName": "Here"})

    assert told_at_rest(running) == set()
    assert customer_names(running)[1]["C1"] == "Customer C1"


def test_inside_of_a_block_nothing_else_runs(running: Bench) -> None:
    """A round would commit what is not carried over yet."""
    with running.sync.write("fo") as rows:
        rows.update("Customers", C1, {"OrganizationName": "Through"})
        with pytest.raises(EndError, match="`live` cannot run inside"):
            running.sync.propagate()
        with (
            pytest.raises(EndError, match="`write` cannot run inside"),
            running.sync.write("ce"),
        ):
            pass

    assert customer_names(running)[1]["C1"] == "Through"
    with pytest.raises(EndError, match="has ended"):
        rows.delete("Customers", C1)


@pytest.mark.parametrize(
    ("table", "key", "values", "words"),
    [
        ("Clients", "C1", {}, "fo has no table Clients; there are"),
        ("Customers", C1, {"Nmae": "x"}, "has no column Nmae; there are"),
        ("Customers", ("USMF",), {"OrganizationName": "x"}, "is dataAreaId, Customer"),
        ("Customers", ("USMF", "C9"), {"OrganizationName": "x"}, "has no row"),
        ("Customers", {"CustomerAccount": "C1"}, {"Since": None}, "has 2 rows"),
    ],
)
def test_a_mistake_is_told(
    running: Bench, table: str, key: Any, values: dict[str, Any], words: str
) -> None:
    """With what there is."""
    with pytest.raises(EndError, match=words), running.sync.write("fo") as rows:
        rows.update(table, key, values)


def test_a_row_that_is_there_is_not_created(running: Bench) -> None:
    """An upsert would change it silently."""
    with (
        pytest.raises(EndError, match=r'has a row \["USMF","C1"\] already'),
        running.sync.write("fo") as rows,
    ):
        rows.insert("Customers", customer("C1"))
    with pytest.raises(EndError, match="no system xx; there are ce, fo"):
        running.sync.write("xx").__enter__()


def test_many_writes_without_a_round(running: Bench) -> None:
    """What writes leave unread in the feeds does not come in the way of further ones."""
    for n in range(160):
        with running.sync.write("fo" if n % 3 else "ce") as rows:
            if n % 3:
                rows.update("Customers", C1, {"OrganizationName": f"Name {n}"})
            else:
                rows.update("accounts", A1, {"name": f"Name {n}"})
        left, right = customer_names(running)
        assert left["C1"] == right["C1"] == f"Name {n}"
    assert told_at_rest(running) <= {"echo"}


class _Currency(NamedTuple):
    CurrencyCode: str
    Name: str | None


class _Company(NamedTuple):
    companycode: str
    name: str | None


def _with_a_chain() -> Project:
    """The sample project, and a map that makes a currency of each company of Dataverse."""
    left, right = same(("CurrencyCode", "companycode"), ("Name", "name"))
    chained = Map(
        "Tokens",
        "Tokens",
        "1.0.0.0",
        side("fo.Currencies", _Currency, _Currency, {}, left, ("CurrencyCode",)),
        side("ce.companies", _Company, _Company, {}, right, ("companycode",)),
        None,
        lambda right: _Currency(fit_text(right.companycode, 3, "code"), right.name),
    )
    maps = (*PROJECT.maps, chained)
    plan = (*PROJECT.plan, Step("Tokens"))
    return Project(PROJECT.name, PROJECT.systems, PROJECT.tables, maps, plan)


def test_a_change_goes_on_through_other_maps(open_bench: Any) -> None:
    """A map that listens where another one has written takes part in the same write, or refuses it."""
    bench = open_bench(_with_a_chain())
    bench.sync.start()
    bench.sync.propagate()

    with bench.sync.write("fo") as rows:
        rows.insert("fo.Companies", {"DataArea": "XYZ", "Name": "A name"})

    assert _told(rows.outcomes) == [
        ("Companies", "forward", "created"),
        ("Tokens", "backward", "created"),
        ("Currencies", "forward", "created"),
    ]
    assert bench.rows("ce.currencies", "isocode", "name") == [("XYZ", "A name")]
    with (
        pytest.raises(NotWritten, match="Tokens.*value-too-long"),
        bench.sync.write("fo") as rows,
    ):
        rows.insert("fo.Companies", {"DataArea": "LONG", "Name": "Never"})
    assert bench.rows("fo.Companies", "DataArea") == [("XYZ",)]
    assert bench.rows("ce.companies", "companycode") == [("XYZ",)]
