"""Finance and operations: companies, enumerations, its values for none, and creates that meet a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from dwmap.runtime import Column, EndError, System, Table, path
from dwmap.runtime.connectors._base import write_each
from dwmap.runtime.connectors.odata import ODataEnd
from harness.web_service import WebService, refusal
from pytest_httpserver import HTTPServer
from werkzeug import Response

SYSTEM = System("fo", "finops")
CUSTOMERS = Table(
    "fo.CustomersV3",
    "fo",
    "CustomersV3",
    (
        Column("dataAreaId", "text", nullable=False),
        Column("CustomerAccount", "text", nullable=False),
        Column("Name", "text"),
        Column("Blocked", "text"),
        Column("OneTime", "bool"),
        Column("CreditLimit", "decimal"),
        Column("Since", "date"),
        Column("Seen", "datetime"),
    ),
    ("dataAreaId", "CustomerAccount"),
    company=path("dataAreaId"),
)
TABLES = {CUSTOMERS.name: CUSTOMERS}
KEY = (path("dataAreaId"), path("CustomerAccount"))
ENUM = "Microsoft.Dynamics.DataEntities"
TYPES = {
    "dataAreaId": "Edm.String",
    "CustomerAccount": "Edm.String",
    "Name": "Edm.String",
    "Blocked": f"{ENUM}.CustVendorBlocked",
    "OneTime": f"{ENUM}.NoYes",
    "CreditLimit": "Edm.Decimal",
    "Since": "Edm.DateTimeOffset",
    "Seen": "Edm.DateTimeOffset",
    "ModifiedOn": "Edm.DateTimeOffset",
}
COLUMNS = ("dataAreaId", "CustomerAccount", "Name")


@pytest.fixture
def service(httpserver: HTTPServer) -> WebService:
    """An environment that knows the customers."""
    made = WebService("/data/")
    httpserver.expect_request(re.compile(".*")).respond_with_handler(made)
    columns = [
        {"Name": name, "TypeName": kind, "IsKey": name in CUSTOMERS.key}
        for name, kind in TYPES.items()
    ]
    made.on("GET", "/metadata/PublicEntities", {"value": [{"Properties": columns}]})
    return made


@pytest.fixture
def end(service: WebService, httpserver: HTTPServer) -> Iterator[ODataEnd]:
    """An end on it, with the column of the last change named."""
    url = f"finops+http://localhost:{httpserver.port}?modified=ModifiedOn&overlap=60"
    end = ODataEnd(url, SYSTEM, TABLES)
    yield end
    end.close()


@pytest.mark.parametrize(
    ("table", "answered"),
    [
        ("CustomersV3", "EntitySetName eq 'CustomersV3'"),
        ("CustomerV3", "Name eq 'CustomerV3'"),
        ("CustCustomerV3Entity", "EntitySetName eq 'CustomersV3'"),
    ],
)
def test_a_table_under_each_of_its_names(
    table: str, answered: str, service: WebService, httpserver: HTTPServer
) -> None:
    """Its set, its public name, or that of the application, of which the service says nothing."""
    service.on("GET", "/metadata/PublicEntities", {"value": []})
    columns = [
        {"Name": name, "TypeName": "Edm.String", "IsKey": name in CUSTOMERS.key}
        for name in CUSTOMERS.key
    ]
    entity = {"EntitySetName": "CustomersV3", "Properties": columns}
    service.on(
        *("GET", f"/metadata/PublicEntities?$filter={answered}"), {"value": [entity]}
    )
    service.on("GET", "CustomersV3", {"value": [{"CustomerAccount": "C1"}]})
    customers = replace(CUSTOMERS, table=table)
    url = f"finops+http://localhost:{httpserver.port}"

    end = ODataEnd(url, SYSTEM, {customers.name: customers})
    rows = list(end.read(customers, [path("CustomerAccount")]))
    end.close()

    assert rows == [[("C1",)]]


def test_values_for_none_are_none(service: WebService, end: ODataEnd) -> None:
    """An empty text and the first of January 1900, in all companies."""
    row: dict[str, Any] = {
        "Name": "",
        "Blocked": "No",
        "OneTime": "Yes",
        "CreditLimit": 0.10,
        "Since": "1900-01-01T12:00:00Z",
        "Seen": "1900-01-01T00:00:00Z",
    }
    later = row | {"Since": "2024-02-29T12:00:00Z", "Seen": "2024-02-29T23:00:00Z"}
    service.on("GET", "CustomersV3", {"value": [row, later]})

    first, second = next(iter(end.read(CUSTOMERS, [path(name) for name in row])))
    assert first == (None, "No", True, Decimal("0.1"), None, None)
    assert second[4:] == (
        date(2024, 2, 29),
        datetime(2024, 2, 29, 23, tzinfo=UTC),
    )
    assert service.urls("GET")[-1] == (
        "CustomersV3?$select=Name,Blocked,OneTime,CreditLimit,Since,Seen&cross-company=true"
    )


def test_none_is_written_as_its_values_for_none(
    service: WebService, end: ODataEnd
) -> None:
    """And a day at noon, an enumeration by its symbol, a truth as one of NoYes."""
    service.on("POST", "CustomersV3", 201)
    service.on("PATCH", "CustomersV3", 204)
    columns = (*COLUMNS, "Blocked", "OneTime", "CreditLimit", "Since", "Seen")

    with end.transaction():
        day = date(2024, 2, 29)
        end.insert(
            CUSTOMERS, columns, [("USMF", "1", None, "All", False, None, day, None)]
        )
        end.update(CUSTOMERS, ("Name", "Since"), [(None, None, "USMF", "1/2 '")])
    created, updated = service.asked[-2:]
    assert created.json == {
        "dataAreaId": "USMF",
        "CustomerAccount": "1",
        "Name": "",
        "Blocked": "All",
        "OneTime": "No",
        "Since": "2024-02-29T12:00:00Z",
        "Seen": "1900-01-01T00:00:00Z",
    }
    assert updated.json == {"Name": "", "Since": "1900-01-01T12:00:00Z"}
    assert updated.url == (
        "CustomersV3(dataAreaId='USMF',CustomerAccount='1/2 ''')?cross-company=true"
    )
    assert updated.headers["If-Match"] == "*"


def test_enumerations_are_compared_with_their_type(
    service: WebService, end: ODataEnd
) -> None:
    """A symbol alone would be a text, which the service refuses to compare."""
    service.on("GET", "CustomersV3", {"value": []})

    by = (path("Blocked"), path("OneTime"), path("Name"))
    end.find(CUSTOMERS, KEY, by, [("All", True, None)])
    assert service.urls("GET")[-1].partition("$filter=")[2] == (
        f"(Blocked eq {ENUM}.CustVendorBlocked'All' and OneTime eq {ENUM}.NoYes'Yes'"
        " and Name eq '')&cross-company=true"
    )


def test_a_create_that_meets_a_row_updates_it(
    service: WebService, end: ODataEnd
) -> None:
    """The service calls it an error of some status; whether the row is there is what counts."""
    no = refusal(
        400,
        "An error has occurred.",
        innererror={"message": "The record already exists."},
    )
    created = Response("{}", 201, mimetype="application/json")
    service.on("POST", "CustomersV3", created, no, created, no)
    row = {"dataAreaId": "USMF", "CustomerAccount": "2"}
    service.on("GET", "CustomersV3", {"value": [row]})
    service.on("PATCH", "CustomersV3", 204)

    rows = [("USMF", "1", "one"), ("USMF", "2", "two")]
    with end.transaction():
        refused = write_each(
            end, lambda some: end.insert(CUSTOMERS, COLUMNS, some), rows
        )
    assert refused == {}
    assert service.asked[-1].method == "PATCH"
    assert service.asked[-1].json == {"Name": "two"}


def test_a_key_of_the_map_that_is_not_the_service_s_is_told(
    service: WebService, end: ODataEnd
) -> None:
    """Its rows could not be addressed."""
    without = Table("fo.C", "fo", "CustomersV3", CUSTOMERS.columns, ("Name",))

    with pytest.raises(EndError, match="key of CustomersV3 is dataAreaId, Customer"):
        end.delete(without, [("x",)])


def modified(number: int, second: int, name: str = "x") -> dict[str, Any]:
    """A customer that was changed at a second."""
    return {
        "Name": name,
        "dataAreaId": "USMF",
        "CustomerAccount": str(number),
        "ModifiedOn": f"2024-01-01T00:01:{second:02}Z",
    }


def test_changes_come_by_the_column_that_is_named(
    service: WebService, end: ODataEnd
) -> None:
    """Those of the overlap are read again and told once, so that a late one is not missed."""
    service.on("GET", "CustomersV3", {"value": [modified(1, 10)]})
    end.capture([CUSTOMERS])
    position = end.position()

    rows = [modified(1, 10), modified(2, 5), modified(3, 20)]
    service.on("GET", "CustomersV3", {"value": rows})
    changes, position = end.changes(position)
    assert [each.row for each in changes] == [("USMF", "2"), ("USMF", "3")]
    assert service.urls("GET")[-1].partition("&$filter=")[2] == (
        "ModifiedOn ge 2024-01-01T00:00:10Z&cross-company=true"
    )

    service.on("GET", "CustomersV3", {"value": [*rows[:2], modified(3, 21)]})
    changes, position = end.changes(position)
    assert [each.row for each in changes] == [("USMF", "3")]
    assert end.changes(position)[0] == []

    again = [*rows[:2], modified(3, 21, "y")]
    service.on("GET", "CustomersV3", {"value": again})
    assert [each.row for each in end.changes(position)[0]] == [("USMF", "3")]


def test_an_end_that_nobody_else_changes_need_not_be_watched(
    service: WebService, httpserver: HTTPServer
) -> None:
    """It is enough for maps that go one way."""
    url = f"finops+http://localhost:{httpserver.port}?watch=no"
    end = ODataEnd(url, SYSTEM, TABLES)
    end.capture([CUSTOMERS])

    assert end.changes(end.position()) == ([], "{}")
    assert service.asked == []
    end.close()


def test_rows_that_are_gone_are_found_by_their_keys(
    service: WebService, end: ODataEnd
) -> None:
    """No column tells of a delete; who asks for it has the keys compared."""
    service.on("GET", "CustomersV3", {"value": [modified(1, 0)]})

    assert end.gone(CUSTOMERS, [("USMF", "1"), ("USMF", "2")]) == [("USMF", "2")]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("", "name the column with the moment of the last change"),
        ("?modified=Nowhere", "CustomersV3 cannot be watched: it has no column"),
    ],
)
def test_what_cannot_be_watched_is_told(
    service: WebService, httpserver: HTTPServer, options: str, reason: str
) -> None:
    """At the start, and not by missing changes later."""
    url = f"finops+http://localhost:{httpserver.port}{options}"
    end = ODataEnd(url, SYSTEM, TABLES)

    with pytest.raises(EndError, match=reason):
        end.capture([CUSTOMERS])
    why = end.why_not_watched()
    assert (why is None) == bool(options) and (why is None or reason in why)
    end.close()
