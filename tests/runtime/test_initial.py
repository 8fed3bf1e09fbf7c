"""Initial synchronization, on every kind of end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from dwmap.runtime import Counts, InitialOptions, _lookups
from runtime.bench import Bench, customer
from runtime.sample_project import project_with


def test_rows_appear_on_the_other_end(bench: Bench) -> None:
    """A plain line copies, a constant is written, a lookup points at the row of the same company."""
    bench.seed()

    bench.sync.initial()

    assert bench.rows(
        "ce.accounts",
        "accountnumber",
        "company.companycode",
        "typecode",
        "currencyid.isocode",
    ) == [("C1", "DEMF", 3, "USD"), ("C1", "USMF", 3, "USD"), ("C2", "USMF", 3, "USD")]


@pytest.mark.parametrize("most", [0, 1, 1000])
def test_lookups_find_the_same_in_a_table_too_large_to_keep(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Its rows are asked for by the keys of each batch; what is missing there is missing."""
    monkeypatch.setattr(_lookups, "_FEW", 0)
    monkeypatch.setattr(_lookups, "_MOST", most)
    bench.seed()
    bench.put("fo.Customers", customer("C3", CurrencyCode="EUR"))
    bench.put("fo.Customers", customer("C4", CurrencyCode="XXX"))

    bench.sync.initial()

    assert [failure.value for failure in bench.sync.failures()] == ["XXX"]
    assert bench.rows(
        "ce.accounts", "accountnumber", "company.companycode", "currencyid.isocode"
    ) == [
        ("C1", "DEMF", "USD"),
        ("C1", "USMF", "USD"),
        ("C2", "USMF", "USD"),
        ("C3", "USMF", "EUR"),
    ]


def test_a_second_run_writes_nothing(bench: Bench) -> None:
    """Comparing what stands with what would be written finds no difference after a first run."""
    bench.seed()
    first = bench.sync.initial()

    second = bench.sync.initial()

    assert first.counts.created == 7
    assert second.counts == Counts(read=14 + 6, unchanged=14 + 6)


def test_values_survive_exactly(bench: Bench) -> None:
    """Decimals keep their digits, dates and moments their day and zone, empty values stay empty."""
    bench.seed()
    bench.put(
        "fo.Customers",
        customer("C3", CreditLimit=Decimal("0.000001"), Since=date(2024, 2, 29)),
    )
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    bench.put(
        "fo.SalesOrders",
        {
            "dataAreaId": "USMF",
            "OrderNumber": "O1",
            "Confirmed": moment,
            "Total": Decimal("12.34"),
        },
    )

    bench.sync.initial()

    rows = bench.rows("ce.accounts", "accountnumber", "creditlimit", "since", "onetime")
    assert ("C3", Decimal("0.000001"), date(2024, 2, 29), False) in rows
    assert ("C2", Decimal("1000.50"), None, False) in rows
    assert bench.rows("ce.salesorders", "confirmedon", "totalcents") == [(moment, 1234)]


def test_finance_stores_empty_values_its_own_way(bench: Bench) -> None:
    """An empty text and the first of January 1900 are no value, on the way out and on the way in."""
    bench.seed()
    bench.put("fo.Customers", customer("C3", PartyNumber="", Since=date(1900, 1, 1)))
    bench.sync.initial()

    bench.change("ce.accounts", bench.account("C1"), name=None)
    bench.sync.initial(InitialOptions(master="right"))

    assert ("C3", None, None) in bench.rows(
        "ce.accounts", "accountnumber", "partynumber", "since"
    )
    assert ("C1", "USMF", None) in bench.rows(
        "fo.Customers", "CustomerAccount", "dataAreaId", "OrganizationName"
    )


