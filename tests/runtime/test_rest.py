"""After any edits on both ends, the sync comes to rest with both ends equal."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from runtime.bench import Bench, customer
from runtime.sample_project import PROJECT

NUMBERS = st.sampled_from(["C1", "C2", "C3", "C4"])
NAMES = st.sampled_from(["Ann", "Bo", "", "O'Neil", 'Ωμέγα \\ "x"'])
EDITS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["put", "remove left", "remove right"]), NUMBERS, NAMES
        ),
        st.tuples(st.sampled_from(["left", "right", "hold", "bill"]), NUMBERS, NAMES),
        st.just(("propagate", "", "")),
    ),
    max_size=14,
)


def _edit(bench: Bench, what: str, number: str, name: str) -> None:
    key = ("USMF", number)
    standing = {
        row[0]
        for row in bench.rows("fo.Customers", "CustomerAccount", "dataAreaId")
        if row[1] == "USMF"
    }
    partner = [
        row[1]
        for row in bench.rows(
            "ce.accounts", "accountnumber", "accountid", "company.companycode"
        )
        if row[0] == number and row[2] == "USMF"
    ]
    match what:
        case "put" if number not in standing:
            bench.put("fo.Customers", customer(number, OrganizationName=name))
        case "remove left" if not _is_billed(bench, number):
            bench.remove("fo.Customers", key)
        case "left":
            bench.change("fo.Customers", key, OrganizationName=name)
        case "hold":
            bench.change("fo.Customers", key, Blocked="Never")
        case "bill":
            bench.change(
                "fo.Customers", key, InvoiceAccount="C2" if "C2" in standing else None
            )
        case "propagate":
            bench.sync.propagate()
        case "right" if partner:
            bench.change("ce.accounts", (partner[0],), name=name or None, hold=1)
        case "remove right" if partner:
            _clear_lookups(bench, number)
            bench.remove("ce.accounts", (partner[0],))
        case _:
            pass


def _is_billed(bench: Bench, number: str) -> bool:
    """Finance and operations keeps a customer to whom others are billed."""
    rows = bench.rows("fo.Customers", "dataAreaId", "CustomerAccount", "InvoiceAccount")
    return any(
        row[0] == "USMF" and row[1] != number and row[2] == number for row in rows
    )


def _clear_lookups(bench: Bench, number: str) -> None:
    """Dataverse empties the lookups to a row that is deleted; none is left pointing at nothing."""
    for row in bench.rows(
        "ce.accounts",
        "accountid",
        "billingaccount.accountnumber",
        "billingaccount.company.companycode",
    ):
        if row[1:] == (number, "USMF"):
            bench.change("ce.accounts", (row[0],), billingaccount=None)


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_any_edits_come_to_rest(edits: list[Any]) -> None:
    """A round after the last changes nothing, and both ends agree on every two-way field."""
    bench = Bench(PROJECT, {"fo": "memory:", "ce": "memory:"})
    bench.seed()
    bench.settled()
    for edit in edits:
        _edit(bench, *edit)

    bench.sync.settle()

    assert bench.sync.propagate() == []
    # A record that live work refuses as a whole, an initial synchronization writes without the lookup that
    # finds nothing; the next one has nothing to do.
    refused = bool(bench.sync.failures())
    assert bench.sync.initial().counts.written == 0 or refused
    assert bench.sync.initial().counts.written == 0
    left = bench.rows(
        "fo.Customers", "dataAreaId", "CustomerAccount", "OrganizationName"
    )
    assert left == bench.rows(
        "ce.accounts", "company.companycode", "accountnumber", "name"
    )
