"""What a client of Dataverse meets: keys, lookups, options, versions, and refusals in its words."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from harness.sandboxes import company_of, error_of, new_account

CE = "/api/data/v9.2"
ROW = {"Prefer": "return=representation"}
NOTES = {"Prefer": 'odata.include-annotations="*"'}


def test_a_new_row_is_known_by_its_address(api: httpx.Client) -> None:
    """Without a preference the answer is the address alone."""
    made = api.post(f"{CE}/accounts", json={"name": "A", "credit": 1.5})

    assert (made.status_code, made.content) == (204, b"")
    row = api.get(made.headers["OData-EntityId"]).json()
    assert (row["name"], row["credit"], row["closed"]) == ("A", 1.5, False)
    assert row["@odata.context"].endswith("$metadata#accounts/$entity")
    assert (row["statecode"], row["statuscode"]) == (0, 1)


def test_a_decimal_keeps_its_digits(api: httpx.Client) -> None:
    """An amount is no float on its way."""
    made = api.post(
        f"{CE}/accounts",
        content='{"name": "A", "credit": 12345678.90}',
        headers=ROW,
    )

    assert '"credit":12345678.90,' in made.text


def test_a_row_that_is_there_is_changed_by_its_alternate_key(
    api: httpx.Client,
) -> None:
    """PATCH creates, and then changes, one and the same row."""
    address = f"{CE}/accounts(number='C''1/x',_firm_value={company_of(api)})"
    first = api.patch(address.replace("/x", "%2Fx"), json={"name": "one"}, headers=ROW)
    second = api.patch(address, json={"name": "two"}, headers=ROW)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["accountid"] == second.json()["accountid"]
    assert (second.json()["number"], second.json()["name"]) == ("C'1/x", "two")
    assert api.get(f"{CE}/accounts/$count").text == "1"


def test_headers_say_whether_to_create_or_to_change(api: httpx.Client) -> None:
    """`If-Match: *` only changes, `If-None-Match: *` only creates."""
    address = f"{CE}/accounts(00000000-0000-0000-0000-00000000000a)"
    body = {"name": "A"}

    missing = api.patch(address, json=body, headers={"If-Match": "*"})
    made = api.patch(address, json=body, headers={"If-None-Match": "*"})
    again = api.patch(address, json=body, headers={"If-None-Match": "*"})

    assert error_of(missing, 404)[0] == "0x80040217"
    assert made.status_code == 204
    assert error_of(again, 412)[0] == "0x80040237"


def test_an_old_version_is_not_overwritten(api: httpx.Client) -> None:
    """The ETag is that of the last write; reading with it says that nothing is new."""
    row = new_account(api)
    address, tag = f"{CE}/accounts({row['accountid']})", row["@odata.etag"]

    assert api.get(address, headers={"If-None-Match": tag}).status_code == 304
    first = api.patch(address, json={"name": "B"}, headers={"If-Match": tag})
    second = api.patch(address, json={"name": "C"}, headers={"If-Match": tag})
    gone = api.delete(address, headers={"If-Match": tag})

    assert first.status_code == 204
    assert error_of(second, 412)[0] == error_of(gone, 412)[0] == "0x80060882"
    assert api.get(address).json()["name"] == "B"


def test_an_alternate_key_may_have_parts_of_every_type(api: httpx.Client) -> None:
    """Options, numbers, days, moments and truths."""
    account = new_account(api)["accountid"]
    key = "kind=3,line=7,day=2026-01-31,rate=1.5,open=true,seen=2026-01-31T08:00:00Z"
    body = {"number": "S1", "account@odata.bind": f"/accounts({account})"}

    assert api.patch(f"{CE}/orders({key})", json=body).status_code == 204

    row = api.get(f"{CE}/orders(number='S1')").json()
    assert (row["kind"], row["line"], row["rate"], row["open"]) == (3, 7, 1.5, True)
    assert row["seen"] == "2026-01-31T08:00:00Z"
    assert api.patch(f"{CE}/orders({key})", json={"number": "S2"}).status_code == 204
    assert api.get(f"{CE}/orders/$count").text == "1"
    missing = api.get(f"{CE}/orders({key.replace('=7', '=8')})")
    assert error_of(missing, 404)[0] == "0x80060891"
    assert api.get(f"{CE}/orders({key.replace('=7', '=null')})").status_code == 404


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": 2}, "0x8004431a"),
        ({"kind": "Customer"}, "0x80048d19"),
        ({"name": "more than ten"}, "0x80044331"),
        ({"name": None}, "0x80040203"),
        ({"credit": 1e9}, "0x8004431a"),
        ({"credit": "1"}, "0x80048d19"),
        ({"visits": 2**31}, "0x8004431a"),
        ({"visits": True}, "0x80048d19"),
        ({"seen": "yesterday"}, "0x80048d19"),
        ({"note": 2**63}, "0x8004431a"),
        ({"note": {"a": 1}}, "0x80048d19"),
        ({"nothing": 1}, "0x80048d19"),
        ({"name": "\ud800"}, "0x80048d19"),
    ],
)
def test_a_value_is_held_to_its_column(
    api: httpx.Client, values: dict[str, Any], code: str
) -> None:
    """Option sets, lengths, required columns, ranges, types and names."""
    body = {"name": "A", **values}

    response = api.post(f"{CE}/accounts", content=json.dumps(body))

    assert error_of(response, 400)[0] == code
    assert api.get(f"{CE}/accounts/$count").text == "0"


@pytest.mark.parametrize(
    "body",
    [
        '{"name": "A", "note": 1e400}',
        '{"name": "A", "ratio": 1e400}',
        '{"name": "A", "credit": 1e999999999}',
        '{"name": "A", "credit": 1e-999999999}',
        '{"name": "A", "visits": NaN}',
        '{"name": "A"',
        '["A"]',
        "",
    ],
)
def test_a_body_that_no_column_can_hold_is_refused(
    api: httpx.Client, body: str
) -> None:
    """Numbers without end, and what is no JSON object."""
    assert api.post(f"{CE}/accounts", content=body).status_code == 400
    row = new_account(api, ratio=0.1, visits=-(2**31))
    assert (row["ratio"], row["visits"]) == (0.1, -(2**31))


def test_a_key_is_given_once(api: httpx.Client) -> None:
    """A second row with the key is refused; one without a company has no key to share."""
    bound = {"number": "C1", "firm@odata.bind": "/companies(code='USMF')"}
    new_account(api, **bound)

    again = api.post(f"{CE}/accounts", json={"name": "B", **bound})

    assert error_of(again, 412)[0] == "0x80040237"
    new_account(api, number="C1")
    new_account(api, number="C1")


def test_what_is_written_by_creation_only_stays(api: httpx.Client) -> None:
    """As the product, without a word."""
    row = new_account(api, source="web")
    address = f"{CE}/accounts({row['accountid']})"

    assert api.patch(address, json={"source": "shop"}).status_code == 204
    assert api.get(address).json()["source"] == "web"


def test_an_empty_value_is_null_and_a_moment_is_in_utc(api: httpx.Client) -> None:
    """Nothing stands in for nothing."""
    row = new_account(api, seen="2026-01-31T12:00:00+02:00", since="2026-01-31")

    assert (row["number"], row["visits"], row["note"]) == (None, None, None)
    assert (row["seen"], row["since"]) == ("2026-01-31T10:00:00Z", "2026-01-31")


@pytest.mark.parametrize("value", ["x", 7, 1.5, True, False, ""])
def test_a_column_without_a_type_gives_back_what_it_got(
    api: httpx.Client, value: object
) -> None:
    """Text stays text, and true is not 1."""
    row = new_account(api, note=value)

    assert row["note"] == value
    assert type(row["note"]) is type(value)


def test_parts_of_a_row_have_addresses(api: httpx.Client) -> None:
    """A property, its bare value, the row behind a lookup and the reference to it."""
    row = new_account(api, visits=3, **{"firm@odata.bind": "/companies(code='USMF')"})
    address = f"{CE}/accounts({row['accountid']})"

    assert api.get(f"{address}/visits").json() == {"value": 3}
    assert api.get(f"{address}/visits/$value").text == "3"
    assert api.get(f"{address}/firm").json()["code"] == "USMF"
    assert company_of(api) in api.get(f"{address}/firm/$ref").json()["@odata.id"]
    assert api.put(f"{address}/visits", json={"value": 4}).status_code == 204
    assert api.get(f"{address}/visits").json() == {"value": 4}
    assert api.delete(f"{address}/visits").status_code == 204
    assert api.get(f"{address}/visits").status_code == 204
    api.post(f"{CE}/companies", json={"code": "DEMF"}).raise_for_status()
    reference = {"@odata.id": f"{api.base_url}{CE}/companies(code='DEMF')"}
    assert api.put(f"{address}/firm/$ref", json=reference).status_code == 204
    assert api.get(f"{address}/firm").json()["code"] == "DEMF"
    assert api.get(f"{address}/parent").status_code == 204
    assert api.get(f"{address}/nothing").status_code == 404


def test_what_is_not_there_is_not_found(api: httpx.Client) -> None:
    """A segment, a method, and a key that is none."""
    assert error_of(api.get(f"{CE}/nothings"), 404)[0] == "0x80060888"
    assert error_of(api.put(f"{CE}/accounts", json={}), 405)[0] == "0x80060888"
    assert error_of(api.get(f"{CE}/accounts(name='A')"), 400)[0] == "0x80060888"
    assert error_of(api.get("/elsewhere"), 404)[0] == "0x80060888"


def test_many_rows_are_written_whole(api: httpx.Client) -> None:
    """Actions on a collection: one row that is refused leaves the others unwritten."""
    space = f"{CE}/accounts/Microsoft.Dynamics.CRM."
    row = new_account(api)

    def run(action: str, *targets: dict[str, Any]) -> httpx.Response:
        return api.post(space + action, json={"Targets": targets})

    missing = {"accountid": "00000000-0000-0000-0000-00000000000a", "name": "C"}
    change = {"accountid": row["accountid"], "name": "B"}
    assert error_of(run("UpdateMultiple", change, missing), 404)[0] == "0x80040217"
    assert error_of(run("CreateMultiple", {"name": "D"}, {"name": None}), 400)
    assert error_of(api.post(space + "CreateMultiple", json={"Targets": 1}), 400)
    assert error_of(run("Nothing"), 404)
    names = [each["name"] for each in api.get(f"{CE}/accounts").json()["value"]]
    assert names == ["A"]
    assert run("UpsertMultiple", change, missing).status_code == 204
    names = [each["name"] for each in api.get(f"{CE}/accounts").json()["value"]]
    assert names == ["B", "C"]


def test_rows_are_deleted_by_a_list_of_ids_only(api: httpx.Client) -> None:
    """Another condition is refused, and not taken for all rows."""
    id = new_account(api)["accountid"]

    def run(operator: str, attribute: str = "accountid") -> httpx.Response:
        condition = {
            "AttributeName": attribute,
            "Operator": operator,
            "Values": [{"Value": id}],
        }
        query = {"EntityName": "account", "Criteria": {"Conditions": [condition]}}
        return api.post(f"{CE}/BulkDelete", json={"QuerySet": [query]})

    assert run("NotIn").status_code == run("In", "name").status_code == 501
    assert api.post(f"{CE}/BulkDelete", json={"QuerySet": []}).status_code == 501
    assert api.get(f"{CE}/BulkDelete").status_code == 405
    assert api.get(f"{CE}/accounts/$count").text == "1"
    assert run("In").status_code == 200
    assert api.get(f"{CE}/accounts/$count").text == "0"


def test_a_client_can_ask_for_definitions(api: httpx.Client) -> None:
    """Tables, their columns, keys and lookups with the names to bind them by."""
    table = f"{CE}/EntityDefinitions(LogicalName='order')"
    condition = {
        "$filter": "EntitySetName eq 'orders'",
        "$select": "PrimaryIdAttribute",
    }

    (found,) = api.get(f"{CE}/EntityDefinitions", params=condition).json()["value"]
    assert found["PrimaryIdAttribute"] == "orderid"
    assert api.get(table).json()["MetadataId"] == found["MetadataId"]
    columns = api.get(f"{table}/Attributes?$select=LogicalName,AttributeType").json()
    types = {row["LogicalName"]: row["AttributeType"] for row in columns["value"]}
    assert (types["customer"], types["number"]) == ("Lookup", "String")
    keys = [row["KeyAttributes"] for row in api.get(f"{table}/Keys").json()["value"]]
    everything = ["kind", "line", "day", "rate", "open", "seen"]
    assert keys == [["number"], everything]
    lookups = api.get(f"{table}/ManyToOneRelationships").json()["value"]
    name = "ReferencingEntityNavigationPropertyName"
    assert [(row[name], row["ReferencedEntity"]) for row in lookups] == [
        ("customer_account", "account"),
        ("customer_contact", "contact"),
        ("account", "account"),
    ]
    missing = api.get(f"{CE}/EntityDefinitions(LogicalName='nothing')")
    assert missing.status_code == 404


def test_definitions_are_expanded(api: httpx.Client) -> None:
    """One request tells a client all it needs of a table, and no more than it asks for."""
    options = {
        "$select": "LogicalName",
        "$filter": "LogicalName eq 'orders' or EntitySetName eq 'orders'",
        "$expand": "Attributes($select=LogicalName),Keys,"
        "ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity)",
    }

    (found,) = api.get(f"{CE}/EntityDefinitions", params=options).json()["value"]

    assert {"LogicalName": "number"}.items() <= found["Attributes"][1].items()
    assert "AttributeType" not in found["Attributes"][1]
    assert found["Keys"][0]["EntityKeyIndexStatus"] == "Active"
    first, *_ = found["ManyToOneRelationships"]
    assert (first["ReferencingAttribute"], first["ReferencedEntity"]) == (
        "customer",
        "account",
    )
    one = (
        f"{CE}/EntityDefinitions(LogicalName='order')?$select=LogicalName&$expand=Keys"
    )
    assert len(api.get(one).json()["Keys"]) == 2
    for wrong, status in (("Nothing", 400), ("Keys($filter=LogicalName eq 'x')", 501)):
        asked = {"$expand": wrong}
        answer = api.get(f"{CE}/EntityDefinitions", params=asked)
        assert answer.status_code == status


def test_an_answer_has_an_id_and_says_how_much_is_left(api: httpx.Client) -> None:
    """For logs, and for those who slow down in time."""
    first, second = (api.get(f"{CE}/accounts").headers for _ in range(2))

    assert first["x-ms-service-request-id"] != second["x-ms-service-request-id"]
    left = "x-ms-ratelimit-burst-remaining-xrm-requests"
    assert int(first[left]) == int(second[left]) + 1


def test_a_client_can_ask_who_it_is(api: httpx.Client) -> None:
    """What libraries ask when they log in."""
    who = api.get(f"{CE}/WhoAmI()").json()

    assert {*who} >= {"UserId", "BusinessUnitId", "OrganizationId"}
    assert api.get(f"{CE}/RetrieveVersion").json()["Version"].startswith("9.2.")