def test_cycles_are_filled_in_a_second_pass(bench: Bench) -> None:
    """A self reference and a cycle of two tables need a pass for the rows and one for the pointers."""
    bench.seed()
    bench.put(
        "fo.Customers",
        customer("C3", InvoiceAccount="C4", PrimaryContact="P1"),
        customer("C4"),
    )
    bench.put(
        "fo.Contacts",
        {"dataAreaId": "USMF", "ContactId": "P1", "CustomerAccount": "C3"},
    )

    result = bench.sync.initial()

    assert result.ok
    assert ("C3", "C4", "P1") in bench.rows(
        "ce.accounts",
        "accountnumber",
        "billingaccount.accountnumber",
        "primarycontact.contactnumber",
    )
    assert bench.rows("ce.contacts", "account.accountnumber") == [("C3",)]


def test_a_polymorphic_lookup_takes_the_first_table_that_knows_the_value(
    bench: Bench,
) -> None:
    """The discriminator beside the lookup says which table the row id is of."""
    bench.seed()
    bench.put("fo.Contacts", {"dataAreaId": "USMF", "ContactId": "P1"})
    for number, who in (("O1", "C1"), ("O2", "P1"), ("O3", None)):
        bench.put(
            "fo.SalesOrders",
            {"dataAreaId": "USMF", "OrderNumber": number, "CustomerAccount": who},
        )

    assert bench.sync.initial().ok

    assert bench.rows("ce.salesorders", "ordernumber", "customeridtype") == [
        ("O1", "account"),
        ("O2", "contact"),
        ("O3", None),
    ]
    assert bench.sync.initial().counts.written == 0


def test_a_lookup_may_have_many_parts_and_hops(bench: Bench) -> None:
    """A shipment finds its line by number, by the order of that line, and by the company of that order."""
    bench.seed()
    for company in ("USMF", "DEMF"):
        key = {"dataAreaId": company, "OrderNumber": "O1"}
        bench.put("fo.SalesOrders", key)
        bench.put(
            "fo.SalesLines", {**key, "LineNumber": "1", "Quantity": Decimal("2.5")}
        )
    bench.put(
        "fo.Shipments",
        {
            "dataAreaId": "DEMF",
            "ShipmentId": "S1",
            "OrderNumber": "O1",
            "LineNumber": "1",
        },
        {"dataAreaId": "USMF", "ShipmentId": "S2"},
    )

    assert bench.sync.initial().ok

    assert bench.rows(
        "ce.shipments", "number", "lineid.orderid.company.companycode"
    ) == [
        ("S1", "DEMF"),
        ("S2", None),
    ]


def test_rows_travel_back_as_well(bench: Bench) -> None:
    """Rows that only the right has are created on the left, parents first."""
    bench.put(
        "ce.companies", {"companyid": _id(1), "companycode": "GBSI", "name": "UK"}
    )
    bench.put(
        "ce.accounts",
        {
            "accountid": _id(2),
            "accountnumber": "R1",
            "company": _id(1),
            "typecode": 3,
            "hold": 2,
        },
        {"accountid": _id(3), "accountnumber": "R2", "company": _id(1), "typecode": 1},
    )

    result = bench.sync.initial()

    assert bench.rows(
        "fo.Customers", "dataAreaId", "CustomerAccount", "PartyType", "Blocked"
    ) == [("GBSI", "R1", "Organization", "All")]
    assert result.counts.out_of_scope == 2


def test_the_filter_keeps_rows_at_home(bench: Bench) -> None:
    """A person is no organization."""
    bench.seed()
    bench.put("fo.Customers", customer("P1", PartyType="Person"))

    result = bench.sync.initial()

    assert "P1" not in str(bench.rows("ce.accounts", "accountnumber"))
    assert result.counts.out_of_scope == 2


def test_a_bad_record_waits_and_the_rest_goes_on(bench: Bench) -> None:
    """Each failure says which record, which field, which value and what to do."""
    bench.seed()
    bench.put(
        "fo.Customers",
        customer("C8", Blocked="Sometimes"),
        customer("C9", CurrencyCode="XXX"),
    )

    result = bench.sync.initial()

    miss, lost = sorted(bench.sync.failures(), key=lambda failure: failure.key)
    assert (result.counts.failed, result.counts.created) == (2, 7)
    assert (miss.code, miss.field, miss.value) == (
        "value-map-miss",
        "hold",
        "Sometimes",
    )
    assert (lost.code, lost.field, lost.value) == (
        "missing-reference",
        "currency",
        "XXX",
    )
    assert (lost.company, lost.key) == ("USMF", '["USMF","C9"]')
    assert "XXX" in lost.help and "currency" in lost.help


