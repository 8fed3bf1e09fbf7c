"""Lookups of Dataverse: bound by an address, read as an id, followed, emptied, and refused where they lead to nothing."""

from __future__ import annotations

import httpx
import pytest
from harness.sandboxes import company_of, error_of, new_account

CE = "/api/data/v9.2"
ROW = {"Prefer": "return=representation"}
NOTES = {"Prefer": 'odata.include-annotations="*"'}


def test_a_lookup_is_bound_by_id_or_alternate_key_and_read_as_a_value(
    api: httpx.Client,
) -> None:
    """What is written as an address is read as an id, with the logical name on request."""
    row = new_account(api, **{"firm@odata.bind": "/companies(code='USMF')"})
    other = new_account(api, **{"firm@odata.bind": f"companies({company_of(api)})"})

    assert row["_firm_value"] == other["_firm_value"] == company_of(api)
    noted = api.get(f"{CE}/accounts({row['accountid']})", headers=NOTES).json()
    note = "_firm_value@Microsoft.Dynamics.CRM.lookuplogicalname"
    assert note not in row
    assert noted[note] == "company"


def test_a_lookup_is_emptied(api: httpx.Client) -> None:
    """By a binding to null, or by deleting the reference."""
    bound = {"firm@odata.bind": "/companies(code='USMF')"}
    first, second = (new_account(api, **bound)["accountid"] for _ in range(2))

    api.patch(f"{CE}/accounts({first})", json={"firm@odata.bind": None})
    api.delete(f"{CE}/accounts({second})/firm/$ref")

    for each in (first, second):
        assert api.get(f"{CE}/accounts({each})").json()["_firm_value"] is None


@pytest.mark.parametrize(
    ("bound", "code"),
    [
        ("/companies(code='DEMF')", "0x80060891"),
        ("/companies(00000000-0000-0000-0000-00000000000a)", "0x80040217"),
    ],
)
def test_a_lookup_at_nothing_is_refused(
    api: httpx.Client, bound: str, code: str
) -> None:
    """The code says whether an id or a key was looked for."""
    body = {"name": "A", "firm@odata.bind": bound}

    assert error_of(api.post(f"{CE}/accounts", json=body), 404)[0] == code


def test_a_lookup_in_the_key_of_a_new_row_leads_somewhere(api: httpx.Client) -> None:
    """PATCH makes no row of a company that is not there."""
    nobody = "00000000-0000-0000-0000-00000000000a"
    key = f"number='C1',_firm_value={nobody}"
    made = api.patch(f"{CE}/accounts({key})", json={"name": "A"})

    assert error_of(made, 404) == (
        "0x80040217",
        f"company With Id = {nobody} Does Not Exist",
    )
    assert api.get(f"{CE}/accounts/$count").text == "0"


def test_a_lookup_is_not_written_as_a_value(api: httpx.Client) -> None:
    """The product refuses it, and says how to."""
    body = {"name": "A", "_firm_value": company_of(api)}

    _, message = error_of(api.post(f"{CE}/accounts", json=body), 400)

    assert "Use Navigation properties instead" in message


def test_a_lookup_at_several_tables_has_a_name_for_each(api: httpx.Client) -> None:
    """One value, and the logical name says of which table."""
    api.post(f"{CE}/contacts", json={"fullname": "Jo"})
    contact = api.get(f"{CE}/contacts").json()["value"][0]["contactid"]
    account = new_account(api, number="C1")["accountid"]
    body = {
        "number": "S1",
        "customer_contact@odata.bind": f"/contacts({contact})",
        "account@odata.bind": f"/accounts({account})",
    }

    assert api.post(f"{CE}/orders", json=body).status_code == 204

    expand = "$expand=customer_contact($select=fullname),customer_account"
    row = api.get(f"{CE}/orders(number='S1')?{expand}", headers=NOTES).json()
    assert row["_customer_value"] == contact
    logical = row["_customer_value@Microsoft.Dynamics.CRM.lookuplogicalname"]
    assert (logical, row["customer_account"]) == ("contact", None)
    assert row["customer_contact"]["fullname"] == "Jo"
    wrong = {"customer_account@odata.bind": f"/contacts({contact})"}
    error_of(api.patch(f"{CE}/orders(number='S1')", json=wrong), 400)


@pytest.mark.parametrize(
    "bound",
    [7, "", "/companies", "/nothings(code='USMF')", "/contacts(%s)" % ("0" * 8)],
)
def test_an_address_that_is_none_is_refused(api: httpx.Client, bound: object) -> None:
    """In a binding, as in a path."""
    body = {"name": "A", "firm@odata.bind": bound}
    assert api.post(f"{CE}/accounts", json=body).status_code in (400, 404)
    body = {"name": "A", "nothing@odata.bind": "/companies(code='USMF')"}
    assert error_of(api.post(f"{CE}/accounts", json=body), 400)[0] == "0x80048d19"


def test_a_deleted_row_is_taken_out_of_lookups(api: httpx.Client) -> None:
    """A lookup that must have a value keeps its row from being deleted; others are emptied."""
    account, parent = (new_account(api)["accountid"] for _ in range(2))
    bound = {"parent@odata.bind": f"/accounts({parent})"}
    api.patch(f"{CE}/accounts({account})", json=bound)
    order = {"number": "S1", "account@odata.bind": f"/accounts({account})"}
    api.post(f"{CE}/orders", json=order)

    assert api.delete(f"{CE}/accounts({parent})").status_code == 204
    assert api.get(f"{CE}/accounts({account})").json()["_parent_value"] is None
    assert error_of(api.delete(f"{CE}/accounts({account})"), 400)[0] == "0x80040227"
    assert error_of(api.get(f"{CE}/accounts({parent})"), 404)[0] == "0x80040217"
