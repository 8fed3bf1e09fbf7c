"""Live changes, on every kind of end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from dwmap.runtime import FieldChange, FieldConflict, Outcome
from runtime.bench import Bench, customer
from runtime.sample_project import project_with


def told(outcomes: list[Outcome]) -> list[tuple[str, str, str]]:
    """Map, direction and status of what was more than an echo."""
    return [
        (outcome.map, outcome.direction, outcome.status)
        for outcome in outcomes
        if outcome.status != "echo"
    ]


@pytest.fixture
def running(bench: Bench) -> Bench:
    """The sample project, in step and at rest."""
    bench.seed()
    bench.settled()
    return bench


def test_what_the_sync_wrote_does_not_come_back(bench: Bench) -> None:
    """The feed holds the writes of the initial synchronization; all of them are echoes."""
    bench.seed()
    bench.sync.start()
    bench.sync.initial()

    outcomes = bench.sync.propagate()

    assert {
        outcome.status for outcome in outcomes if outcome.direction == "backward"
    } == {"echo"}
    assert {outcome.status for outcome in outcomes} <= {"echo", "unchanged"}
    assert bench.sync.propagate() == []


def test_a_change_on_the_left_goes_right(running: Bench) -> None:
    """The outcome says what changed, before and after; its echo ends the round after."""
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="New name")

    outcomes = running.sync.propagate()

    assert told(outcomes) == [("Customers", "forward", "updated")]
    assert outcomes[0].changes == (FieldChange("name", "Customer C1", "New name"),)
    assert told(running.sync.propagate()) == []


def test_a_change_on_the_right_goes_left(running: Bench) -> None:
    """Both directions use the same path."""
    running.change(
        "ce.accounts", running.account("C1"), creditlimit=Decimal("7.000001")
    )

    assert told(running.sync.settle()) == [("Customers", "backward", "updated")]

    rows = running.rows("fo.Customers", "CustomerAccount", "dataAreaId", "CreditLimit")
    assert ("C1", "USMF", Decimal("7.000001")) in rows


def test_rows_are_created_on_either_side(running: Bench) -> None:
    """A new row finds no partner by its key and gets one."""
    running.put("fo.Customers", customer("L1"))
    company = running.rows("ce.companies", "companycode", "companyid")[1][1]
    running.put(
        "ce.accounts",
        {
            "accountid": "00000000-0000-4000-8000-000000000001",
            "accountnumber": "R1",
            "company": company,
            "typecode": 3,
            "hold": 0,
        },
    )

    assert told(running.sync.settle()) == [
        ("Customers", "forward", "created"),
        ("Customers", "backward", "created"),
    ]
    assert running.account("L1")
    assert "R1" in str(running.rows("fo.Customers", "CustomerAccount"))


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_delete_takes_the_partner_along(running: Bench, side: str) -> None:
    """The pair is remembered, so the partner is known although the row is gone."""
    if side == "left":
        running.remove("fo.Customers", ("USMF", "C1"))
    else:
        running.remove("ce.accounts", running.account("C1"))

    assert [status for _, _, status in told(running.sync.settle())] == ["deleted"]

    assert len(running.rows("fo.Customers", "CustomerAccount")) == 2
    assert len(running.rows("ce.accounts", "accountnumber")) == 2


def test_deleting_what_is_gone_is_no_failure(running: Bench) -> None:
    """Both sides deleted the record: the wish of both is fulfilled."""
    running.remove("ce.accounts", running.account("C1"))
    running.remove("fo.Customers", ("USMF", "C1"))

    assert {status for _, _, status in told(running.sync.settle())} == {"deleted"}
    assert running.sync.failures() == []


def test_a_delete_may_be_ignored(open_bench: Any) -> None:
    """`on delete ignore` leaves the partner where it is."""
    running: Bench = open_bench(project_with(on_delete="ignore"))
    running.seed()
    running.settled()

    running.remove("fo.Customers", ("USMF", "C1"))

    assert [status for _, _, status in told(running.sync.settle())] == ["ignored"]
    assert running.account("C1")


def test_only_the_field_that_changed_goes_over(running: Bench) -> None:
    """Two people change two fields of one record on two ends, and both changes are kept."""
    running.change("fo.Customers", ("USMF", "C1"), Since=date(2030, 1, 1))
    running.change("ce.accounts", running.account("C1"), name="From the right")

    outcomes = running.sync.settle()

    assert [outcome.conflicts for outcome in outcomes if outcome.conflicts] == []
    both = ("Customer C1", None), ("From the right", date(2030, 1, 1))
    assert both[1] in running.rows("fo.Customers", "OrganizationName", "Since")
    assert both[1] in running.rows("ce.accounts", "name", "since")


@pytest.mark.parametrize(
    ("policy", "name"), [("left", "L"), ("right", "R"), ("newest", "R")]
)
def test_the_policy_decides_a_conflict(open_bench: Any, policy: str, name: str) -> None:
    """Both ends changed one field; the loser's value is in the outcome."""
    running: Bench = open_bench(project_with(conflict=policy))
    running.seed()
    running.settled()
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="L")
    running.change("ce.accounts", running.account("C1"), name="R")

    outcomes = running.sync.settle()

    winner, loser = ("left", "R") if name == "L" else ("right", "L")
    assert FieldConflict("name", winner, name, loser) in outcomes[0].conflicts  # type: ignore[arg-type]  # a side
    assert (name,) in running.rows("fo.Customers", "OrganizationName")
    assert (name,) in running.rows("ce.accounts", "name")


