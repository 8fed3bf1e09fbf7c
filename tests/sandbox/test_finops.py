"""What a client of finance and operations meets: companies, composite keys, symbols, and values for nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from harness.sandboxes import Sandbox

FO = "/data"
ONE = f"{FO}/Customers(dataAreaId='USMF',Account='C1')"


@pytest.fixture
def fo(sandbox: Sandbox) -> httpx.Client:
    """The client of this side."""
    return sandbox.left


def _customer(client: httpx.Client, **values: Any) -> dict[str, Any]:
    body = {"Account": "C1", "Name": "A", **values}
    made = client.post(f"{FO}/Customers", json=body)
    assert made.status_code == 201, made.text
    return dict(made.json())


def _error(response: httpx.Response, status: int) -> str:
    """The message behind the general one."""
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert (error["code"], error["message"]) == ("", "An error has occurred.")
    return str(error["innererror"]["message"])


def test_nothing_is_an_empty_value_of_its_type(fo: httpx.Client) -> None:
    """There is no null: an empty text, 1900-01-01, zero, the first symbol."""
    row = _customer(fo, Note=None, Since=None)

    assert (row["dataAreaId"], row["Note"], row["Source"]) == ("USMF", "", "")
    assert row["Since"] == "1900-01-01T12:00:00Z"
    assert row["Seen"] == "1900-01-01T00:00:00Z"
    assert (row["Credit"], row["Visits"], row["Blocked"]) == (0, 0, "No")


def test_a_day_is_a_moment_at_noon(fo: httpx.Client) -> None:
    """Written as a day or a moment, read as the product has it."""
    assert _customer(fo, Since="2026-01-31")["Since"] == "2026-01-31T12:00:00Z"
    changed = {"Since": "2026-02-28T12:00:00Z"}
    assert fo.patch(ONE, json=changed).status_code == 204
    assert fo.get(ONE).json()["Since"] == "2026-02-28T12:00:00Z"


def test_a_request_looks_at_the_company_of_the_user(fo: httpx.Client) -> None:
    """Rows of others are seen, changed and deleted with `cross-company=true` only."""
    _customer(fo)
    _customer(fo, dataAreaId="DEMF")
    other = f"{FO}/Customers(dataAreaId='DEMF',Account='C1')"
    across = "?cross-company=true"

    assert len(fo.get(f"{FO}/Customers").json()["value"]) == 1
    assert len(fo.get(f"{FO}/Customers{across}").json()["value"]) == 2
    assert fo.get(other).status_code == 404
    assert fo.patch(other, json={"Name": "B"}).status_code == 404
    assert fo.patch(other + across, json={"Name": "B"}).status_code == 204
    assert fo.get(other + across).json()["Name"] == "B"
    assert fo.get(f"{FO}/Customers/$count").text == "1"
    assert fo.delete(other + across).status_code == 204


def test_a_symbol_is_filtered_by_its_qualified_literal(fo: httpx.Client) -> None:
    """A bare text is of another type, and so is a symbol of another enum."""
    _customer(fo, Blocked="Yes")
    _customer(fo, Account="C2")
    literal = "Microsoft.Dynamics.DataEntities.NoYes'Yes'"

    def found(condition: str) -> httpx.Response:
        return fo.get(f"{FO}/Customers", params={"$filter": condition})

    rows = found(f"Blocked eq {literal}").json()["value"]
    assert [row["Account"] for row in rows] == ["C1"]
    assert "incompatible types" in _error(found("Blocked eq 'Yes'"), 400)
    assert "incompatible types" in _error(found(f"Name eq {literal}"), 400)
    _error(found("Blocked eq Microsoft.Dynamics.DataEntities.Other'Yes'"), 400)
    _error(found("Blocked eq Microsoft.Dynamics.DataEntities.NoYes'Maybe'"), 400)


@pytest.mark.parametrize(
    ("condition", "accounts"),
    [
        ("Since eq 1900-01-01T12:00:00Z", "C2"),
        ("Since ge 2026-01-31T12:00:00Z", "C1"),
        ("Seen lt 1900-01-02T00:00:00Z", "C2"),
        ("Credit gt 9 and Visits eq 0", "C1"),
        ("Note eq ''", "C2"),
        ("Note eq null", ""),
        ("Note eq Microsoft.Dynamics.DataEntities.Unknown'Fee'", "C1"),
        ("dataAreaId eq 'usmf'", "C1 C2"),
    ],
)
def test_a_filter_knows_the_values_for_nothing(
    fo: httpx.Client, condition: str, accounts: str
) -> None:
    """And takes symbols where the type of a field is not known."""
    moment = {"Since": "2026-01-31", "Seen": "2026-01-31T08:00:00Z"}
    _customer(fo, Credit=10, Note="fee", **moment)
    _customer(fo, Account="C2", Credit=9)

    rows = fo.get(f"{FO}/Customers", params={"$filter": condition}).json()["value"]

    assert " ".join(row["Account"] for row in rows) == accounts


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"Blocked": "Maybe"}, "DataEntities.NoYes"),
        ({"Blocked": 1}, "NoYes"),
        ({"Name": ""}, "must be filled in"),
        ({"Name": "more than ten"}, "longer than 10"),
        ({"Nothing": 1}, "does not exist on type"),
        ({"Credit": "1"}, "Edm.Decimal"),
    ],
)
def test_a_value_is_held_to_its_field(
    fo: httpx.Client, values: dict[str, Any], part: str
) -> None:
    """Symbols, required fields, lengths, names and types."""
    body = {"Account": "C1", "Name": "A", **values}

    assert part in _error(fo.post(f"{FO}/Customers", json=body), 400)


def test_keys_and_fields_of_creation_do_not_change(fo: httpx.Client) -> None:
    """The same value is no change."""
    _customer(fo, Source="web")

    for changed in ({"Account": "C2"}, {"dataAreaId": "DEMF"}, {"Source": "x"}):
        message = _error(fo.patch(ONE, json=changed), 400)
        assert "Update not allowed" in message
    same = {"Account": "c1", "dataAreaId": "usmf", "Source": "web", "Name": "B"}
    assert fo.patch(ONE, json=same).status_code == 204
    row = fo.get(ONE).json()
    assert (row["dataAreaId"].upper(), row["Name"]) == ("USMF", "B")


def test_a_row_is_changed_only_where_it_is(fo: httpx.Client) -> None:
    """PATCH makes no row in this product; POST makes none twice."""
    assert "selecting for update" in _error(fo.patch(ONE, json={"Name": "B"}), 404)
    _customer(fo)
    again = fo.post(f"{FO}/Customers", json={"Account": "c1", "Name": "B"})
    assert "already exists" in _error(again, 400)


def test_an_old_version_is_not_overwritten(fo: httpx.Client) -> None:
    """As the other product, in other words."""
    tag = _customer(fo)["@odata.etag"]

    first = fo.patch(ONE, json={"Name": "B"}, headers={"If-Match": tag})
    second = fo.patch(ONE, json={"Name": "C"}, headers={"If-Match": tag})

    assert first.status_code == 204
    assert "changed by another user" in _error(second, 412)


def test_a_whole_key_is_wanted(fo: httpx.Client) -> None:
    """Without the company it is none."""
    assert "number of keys" in _error(fo.get(f"{FO}/Customers(Account='C1')"), 400)
    assert "number of keys" in _error(fo.get(f"{FO}/Customers('C1')"), 400)


def test_an_entity_without_a_key_has_a_record_id(fo: httpx.Client) -> None:
    """So that its rows have addresses."""
    made = fo.post(f"{FO}/Notes", json={"Text": "x"})

    record = made.json()["RecId"]
    assert made.headers["Location"].endswith(f"/data/Notes({'RecId'}={record})")
    assert fo.get(made.headers["Location"]).json()["Text"] == "x"


def test_a_key_may_have_parts_of_every_type(fo: httpx.Client) -> None:
    """Symbols, numbers, days and truths, as the address of the new row has them."""
    body = {"Blocked": "Yes", "Line": -1, "Day": "2026-01-31", "Rate": 1.5}
    made = fo.post(f"{FO}/Rates", json={**body, "Open": True, "Code": 7})

    address = made.headers["Location"]
    assert address.endswith(
        "/Rates(Blocked=Microsoft.Dynamics.DataEntities.NoYes'Yes',Line=-1,"
        "Day=2026-01-31T12:00:00Z,Rate=1.5000,Open=true,Code=7)"
    )
    row = fo.get(address).json()
    assert (row["Line"], row["Open"], row["Code"]) == (-1, True, 7)
    assert fo.get(address.replace("NoYes'Yes'", "NoYes'No'")).status_code == 404
    assert fo.get(address.replace("Line=-1", "Line=Infinity")).status_code == 400
    assert fo.get(address.replace("Rate=1.5000", "Rate=1.5")).status_code == 200


def test_a_text_in_a_key_stands_in_quotes(fo: httpx.Client) -> None:
    """A number is none, and a name is given once."""
    for key in ("dataAreaId='USMF',Account=1", "dataAreaId='a',dataAreaId='b'", "''x"):
        assert _error(fo.get(f"{FO}/Customers({key})"), 400)


def test_clients_poll_by_the_moment_of_the_last_write(fo: httpx.Client) -> None:
    """There is no delta in this product."""
    moment = _customer(fo)["ModifiedDateTime"]

    def since(sign: str) -> int:
        condition = {"$filter": f"ModifiedDateTime {sign} {moment}"}
        return len(fo.get(f"{FO}/Customers", params=condition).json()["value"])

    assert (since("ge"), since("lt")) == (1, 0)
    tracked = fo.get(f"{FO}/Customers", headers={"Prefer": "odata.track-changes"})
    assert "@odata.deltaLink" not in tracked.json()


def test_a_key_is_written_into_an_address_as_it_is_read(fo: httpx.Client) -> None:
    """Quotes, slashes, blanks and letters of every alphabet."""
    account = "A'b/c d&ü+%"
    made = fo.post(f"{FO}/Customers", json={"Account": account, "Name": "A"})

    assert fo.get(made.headers["Location"]).json()["Account"] == account


def test_the_metadata_service_tells_of_one_entity(fo: httpx.Client) -> None:
    """Its columns with their types, and which are the key; `$metadata` is large in the product."""
    asked = {"$filter": "EntitySetName eq 'Customers'"}

    (found,) = fo.get("/metadata/PublicEntities", params=asked).json()["value"]

    columns = {each["Name"]: each for each in found["Properties"]}
    keys = {name for name, each in columns.items() if each["IsKey"]}
    assert keys == {"dataAreaId", "Account"}
    assert columns["Since"]["TypeName"] == "Edm.DateTimeOffset"
    assert columns["Blocked"]["TypeName"] == "Microsoft.Dynamics.DataEntities.NoYes"
    assert fo.get("/Metadata/PublicEntities('Customers')").json() == found
    assert fo.get("/metadata/PublicEntities('Nothing')").status_code == 404
    assert fo.get("/metadata/Labels").status_code == 404
    assert fo.post("/metadata/PublicEntities", json={}).status_code == 405
