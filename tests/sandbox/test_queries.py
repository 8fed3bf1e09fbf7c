"""Collections of both services: filters, orders, pages, counts, shapes, and what the metadata says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from harness.sandboxes import Sandbox

CE = "/api/data/v9.2"
FO = "/data"
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"

ROWS: list[dict[str, Any]] = [
    {"number": "C1", "name": "Ann", "credit": 9.5, "kind": 1, "visits": 3},
    {"number": "C2", "name": "bob", "credit": 10, "closed": True},
    {"number": "C3", "name": "Cy's", "since": "2026-01-31", "visits": -1},
    {"number": "C4", "name": "5%_d", "seen": "2026-01-31T12:00:00Z", "note": "x"},
]


@pytest.fixture
def ce(sandbox: Sandbox) -> httpx.Client:
    """Four accounts, the first two of a company."""
    sandbox.right.post(f"{CE}/companies", json={"code": "USMF"}).raise_for_status()
    for place, row in enumerate(ROWS):
        bound = {"firm@odata.bind": "/companies(code='USMF')"} if place < 2 else {}
        made = sandbox.right.post(f"{CE}/accounts", json={**row, **bound})
        made.raise_for_status()
    return sandbox.right


def _numbers(response: httpx.Response) -> str:
    assert response.status_code == 200, response.text
    return " ".join(row["number"][1:] for row in response.json()["value"])


@pytest.mark.parametrize(
    ("condition", "numbers"),
    [
        ("number eq 'c1'", "1"),
        ("name eq 'Cy''s'", "3"),
        ("number ne 'C1' and not (number eq 'C2')", "3 4"),
        ("credit ge 9.5 and credit lt 10", "1"),
        ("credit gt 9.50", "2"),
        ("credit eq null", "3 4"),
        ("kind eq 1 or kind eq '3'", "1"),
        ("kind ne 1", "2 3 4"),
        ("visits lt 0 or visits eq -1", "3"),
        ("closed eq true", "2"),
        ("closed", "2"),
        ("since eq 2026-01-31", "3"),
        ("since le '2026-01-31'", "3"),
        ("seen gt 2026-01-31T13:00:00+02:00", "4"),
        ("note eq 'X'", "4"),
        ("startswith(name,'a') or endswith(name,'B')", "1 2"),
        ("contains(name,'%_')", "4"),
        ("contains(name,'%a')", ""),
        ("number in ('C2','C4')", "2 4"),
        (
            'Microsoft.Dynamics.CRM.In(PropertyName=\'name\',PropertyValues=["Cy\'s","a]","ann"])',
            "1 3",
        ),
        (
            "Microsoft.Dynamics.CRM.NotIn(PropertyName='visits',PropertyValues=[\"3\",4])",
            "3",
        ),
        ("name eq 'Microsoft.Dynamics.CRM.In(PropertyName='", ""),
        ("length(name) eq 3", "1 2"),
        ("tolower(name) eq 'ann'", "1"),
        ("year(seen) eq 2026 and month(seen) eq 1", "4"),
        ("firm/code eq 'usmf'", "1 2"),
        ("firm/code eq null", "3 4"),
        ("parent/firm/code ne 'USMF'", "1 2 3 4"),
        ("_firm_value ne null and name ne 'bob'", "1"),
        ("accountid eq 00000000-0000-0000-0000-000000000000", ""),
    ],
)
def test_a_filter_finds_its_rows(
    ce: httpx.Client, condition: str, numbers: str
) -> None:
    """Texts without case; null as the standard says; numbers in quotes as Dataverse takes them."""
    found = ce.get(f"{CE}/accounts", params={"$filter": condition})

    assert _numbers(found) == numbers


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ("$filter=nothing eq 1", 400),
        ("$filter=name eq", 400),
        ("$filter=name eq 'a", 400),
        ("$filter=visits eq 'many'", 400),
        (
            "$filter=Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=1)",
            400,
        ),
        ("$filter=Microsoft.Dynamics.CRM.Today(PropertyName='seen')", 501),
        ("$filter=concat(name,'a') eq 'b'", 501),
        ("$select=nothing", 400),
        ("$orderby=nothing", 400),
        ("$orderby=name sideways", 400),
        ("$expand=nothing", 400),
        ("$expand=firm($top=1)", 501),
        ("$top=-1", 400),
        ("$apply=aggregate($count as n)", 400),
        ("$skip=1", 501),
        ("$skiptoken=x", 400),
        ("fetchXml=<fetch/>", 501),
    ],
)
def test_a_query_that_is_not_understood_is_refused(
    ce: httpx.Client, options: str, status: int
) -> None:
    """Never answered as if nothing had been asked."""
    response = ce.get(f"{CE}/accounts?{options}")

    assert response.status_code == status
    assert response.json()["error"]["message"]


def _pages(client: httpx.Client, address: str, size: int) -> Iterator[httpx.Response]:
    headers = {"Prefer": f"odata.maxpagesize={size}"}
    while address:
        page = client.get(address, headers=headers)
        assert page.headers["Preference-Applied"] == headers["Prefer"]
        yield page
        address = page.json().get("@odata.nextLink", "")


@pytest.mark.parametrize("order", ["", "&$orderby=name desc", "&$orderby=firm/code"])
def test_pages_hold_every_row_once(ce: httpx.Client, order: str) -> None:
    """A filter and an order go on from page to page."""
    address = f"{CE}/accounts?$filter=number ne 'C2'{order}&$count=true"
    pages = list(_pages(ce, address, 2))

    numbers = " ".join(_numbers(page) for page in pages).split()
    assert sorted(numbers) == ["1", "3", "4"]
    assert [page.json()["@odata.count"] for page in pages] == [3, 3]
    whole = _numbers(ce.get(address)).split()
    assert numbers == whole


def test_a_row_written_between_pages_is_neither_lost_nor_doubled(
    ce: httpx.Client,
) -> None:
    """Pages without an order go by where a row stands, not by how many were shown."""
    first = ce.get(f"{CE}/accounts", headers={"Prefer": "odata.maxpagesize=2"})
    ce.delete(f"{CE}/accounts({first.json()['value'][0]['accountid']})")

    assert _numbers(ce.get(first.json()["@odata.nextLink"])) == "3 4"


def test_top_goes_over_pages_in_one_product_and_rules_them_in_the_other(
    ce: httpx.Client, sandbox: Sandbox
) -> None:
    """Dataverse does not page where `$top` is given."""
    for number in range(4):
        body = {"Account": f"C{number}", "Name": "A"}
        sandbox.left.post(f"{FO}/Customers", json=body).raise_for_status()
    address = f"{FO}/Customers?$top=3&$skip=1&$select=Account"

    pages = [len(page.json()["value"]) for page in _pages(sandbox.left, address, 2)]

    assert pages == [2, 1]
    headers = {"Prefer": "odata.maxpagesize=2"}
    alone = ce.get(f"{CE}/accounts?$top=3", headers=headers)
    assert _numbers(alone) == "1 2 3"
    assert "@odata.nextLink" not in alone.json()


def test_orders_know_directions_and_paths(ce: httpx.Client) -> None:
    """Rows that are equal stand in the order of their creation."""
    assert _numbers(ce.get(f"{CE}/accounts?$orderby=credit desc,name")) == "2 1 4 3"
    assert _numbers(ce.get(f"{CE}/accounts?$orderby=firm/code desc,number desc")) == (
        "2 1 4 3"
    )


def test_a_selection_shows_its_columns_and_the_row_id(ce: httpx.Client) -> None:
    """Of expanded rows as well."""
    options = "$select=name,_firm_value&$expand=firm($select=code)&$top=1"
    answer = ce.get(f"{CE}/accounts?{options}").json()

    (row,) = answer["value"]
    assert {*row} == {"@odata.etag", "accountid", "name", "_firm_value", "firm"}
    assert {*row["firm"]} == {"@odata.etag", "companyid", "code"}
    assert answer["@odata.context"].endswith(
        "$metadata#accounts(accountid,name,_firm_value,firm(companyid,code))"
    )


def test_options_bring_their_labels_on_request(ce: httpx.Client) -> None:
    """The formatted value of Dataverse."""
    note = "OData.Community.Display.V1.FormattedValue"
    headers = {"Prefer": f'odata.include-annotations="{note}"'}
    (row,) = ce.get(f"{CE}/accounts?$filter=kind eq 1", headers=headers).json()["value"]

    assert row[f"kind@{note}"] == "Customer"
    assert "_firm_value@Microsoft.Dynamics.CRM.lookuplogicalname" not in row


def test_the_service_document_lists_the_entity_sets(sandbox: Sandbox) -> None:
    """Those that no map uses, too."""
    left = sandbox.left.get(FO).json()["value"]
    right = sandbox.right.get(f"{CE}/").json()["value"]

    assert [each["name"] for each in left] == ["Customers", "Notes", "Rates"]
    assert [each["url"] for each in right] == [
        "accounts",
        "companies",
        "contacts",
        "orders",
    ]


def test_the_metadata_of_dataverse(sandbox: Sandbox) -> None:
    """Keys, types, lookups as values and as navigation, alternate keys."""
    schema = ElementTree.fromstring(sandbox.right.get(f"{CE}/$metadata").text)[0][0]
    types = {each.get("Name"): each for each in schema.iter(f"{EDM}EntityType")}
    account, order = types["account"], types["order"]
    columns = {each.get("Name"): each.attrib for each in account.iter(f"{EDM}Property")}

    assert [each.get("Name") for each in account.iter(f"{EDM}PropertyRef")] == [
        "accountid"
    ]
    assert columns["name"] == {"Name": "name", "Type": "Edm.String", "MaxLength": "10"}
    assert columns["credit"]["Scale"] == "2"
    assert columns["_firm_value"]["Type"] == "Edm.Guid"
    assert columns["kind"]["Type"] == "Edm.Int32"
    navigations = {
        each.get("Name"): each.get("Type")
        for each in order.iter(f"{EDM}NavigationProperty")
    }
    space = "Microsoft.Dynamics.CRM"
    assert navigations == {
        "customer_account": f"{space}.account",
        "customer_contact": f"{space}.contact",
        "account": f"{space}.account",
    }
    named = [each.get("PropertyPath") for each in account.iter(f"{EDM}PropertyValue")]
    assert {"number", "_firm_value"} <= {*named}


def test_the_metadata_of_finance_and_operations(sandbox: Sandbox) -> None:
    """Composite keys, symbols as enum types, days as moments."""
    schema = ElementTree.fromstring(sandbox.left.get(f"{FO}/$metadata").text)[0][0]
    (customer,) = (
        each
        for each in schema.iter(f"{EDM}EntityType")
        if each.get("Name") == "Customers"
    )
    types = {
        each.get("Name"): each.get("Type") for each in customer.iter(f"{EDM}Property")
    }

    assert [each.get("Name") for each in customer.iter(f"{EDM}PropertyRef")] == [
        "dataAreaId",
        "Account",
    ]
    assert types["Blocked"] == "Microsoft.Dynamics.DataEntities.NoYes"
    assert types["Since"] == "Edm.DateTimeOffset"
    (enum,) = schema.iter(f"{EDM}EnumType")
    assert [(each.get("Name"), each.get("Value")) for each in enum] == [
        ("No", "0"),
        ("Yes", "1"),
    ]