def test_a_conflict_may_be_left_to_a_person(open_bench: Any) -> None:
    """`conflict error` writes neither side and keeps the record as a failure."""
    running: Bench = open_bench(project_with(conflict="error"))
    running.seed()
    running.settled()
    running.change("fo.Customers", ("USMF", "C1"), OrganizationName="L")
    running.change("ce.accounts", running.account("C1"), name="R")

    running.sync.settle()

    assert {failure.code for failure in running.sync.failures()} == {
        "conflicting-change"
    }
    assert ("L",) in running.rows("fo.Customers", "OrganizationName")
    assert ("R",) in running.rows("ce.accounts", "name")


def test_a_missing_parent_is_waited_for(running: Bench) -> None:
    """The record is refused, kept, and travels by itself when the row it points at has come."""
    running.put("fo.Customers", customer("C3", CurrencyCode="GBP"))
    assert told(running.sync.propagate()) == [("Customers", "forward", "refused")]
    assert [failure.code for failure in running.sync.failures()] == [
        "missing-reference"
    ]

    running.put("fo.Currencies", {"CurrencyCode": "GBP", "Name": "Pound"})
    outcomes = running.sync.propagate()

    assert told(outcomes) == [
        ("Currencies", "forward", "created"),
        ("Customers", "forward", "created"),
    ]
    assert running.sync.failures() == []


def test_parents_go_before_children(running: Bench) -> None:
    """In one batch the order of the feed does not matter, nor does a row that points at a later one."""
    running.put("fo.Customers", customer("A1", InvoiceAccount="Z9", CurrencyCode="GBP"))
    running.put("fo.Customers", customer("Z9"))
    running.put("fo.Currencies", {"CurrencyCode": "GBP", "Name": "Pound"})

    outcomes = running.sync.settle()

    assert {status for _, _, status in told(outcomes)} == {"created"}
    assert running.sync.failures() == []


def test_two_new_rows_may_point_at_each_other(running: Bench) -> None:
    """The row is created without the column that closes the cycle, which is filled at the end."""
    running.put("fo.Customers", customer("C3", PrimaryContact="P1"))
    running.put(
        "fo.Contacts",
        {"dataAreaId": "USMF", "ContactId": "P1", "CustomerAccount": "C3"},
    )

    running.sync.settle()

    assert running.sync.failures() == []
    assert ("C3", "P1") in running.rows(
        "ce.accounts", "accountnumber", "primarycontact.contactnumber"
    )