def test_a_failure_is_over_when_its_record_travels(bench: Bench) -> None:
    """Correcting the record and running again leaves nothing waiting."""
    bench.seed()
    bench.put("fo.Customers", customer("C8", Blocked="Sometimes"))
    bench.sync.initial()

    bench.change("fo.Customers", ("USMF", "C8"), Blocked="No")
    bench.sync.initial()

    assert bench.sync.failures() == []
    assert bench.account("C8")


def test_what_the_end_refuses_does_not_fail_the_batch(bench: Bench) -> None:
    """One row that breaks a rule of the table is kept with the reason; its neighbours are written."""
    end = bench.sync.ends["ce"]
    if end.url == "memory:":
        pytest.skip("only a database has rules of its own")
    bench.seed()
    end._run("CREATE UNIQUE INDEX one_name ON account (name)")  # type: ignore[attr-defined]  # SQL only
    bench.put(
        "fo.Customers", customer("C7", OrganizationName="Customer C2"), customer("C8")
    )

    bench.sync.initial()

    assert [failure.code for failure in bench.sync.failures()] == ["refused-by-end"] * 2
    assert bench.account("C8")


def test_companies_can_be_chosen(bench: Bench) -> None:
    """Only the rows of the wanted company travel; shared tables travel whole."""
    bench.seed()

    bench.sync.initial(InitialOptions(companies=["DEMF"]))

    assert bench.rows("ce.accounts", "company.companycode") == [("DEMF",)]
    assert len(bench.rows("ce.companies", "companycode")) == 2


@pytest.mark.parametrize(
    ("master", "name"), [("left", "Customer C1"), ("right", "Renamed")]
)
def test_the_master_wins(bench: Bench, master: Any, name: str) -> None:
    """Where both ends have a key with different values, the loser is not carried over."""
    bench.seed()
    bench.sync.initial()
    bench.change("ce.accounts", bench.account("C1"), name="Renamed")

    result = bench.sync.initial(InitialOptions(master=master))

    left = bench.rows(
        "fo.Customers", "dataAreaId", "CustomerAccount", "OrganizationName"
    )
    right = bench.rows("ce.accounts", "company.companycode", "accountnumber", "name")
    assert left == right
    assert ("USMF", "C1", name) in left
    assert result.counts.kept_master == (1 if master == "right" else 0)


def test_small_batches_give_the_same(bench: Bench) -> None:
    """The size of a batch is no matter of results."""
    bench.seed()

    result = bench.sync.initial(InitialOptions(batch_size=1))

    assert result.counts.created == 7


def test_a_value_that_the_map_takes_for_the_same_is_left_alone(bench: Bench) -> None:
    """`Never` and `No` are one value on the right; the way back does not wash out the difference."""
    bench.seed()
    bench.put("fo.Customers", customer("C3", Blocked="Never"))
    bench.sync.initial()

    again = bench.sync.initial(InitialOptions(master="right"))

    assert again.counts.written == 0
    assert ("C3", "Never") in bench.rows("fo.Customers", "CustomerAccount", "Blocked")


def test_maps_and_directions_can_be_chosen(bench: Bench) -> None:
    """What is not chosen is not touched."""
    bench.seed()

    result = bench.sync.initial(
        InitialOptions(maps=["Companies"], directions=["forward"])
    )

    assert [(leg.map, leg.direction) for leg in result.legs] == [
        ("Companies", "forward")
    ]
    assert bench.rows("ce.accounts", "name") == []


def test_a_deleted_policy_does_not_matter_here(open_bench: Any) -> None:
    """Policies of live changes leave the initial synchronization as it is."""
    bench: Bench = open_bench(project_with(on_delete="ignore"))
    bench.seed()

    assert bench.sync.initial().ok


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"
