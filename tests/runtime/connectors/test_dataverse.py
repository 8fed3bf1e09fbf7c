"""Dataverse: lookups, binds, alternate keys, upserts and delta links, as its documentation has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from dwmap.runtime import (
    Column,
    Either,
    EndError,
    Path,
    Reference,
    System,
    Table,
    either,
    path,
)
from dwmap.runtime.connectors import Change
from dwmap.runtime.connectors._base import write_each
from dwmap.runtime.connectors.odata import ODataEnd
from harness.web_service import WebService, refusal
from pytest_httpserver import HTTPServer
from werkzeug import Response

SYSTEM = System("ce", "dataverse")
COMPANIES = Table(
    "ce.companies",
    "ce",
    "cdm_companies",
    (Column("cdm_companiesid", "guid"), Column("cdm_companycode", "text")),
    ("cdm_companycode",),
    row_id="cdm_companiesid",
)
CONTACTS = Table(
    "ce.contacts",
    "ce",
    "contact",
    (Column("contactid", "guid"), Column("fullname", "text")),
    ("fullname",),
    row_id="contactid",
)
ACCOUNTS = Table(
    "ce.accounts",
    "ce",
    "account",
    (
        Column("accountid", "guid"),
        Column("accountnumber", "text"),
        Column("creditlimit", "decimal"),
        Column("statecode", "int"),
        Column("company", "guid"),
        Column("ownerid", "guid"),
    ),
    ("accountnumber", "company"),
    row_id="accountid",
    company=path("company", "cdm_companycode"),
    references=(
        Reference("company", ("ce.companies",)),
        Reference("ownerid", ("ce.contacts", "ce.companies")),
    ),
)
TABLES = {each.name: each for each in (COMPANIES, CONTACTS, ACCOUNTS)}
ONE, TWO, THREE = (str(UUID(int=n)) for n in (1, 2, 3))
COLUMNS = ("accountid", "accountnumber", "company", "creditlimit")
OWNER = "_ownerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"


def definition(name: str, many: str, row_id: str, **attributes: str) -> dict[str, Any]:
    """What EntityDefinitions says of a table."""
    return {
        "LogicalName": name,
        "EntitySetName": many,
        "PrimaryIdAttribute": row_id,
        "ChangeTrackingEnabled": True,
        "Attributes": [
            {"LogicalName": key, "AttributeType": kind}
            for key, kind in {row_id: "Uniqueidentifier", **attributes}.items()
        ],
        "ManyToOneRelationships": [],
        "Keys": [],
    }


def relation(column: str, navigation: str, target: str) -> dict[str, str]:
    """A lookup."""
    return {
        "ReferencingAttribute": column,
        "ReferencingEntityNavigationPropertyName": navigation,
        "ReferencedEntity": target,
    }


def definitions(service: WebService) -> dict[str, Any]:
    """Tell of the three tables; the result is that of the accounts, to be changed by a test."""
    company = definition(
        "cdm_company", "cdm_companies", "cdm_companyid", cdm_companycode="String"
    )
    contact = definition("contact", "contacts", "contactid", fullname="String")
    account = definition(
        "account",
        "accounts",
        "accountid",
        accountnumber="String",
        creditlimit="Money",
        statecode="State",
        company="Lookup",
        ownerid="Owner",
        modifiedon="DateTime",
    )
    account["ManyToOneRelationships"] = [
        relation("company", "Company", "cdm_company"),
        relation("ownerid", "ownerid_contact", "contact"),
        relation("ownerid", "ownerid_company", "cdm_company"),
    ]
    account["Keys"] = [
        {
            "KeyAttributes": ["accountnumber", "company"],
            "EntityKeyIndexStatus": "Active",
        }
    ]

    def told() -> dict[str, Any]:
        asked = service.asked[-1].url
        each = {
            "'account'": account,
            "'contact'": contact,
            "'cdm_companies'": company,
        }
        return {"value": [v for k, v in each.items() if f"eq {k}" in asked]}

    service.on("GET", "EntityDefinitions", told)
    return account


@pytest.fixture
def service(httpserver: HTTPServer) -> WebService:
    """A Dataverse that knows the tables."""
    made = WebService("/api/data/v9.2/")
    httpserver.expect_request(re.compile(".*")).respond_with_handler(made)
    definitions(made)
    return made


@pytest.fixture
def end(service: WebService, httpserver: HTTPServer) -> Iterator[ODataEnd]:
    """An end on it."""
    end = ODataEnd(f"dataverse+http://localhost:{httpserver.port}", SYSTEM, TABLES)
    yield end
    end.close()


# Reading


def test_lookups_are_followed_by_their_navigation_properties(
    service: WebService, end: ODataEnd
) -> None:
    """A lookup itself is a property of another name; what lies behind it is expanded."""
    row = {
        "accountid": ONE,
        "creditlimit": 10.10,
        "_company_value": TWO,
        "Company": {"cdm_companycode": "USMF"},
        "ownerid_contact": None,
        "ownerid_company": {"cdm_companycode": "DEMF"},
    }
    service.on("GET", "accounts", {"value": [row]})

    owner = either(
        "ownerid", ("ce.contacts", "fullname"), ("ce.companies", "cdm_companycode")
    )
    paths: list[Path | Either] = [
        path("creditlimit"),
        path("company"),
        path("company", "cdm_companycode"),
        owner,
    ]
    assert list(end.read(ACCOUNTS, paths, companies=["USMF"])) == [
        [(Decimal("10.1"), TWO, "USMF", "DEMF")]
    ]
    assert service.urls("GET")[-1] == (
        "accounts?$select=creditlimit,_company_value&$expand=Company($select=cdm_companycode),"
        "ownerid_contact($select=fullname),ownerid_company($select=cdm_companycode)"
        "&$filter=Company/cdm_companycode eq 'USMF'"
    )


def test_the_table_of_a_lookup_is_told_by_our_name(
    service: WebService, end: ODataEnd
) -> None:
    """The service says a logical name; a table may be declared under the name of its set."""
    service.on(
        "GET", "accounts", {"value": [{"_ownerid_value": TWO, OWNER: "cdm_company"}]}
    )

    found = list(end.read(ACCOUNTS, [path("ownerid"), path("ownerid" + "type")]))
    assert found == [[(TWO, "cdm_companies")]]
    asked = service.asked[-1]
    assert asked.url == "accounts?$select=_ownerid_value"
    assert "lookuplogicalname" in asked.headers["Prefer"]


def test_a_row_id_that_is_called_otherwise(service: WebService, end: ODataEnd) -> None:
    """The service knows its own name of a primary key that the map only guessed."""
    service.on("GET", "cdm_companies", {"value": [{"cdm_companyid": ONE}]})

    assert list(end.read(COMPANIES, [path("cdm_companiesid")])) == [[(ONE,)]]


def test_pages_are_followed(
    service: WebService, end: ODataEnd, httpserver: HTTPServer
) -> None:
    """To the last; the size of a page is asked for."""
    more = f"http://localhost:{httpserver.port}/api/data/v9.2/accounts?$skiptoken=2"
    service.on(
        "GET",
        "accounts?$select",
        {"value": [{"accountnumber": "A"}], "@odata.nextLink": more},
    )
    service.on("GET", "accounts?$skiptoken=2", {"value": [{"accountnumber": "B"}]})

    rows = list(end.read(ACCOUNTS, [path("accountnumber")], batch_size=10))
    assert rows == [[("A",), ("B",)]]
    assert "odata.maxpagesize=10" in service.asked[-1].headers["Prefer"]


def test_rows_are_counted_beyond_five_thousand(
    service: WebService, end: ODataEnd
) -> None:
    """$count stops there."""
    service.on("GET", "accounts", {"value": [{"accountid": ONE}] * 5001})

    assert end.count(ACCOUNTS) == 5001


# Writing


def test_a_row_is_put_under_its_id_with_its_lookups_bound(
    service: WebService, end: ODataEnd
) -> None:
    """An upsert: sent twice, it does what it does once. An empty lookup of a new row is left out."""
    service.on("PATCH", "accounts", 204)

    with end.transaction():
        end.insert(
            ACCOUNTS,
            (*COLUMNS, "ownerid", "owneridtype"),
            [
                (ONE, "A1", TWO, Decimal("10.10"), THREE, "cdm_companies"),
                (TWO, "A2", None, None, None, None),
            ],
        )
    first, second = service.asked[-2:]
    assert (first.method, first.url) == ("PATCH", f"accounts({ONE})")
    assert "If-Match" not in first.headers
    assert first.json == {
        "accountnumber": "A1",
        "Company@odata.bind": f"/cdm_companies({TWO})",
        "creditlimit": 10.1,
        "ownerid_company@odata.bind": f"/cdm_companies({THREE})",
    }
    assert '"creditlimit":10.10,' in first.text
    assert second.json == {"accountnumber": "A2", "creditlimit": None}
    assert service.batches == 1


def test_a_row_without_an_id_is_put_under_its_alternate_key(
    service: WebService, end: ODataEnd
) -> None:
    """In which a lookup is called by its property."""
    service.on("PATCH", "accounts", 204)

    end.insert(ACCOUNTS, ("accountnumber", "company", "statecode"), [("A'1/x", TWO, 1)])
    asked = service.asked[-1]
    assert asked.url == f"accounts(accountnumber='A''1/x',_company_value={TWO})"
    assert asked.json == {"statecode": 1}


def test_a_key_that_is_not_kept_unique_is_looked_for(
    service: WebService, end: ODataEnd
) -> None:
    """Else a second row would have it."""
    definitions(service)["Keys"] = []
    row = {"accountid": ONE, "accountnumber": "A1", "_company_value": TWO}
    service.on("GET", "accounts", {"value": [row]})
    service.on("PATCH", f"accounts({ONE})", 204)

    end.insert(ACCOUNTS, COLUMNS, [(THREE, "A1", TWO, Decimal(5))])
    asked = service.asked[-1]
    assert (asked.url, asked.json) == (f"accounts({ONE})", {"creditlimit": 5})
    assert asked.headers["If-Match"] == "*"


def test_a_double_key_updates_the_row_that_has_it(
    service: WebService, end: ODataEnd
) -> None:
    """The service refuses the new id, since another row has the key already."""
    double = refusal(412, "A record with matching key values already exists.")
    row = {"accountid": ONE, "accountnumber": "A1", "_company_value": TWO}
    service.on("PATCH", f"accounts({THREE})", double)
    service.on("GET", "accounts", {"value": [row]})
    service.on("PATCH", f"accounts({ONE})", 204)

    rows = [(THREE, "A1", TWO, Decimal(5))]
    with end.transaction():
        refused = write_each(
            end, lambda some: end.insert(ACCOUNTS, COLUMNS, some), rows
        )
    assert refused == {}
    assert service.urls("PATCH")[-1] == f"accounts({ONE})"


def test_an_update_never_creates_and_sets_lookups_free(
    service: WebService, end: ODataEnd
) -> None:
    """If-Match: * and a bind to null."""
    service.on("PATCH", "accounts", 204)

    end.update(ACCOUNTS, ("company", "statecode"), [(None, 1, ONE)])
    asked = service.asked[-1]
    assert asked.json == {"Company@odata.bind": None, "statecode": 1}
    assert asked.headers["If-Match"] == "*"


def test_a_lookup_to_a_row_that_is_not_there_is_refused(
    service: WebService, end: ODataEnd
) -> None:
    """With 404, like an update of a row that is gone; but the row itself is there."""
    service.on(
        "PATCH", "accounts", refusal(404, "cdm_company With Id = 2 Does Not Exist")
    )
    service.on("GET", "accounts", {"value": [{"accountid": ONE}]})

    with end.transaction():
        refused = write_each(
            end, lambda rows: end.update(ACCOUNTS, ("company",), rows), [(TWO, ONE)]
        )
    assert "cdm_company With Id = 2 Does Not Exist" in refused[0].message
    assert "404" in refused[0].message


def test_a_value_that_is_no_guid_is_refused_before_it_is_sent(
    service: WebService, end: ODataEnd
) -> None:
    """It would be a part of the URL."""
    asked = len(service.asked)

    with end.transaction():
        refused = write_each(
            end, lambda rows: end.delete(ACCOUNTS, rows), [("1)/x",), ("2",)]
        )
    assert sorted(refused) == [0, 1]
    assert end.find(ACCOUNTS, [], [path("accountid")], [("1) or (1 eq 1",)]) == []
    assert [each.method for each in service.asked[asked:]] == ["GET"]


def test_refused_rows_keep_the_words_of_the_service(
    service: WebService, end: ODataEnd
) -> None:
    """The inner message too, the status, and the id of the request for support."""
    inner = {"message": "name is too long", "type": "System.Exception"}
    no = refusal(400, "An error occurred", innererror=inner)
    no.headers["x-ms-service-request-id"] = "abc-1"
    service.on("PATCH", "accounts", 204)
    service.on("PATCH", f"accounts({TWO})", no)
    service.on("GET", "accounts", {"value": []})

    rows = [(each, each[-2:], None, None) for each in (ONE, TWO, THREE)]
    with end.transaction():
        refused = write_each(
            end, lambda some: end.insert(ACCOUNTS, COLUMNS, some), rows
        )
    assert list(refused) == [1]
    assert refused[1].message == (
        "ce refused a row of account: An error occurred (name is too long)"
        " (status 400) (request abc-1)"
    )
    assert service.batches == 2


# Changes


def watch(service: WebService, end: ODataEnd) -> str:
    """Begin to watch the accounts at a delta link; the position."""
    service.on(
        "GET",
        "accounts?$select",
        {"value": [], "@odata.deltaLink": f"{end.url}accounts?$deltatoken=1"},
    )
    end.capture([ACCOUNTS])
    return end.position()


def test_changes_come_by_the_delta_link(service: WebService, end: ODataEnd) -> None:
    """Rows that are new or changed, and the ids of those that are gone; then the next link."""
    position = watch(service, end)
    changed = {
        "@odata.etag": 'W/"7"',
        "accountid": ONE,
        "modifiedon": "2024-01-02T03:04:05Z",
    }
    gone = {
        "@odata.context": f"{end.url}$metadata#accounts/$deletedEntity",
        "id": TWO,
        "reason": "deleted",
    }
    service.on(
        "GET",
        "accounts?$deltatoken=1",
        {
            "value": [changed, gone],
            "@odata.deltaLink": f"{end.url}accounts?$deltatoken=2",
        },
    )

    changes, after = end.changes(position)
    at = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert changes[0] == Change("account", "update", (ONE,), None, None, None, at)
    assert changes[1][:3] == ("account", "delete", (TWO,))
    assert json.loads(after) == {"account": "accounts?$deltatoken=2"}


def test_the_first_look_asks_for_changes_to_be_tracked(
    service: WebService, end: ODataEnd
) -> None:
    """With all columns of the map, so that none of their changes is left out."""
    assert json.loads(watch(service, end)) == {"account": "accounts?$deltatoken=1"}

    asked = service.asked[-1]
    assert asked.headers["Prefer"] == "odata.track-changes"
    assert asked.url == (
        "accounts?$select=accountid,accountnumber,creditlimit,statecode,"
        "_company_value,_ownerid_value,modifiedon"
    )


def test_what_the_sync_wrote_bears_its_mark(service: WebService, end: ODataEnd) -> None:
    """By its version; once somebody else has changed the row it is a change like others."""
    position = watch(service, end)
    shown = Response(
        json.dumps({"@odata.etag": 'W/"8"', "accountid": ONE}),
        mimetype="application/json",
    )
    service.on("PATCH", "accounts", shown)

    for version, origin in (('W/"8"', "dwmap:Accounts"), ('W/"9"', None)):
        with end.transaction("dwmap:Accounts"):
            end.update(ACCOUNTS, ("statecode",), [(1, ONE)])
        service.on(
            "GET",
            "accounts?$deltatoken=1",
            {
                "value": [{"@odata.etag": version, "accountid": ONE}],
                "@odata.deltaLink": f"{end.url}accounts?$deltatoken=1",
            },
        )
        [change] = end.changes(position)[0]
        assert change.origin == origin


def test_an_expired_delta_link_begins_anew(service: WebService, end: ODataEnd) -> None:
    """With every row as a change: too many, and never one too few."""
    position = watch(service, end)
    service.on("GET", "accounts?$deltatoken=1", refusal(410, "token has expired"))
    service.on(
        "GET",
        "accounts?$select",
        {
            "value": [{"accountid": ONE}, {"accountid": TWO}],
            "@odata.deltaLink": f"{end.url}accounts?$deltatoken=9",
        },
    )

    changes, after = end.changes(position)
    assert [each.row for each in changes] == [(ONE,), (TWO,)]
    assert json.loads(after) == {"account": "accounts?$deltatoken=9"}


def test_a_table_without_change_tracking_is_told(
    service: WebService, end: ODataEnd
) -> None:
    """With what to do about it."""
    definitions(service)["ChangeTrackingEnabled"] = False

    with pytest.raises(EndError, match="account cannot be watched: switch on"):
        end.capture([ACCOUNTS])


def test_a_table_that_the_service_lacks_is_told(
    service: WebService, end: ODataEnd
) -> None:
    """Before anything is read or written."""
    service.on("GET", "EntityDefinitions", {"value": []})

    with pytest.raises(EndError, match="ce: the service has no table cdm_companies"):
        end.create_tables()
