"""Dataverse: lookups, binds, alternate keys and upserts, as its documentation has them."""

from __future__ import annotations

from decimal import Decimal

from dwmap.runtime import Either, Path, either, path
from dwmap.runtime.connectors._base import write_each
from dwmap.runtime.connectors.odata import ODataEnd
from harness.web_service import WebService, refusal
from pytest_httpserver import HTTPServer
from runtime.connectors.dataverse_service import (
    ACCOUNTS,
    COLUMNS,
    COMPANIES,
    ONE,
    OWNER,
    THREE,
    TWO,
    definitions,
)

# Reading


def test_lookups_are_followed_by_their_navigation_properties(
    dataverse: WebService, dataverse_end: ODataEnd
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
    dataverse.on("GET", "accounts", {"value": [row]})

    owner = either(
        "ownerid", ("ce.contacts", "fullname"), ("ce.companies", "cdm_companycode")
    )
    paths: list[Path | Either] = [
        path("creditlimit"),
        path("company"),
        path("company", "cdm_companycode"),
        owner,
    ]
    assert list(dataverse_end.read(ACCOUNTS, paths, companies=["USMF"])) == [
        [(Decimal("10.1"), TWO, "USMF", "DEMF")]
    ]
    assert dataverse.urls("GET")[-1] == (
        "accounts?$select=creditlimit,_company_value&$expand=Company($select=cdm_companycode),"
        "ownerid_contact($select=fullname),ownerid_company($select=cdm_companycode)"
        "&$filter=Company/cdm_companycode eq 'USMF'"
    )


def test_the_table_of_a_lookup_is_told_by_our_name(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """The service says a logical name; a table may be declared under the name of its set."""
    dataverse.on(
        "GET", "accounts", {"value": [{"_ownerid_value": TWO, OWNER: "cdm_company"}]}
    )

    found = list(
        dataverse_end.read(ACCOUNTS, [path("ownerid"), path("ownerid" + "type")])
    )
    assert found == [[(TWO, "cdm_companies")]]
    asked = dataverse.asked[-1]
    assert asked.url == "accounts?$select=_ownerid_value"
    assert "lookuplogicalname" in asked.headers["Prefer"]


def test_a_row_id_that_is_called_otherwise(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """The service knows its own name of a primary key that the map only guessed."""
    dataverse.on("GET", "cdm_companies", {"value": [{"cdm_companyid": ONE}]})

    assert list(dataverse_end.read(COMPANIES, [path("cdm_companiesid")])) == [[(ONE,)]]


def test_pages_are_followed(
    dataverse: WebService, dataverse_end: ODataEnd, httpserver: HTTPServer
) -> None:
    """To the last; the size of a page is asked for."""
    more = f"http://localhost:{httpserver.port}/api/data/v9.2/accounts?$skiptoken=2"
    dataverse.on(
        "GET",
        "accounts?$select",
        {"value": [{"accountnumber": "A"}], "@odata.nextLink": more},
    )
    dataverse.on("GET", "accounts?$skiptoken=2", {"value": [{"accountnumber": "B"}]})

    rows = list(dataverse_end.read(ACCOUNTS, [path("accountnumber")], batch_size=10))
    assert rows == [[("A",), ("B",)]]
    assert "odata.maxpagesize=10" in dataverse.asked[-1].headers["Prefer"]


def test_rows_are_counted_beyond_five_thousand(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """$count stops there."""
    dataverse.on("GET", "accounts", {"value": [{"accountid": ONE}] * 5001})

    assert dataverse_end.count(ACCOUNTS) == 5001


# Writing


def test_a_row_is_put_under_its_id_with_its_lookups_bound(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """An upsert: sent twice, it does what it does once. An empty lookup of a new row is left out."""
    dataverse.on("PATCH", "accounts", 204)

    with dataverse_end.transaction():
        dataverse_end.insert(
            ACCOUNTS,
            (*COLUMNS, "ownerid", "owneridtype"),
            [
                (ONE, "A1", TWO, Decimal("10.10"), THREE, "cdm_companies"),
                (TWO, "A2", None, None, None, None),
            ],
        )
    first, second = dataverse.asked[-2:]
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
    assert dataverse.batches == 1


def test_a_row_without_an_id_is_put_under_its_alternate_key(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """In which a lookup is called by its property."""
    dataverse.on("PATCH", "accounts", 204)

    dataverse_end.insert(
        ACCOUNTS, ("accountnumber", "company", "statecode"), [("A'1/x", TWO, 1)]
    )
    asked = dataverse.asked[-1]
    assert asked.url == f"accounts(accountnumber='A''1/x',_company_value={TWO})"
    assert asked.json == {"statecode": 1}


def test_a_key_that_is_not_kept_unique_is_looked_for(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """Else a second row would have it."""
    definitions(dataverse)["Keys"] = []
    row = {"accountid": ONE, "accountnumber": "A1", "_company_value": TWO}
    dataverse.on("GET", "accounts", {"value": [row]})
    dataverse.on("PATCH", f"accounts({ONE})", 204)

    dataverse_end.insert(ACCOUNTS, COLUMNS, [(THREE, "A1", TWO, Decimal(5))])
    asked = dataverse.asked[-1]
    assert (asked.url, asked.json) == (f"accounts({ONE})", {"creditlimit": 5})
    assert asked.headers["If-Match"] == "*"


def test_a_double_key_updates_the_row_that_has_it(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """The service refuses the new id, since another row has the key already."""
    double = refusal(412, "A record with matching key values already exists.")
    row = {"accountid": ONE, "accountnumber": "A1", "_company_value": TWO}
    dataverse.on("PATCH", f"accounts({THREE})", double)
    dataverse.on("GET", "accounts", {"value": [row]})
    dataverse.on("PATCH", f"accounts({ONE})", 204)

    rows = [(THREE, "A1", TWO, Decimal(5))]
    with dataverse_end.transaction():
        refused = write_each(
            dataverse_end,
            lambda some: dataverse_end.insert(ACCOUNTS, COLUMNS, some),
            rows,
        )
    assert refused == {}
    assert dataverse.urls("PATCH")[-1] == f"accounts({ONE})"


def test_an_update_never_creates_and_sets_lookups_free(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """If-Match: * and a bind to null."""
    dataverse.on("PATCH", "accounts", 204)

    dataverse_end.update(ACCOUNTS, ("company", "statecode"), [(None, 1, ONE)])
    asked = dataverse.asked[-1]
    assert asked.json == {"Company@odata.bind": None, "statecode": 1}
    assert asked.headers["If-Match"] == "*"


def test_a_lookup_to_a_row_that_is_not_there_is_refused(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """With 404, like an update of a row that is gone; but the row itself is there."""
    dataverse.on(
        "PATCH", "accounts", refusal(404, "cdm_company With Id = 2 Does Not Exist")
    )
    dataverse.on("GET", "accounts", {"value": [{"accountid": ONE}]})

    with dataverse_end.transaction():
        refused = write_each(
            dataverse_end,
            lambda rows: dataverse_end.update(ACCOUNTS, ("company",), rows),
            [(TWO, ONE)],
        )
    assert "cdm_company With Id = 2 Does Not Exist" in refused[0].message
    assert "404" in refused[0].message


def test_a_value_that_is_no_guid_is_refused_before_it_is_sent(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """It would be a part of the URL."""
    asked = len(dataverse.asked)

    with dataverse_end.transaction():
        refused = write_each(
            dataverse_end,
            lambda rows: dataverse_end.delete(ACCOUNTS, rows),
            [("1)/x",), ("2",)],
        )
    assert sorted(refused) == [0, 1]
    assert (
        dataverse_end.find(ACCOUNTS, [], [path("accountid")], [("1) or (1 eq 1",)])
        == []
    )
    assert [each.method for each in dataverse.asked[asked:]] == ["GET"]


def test_refused_rows_keep_the_words_of_the_service(
    dataverse: WebService, dataverse_end: ODataEnd
) -> None:
    """The inner message too, the status, and the id of the request for support."""
    inner = {"message": "name is too long", "type": "System.Exception"}
    no = refusal(400, "An error occurred", innererror=inner)
    no.headers["x-ms-service-request-id"] = "abc-1"
    dataverse.on("PATCH", "accounts", 204)
    dataverse.on("PATCH", f"accounts({TWO})", no)
    dataverse.on("GET", "accounts", {"value": []})

    rows = [(each, each[-2:], None, None) for each in (ONE, TWO, THREE)]
    with dataverse_end.transaction():
        refused = write_each(
            dataverse_end,
            lambda some: dataverse_end.insert(ACCOUNTS, COLUMNS, some),
            rows,
        )
    assert list(refused) == [1]
    assert refused[1].message == (
        "ce refused a row of account: An error occurred (name is too long)"
        " (status 400) (request abc-1)"
    )
    assert dataverse.batches == 2