def test_a_row_that_leaves_the_filter_freezes_its_partner(running: Bench) -> None:
    """The partner is kept as it is, and thaws when the row comes back."""
    running.change(
        "fo.Customers", ("USMF", "C1"), PartyType="Person", OrganizationName="X"
    )
    assert [status for _, _, status in told(running.sync.settle())] == ["left-scope"]
    running.change("ce.accounts", running.account("C1"), name="Y")
    assert [status for _, _, status in told(running.sync.settle())] == ["left-scope"]

    running.change("fo.Customers", ("USMF", "C1"), PartyType="Organization")
    running.sync.settle()

    assert ("X",) in running.rows("ce.accounts", "name")


def test_a_row_that_leaves_the_filter_may_take_its_partner_away(
    open_bench: Any,
) -> None:
    """`on leave delete` deletes the partner."""
    running: Bench = open_bench(project_with(on_leave="delete"))
    running.seed()
    running.settled()

    running.change("fo.Customers", ("USMF", "C1"), PartyType="Person")

    assert [status for _, _, status in told(running.sync.settle())] == ["deleted"]
    assert len(running.rows("ce.accounts", "accountnumber")) == 2


def test_a_new_key_is_the_same_record(running: Bench) -> None:
    """A row keeps its partner when its key changes, on the side with row ids and on the other."""
    running.change("fo.Customers", ("USMF", "C1"), CustomerAccount="C1x")
    assert told(running.sync.settle()) == [("Customers", "forward", "updated")]
    running.change("ce.accounts", running.account("C2"), accountnumber="C2x")
    assert told(running.sync.settle()) == [("Customers", "backward", "updated")]

    left = running.rows("fo.Customers", "dataAreaId", "CustomerAccount")
    assert left == running.rows("ce.accounts", "company.companycode", "accountnumber")


def test_a_lossy_value_is_not_washed_out(running: Bench) -> None:
    """A change of another field on the right leaves `Never` on the left, which the right cannot say."""
    running.change("fo.Customers", ("USMF", "C1"), Blocked="Never")
    running.sync.settle()

    running.change("ce.accounts", running.account("C1"), name="Y")
    running.sync.settle()

    assert ("Y", "Never") in running.rows("fo.Customers", "OrganizationName", "Blocked")


def test_a_failure_can_be_retried(running: Bench) -> None:
    """A refused change waits; a retry after the correction carries everything that waited with it."""
    running.change(
        "fo.Customers", ("USMF", "C1"), Blocked="Sometimes", OrganizationName="N"
    )
    running.sync.settle()
    assert len(running.sync.failures()) == 1
    running.change("fo.Customers", ("USMF", "C1"), Blocked="All")

    outcomes = running.sync.retry()

    assert told(outcomes) == [("Customers", "forward", "updated")]
    assert running.sync.failures() == []
    assert ("N", 2) in running.rows("ce.accounts", "name", "hold")


def test_a_waiting_record_goes_whole_when_it_changes_again(running: Bench) -> None:
    """What a refused change left behind is not forgotten when a later change succeeds."""
    running.change(
        "fo.Customers", ("USMF", "C1"), Blocked="Sometimes", OrganizationName="N"
    )
    running.sync.settle()

    running.change("fo.Customers", ("USMF", "C1"), Blocked="All")
    running.sync.settle()

    assert ("N", 2) in running.rows("ce.accounts", "name", "hold")


def test_a_change_that_says_nothing_new_is_not_written(running: Bench) -> None:
    """A field that the map does not send changes nothing on the other end."""
    running.change("ce.accounts", running.account("C1"), partynumber="only here")

    assert {status for _, _, status in told(running.sync.settle())} == {"unchanged"}


def test_a_created_and_deleted_row_leaves_no_trace(running: Bench) -> None:
    """What came and went between two looks is nobody's concern."""
    running.put("fo.Customers", customer("T1"))
    running.remove("fo.Customers", ("USMF", "T1"))

    assert told(running.sync.settle()) == []


def test_deleting_against_changing(open_bench: Any) -> None:
    """The policy decides here too: a change that wins brings the record back."""
    running: Bench = open_bench(project_with(conflict="right"))
    running.seed()
    running.settled()
    running.remove("fo.Customers", ("USMF", "C1"))
    running.change("ce.accounts", running.account("C1"), name="Alive")

    running.sync.settle()

    assert ("C1", "Alive") in running.rows(
        "fo.Customers", "CustomerAccount", "OrganizationName"
    )
