"""What a client of Dataverse meets: keys, lookups, options, versions, and refusals in its words."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from harness.sandboxes import Sandbox

CE = "/api/data/v9.2"
ROW = {"Prefer": "return=representation"}
NOTES = {"Prefer": 'odata.include-annotations="*"'}


@pytest.fixture
def ce(sandbox: Sandbox) -> httpx.Client:
    """The client of the Dataverse side, with a company in it."""
    made = sandbox.right.post(f"{CE}/companies", json={"code": "USMF"})
    assert made.status_code == 204
    return sandbox.right


def _error(response: httpx.Response, status: int) -> tuple[str, str]:
    """The code and message of a refusal."""
    assert response.status_code == status, response.text
    error = response.json()["error"]
    return error["code"], error["message"]


def _account(client: httpx.Client, **values: Any) -> dict[str, Any]:
    body = {"name": "A", **values}
    made = client.post(f"{CE}/accounts", json=body, headers=ROW)
    assert made.status_code == 201, made.text
    return dict(made.json())


def _company(client: httpx.Client) -> str:
    return str(client.get(f"{CE}/companies(code='USMF')").json()["companyid"])


def test_a_new_row_is_known_by_its_address(ce: httpx.Client) -> None:
    """Without a preference the answer is the address alone."""
    made = ce.post(f"{CE}/accounts", json={"name": "A", "credit": 1.5})

    assert (made.status_code, made.content) == (204, b"")
    row = ce.get(made.headers["OData-EntityId"]).json()
    assert (row["name"], row["credit"], row["closed"]) == ("A", 1.5, False)
    assert row["@odata.context"].endswith("$metadata#accounts/$entity")
    assert (row["statecode"], row["statuscode"]) == (0, 1)


def test_a_decimal_keeps_its_digits(ce: httpx.Client) -> None:
    """An amount is no float on its way."""
    made = ce.post(
        f"{CE}/accounts",
        content='{"name": "A", "credit": 12345678.90}',
        headers=ROW,
    )

    assert '"credit":12345678.90,' in made.text


def test_a_row_that_is_there_is_changed_by_its_alternate_key(ce: httpx.Client) -> None:
    """PATCH creates, and then changes, one and the same row."""
    address = f"{CE}/accounts(number='C''1/x',_firm_value={_company(ce)})"
    first = ce.patch(address.replace("/x", "%2Fx"), json={"name": "one"}, headers=ROW)
    second = ce.patch(address, json={"name": "two"}, headers=ROW)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["accountid"] == second.json()["accountid"]
    assert (second.json()["number"], second.json()["name"]) == ("C'1/x", "two")
    assert ce.get(f"{CE}/accounts/$count").text == "1"


def test_headers_say_whether_to_create_or_to_change(ce: httpx.Client) -> None:
    """`If-Match: *` only changes, `If-None-Match: *` only creates."""
    address = f"{CE}/accounts(00000000-0000-0000-0000-00000000000a)"
    body = {"name": "A"}

    missing = ce.patch(address, json=body, headers={"If-Match": "*"})
    made = ce.patch(address, json=body, headers={"If-None-Match": "*"})
    again = ce.patch(address, json=body, headers={"If-None-Match": "*"})

    assert _error(missing, 404)[0] == "0x80040217"
    assert made.status_code == 204
    assert _error(again, 412)[0] == "0x80040237"


def test_an_old_version_is_not_overwritten(ce: httpx.Client) -> None:
    """The ETag is that of the last write; reading with it says that nothing is new."""
    row = _account(ce)
    address, tag = f"{CE}/accounts({row['accountid']})", row["@odata.etag"]

    assert ce.get(address, headers={"If-None-Match": tag}).status_code == 304
    first = ce.patch(address, json={"name": "B"}, headers={"If-Match": tag})
    second = ce.patch(address, json={"name": "C"}, headers={"If-Match": tag})
    gone = ce.delete(address, headers={"If-Match": tag})

    assert first.status_code == 204
    assert _error(second, 412)[0] == _error(gone, 412)[0] == "0x80060882"
    assert ce.get(address).json()["name"] == "B"


def test_a_lookup_is_bound_by_id_or_alternate_key_and_read_as_a_value(
    ce: httpx.Client,
) -> None:
    """What is written as an address is read as an id, with the logical name on request."""
    row = _account(ce, **{"firm@odata.bind": "/companies(code='USMF')"})
    other = _account(ce, **{"firm@odata.bind": f"companies({_company(ce)})"})

    assert row["_firm_value"] == other["_firm_value"] == _company(ce)
    noted = ce.get(f"{CE}/accounts({row['accountid']})", headers=NOTES).json()
    note = "_firm_value@Microsoft.Dynamics.CRM.lookuplogicalname"
    assert note not in row
    assert noted[note] == "company"


def test_a_lookup_is_emptied(ce: httpx.Client) -> None:
    """By a binding to null, or by deleting the reference."""
    bound = {"firm@odata.bind": "/companies(code='USMF')"}
    first, second = (_account(ce, **bound)["accountid"] for _ in range(2))

    ce.patch(f"{CE}/accounts({first})", json={"firm@odata.bind": None})
    ce.delete(f"{CE}/accounts({second})/firm/$ref")

    for each in (first, second):
        assert ce.get(f"{CE}/accounts({each})").json()["_firm_value"] is None


@pytest.mark.parametrize(
    ("bound", "code"),
    [
        ("/companies(code='DEMF')", "0x80060891"),
        ("/companies(00000000-0000-0000-0000-00000000000a)", "0x80040217"),
    ],
)
def test_a_lookup_at_nothing_is_refused(
    ce: httpx.Client, bound: str, code: str
) -> None:
    """The code says whether an id or a key was looked for."""
    body = {"name": "A", "firm@odata.bind": bound}

    assert _error(ce.post(f"{CE}/accounts", json=body), 404)[0] == code


def test_a_lookup_is_not_written_as_a_value(ce: httpx.Client) -> None:
    """The product refuses it, and says how to."""
    body = {"name": "A", "_firm_value": _company(ce)}

    _, message = _error(ce.post(f"{CE}/accounts", json=body), 400)

    assert "Use Navigation properties instead" in message


def test_a_lookup_at_several_tables_has_a_name_for_each(ce: httpx.Client) -> None:
    """One value, and the logical name says of which table."""
    ce.post(f"{CE}/contacts", json={"fullname": "Jo"})
    contact = ce.get(f"{CE}/contacts").json()["value"][0]["contactid"]
    account = _account(ce, number="C1")["accountid"]
    body = {
        "number": "S1",
        "customer_contact@odata.bind": f"/contacts({contact})",
        "account@odata.bind": f"/accounts({account})",
    }

    assert ce.post(f"{CE}/orders", json=body).status_code == 204

    expand = "$expand=customer_contact($select=fullname),customer_account"
    row = ce.get(f"{CE}/orders(number='S1')?{expand}", headers=NOTES).json()
    assert row["_customer_value"] == contact
    logical = row["_customer_value@Microsoft.Dynamics.CRM.lookuplogicalname"]
    assert (logical, row["customer_account"]) == ("contact", None)
    assert row["customer_contact"]["fullname"] == "Jo"
    wrong = {"customer_account@odata.bind": f"/contacts({contact})"}
    _error(ce.patch(f"{CE}/orders(number='S1')", json=wrong), 400)


def test_an_alternate_key_may_have_parts_of_every_type(ce: httpx.Client) -> None:
    """Options, numbers, days, moments and truths."""
    account = _account(ce)["accountid"]
    key = "kind=3,line=7,day=2026-01-31,rate=1.5,open=true,seen=2026-01-31T08:00:00Z"
    body = {"number": "S1", "account@odata.bind": f"/accounts({account})"}

    assert ce.patch(f"{CE}/orders({key})", json=body).status_code == 204

    row = ce.get(f"{CE}/orders(number='S1')").json()
    assert (row["kind"], row["line"], row["rate"], row["open"]) == (3, 7, 1.5, True)
    assert row["seen"] == "2026-01-31T08:00:00Z"
    assert ce.patch(f"{CE}/orders({key})", json={"number": "S2"}).status_code == 204
    assert ce.get(f"{CE}/orders/$count").text == "1"
    missing = ce.get(f"{CE}/orders({key.replace('=7', '=8')})")
    assert _error(missing, 404)[0] == "0x80060891"
    assert ce.get(f"{CE}/orders({key.replace('=7', '=null')})").status_code == 404


@pytest.mark.parametrize(
    "bound",
    [7, "", "/companies", "/nothings(code='USMF')", "/contacts(%s)" % ("0" * 8)],
)
def test_an_address_that_is_none_is_refused(ce: httpx.Client, bound: object) -> None:
    """In a binding, as in a path."""
    body = {"name": "A", "firm@odata.bind": bound}
    assert ce.post(f"{CE}/accounts", json=body).status_code in (400, 404)
    body = {"name": "A", "nothing@odata.bind": "/companies(code='USMF')"}
    assert _error(ce.post(f"{CE}/accounts", json=body), 400)[0] == "0x80048d19"


def test_a_deleted_row_is_taken_out_of_lookups(ce: httpx.Client) -> None:
    """A lookup that must have a value keeps its row from being deleted; others are emptied."""
    account, parent = (_account(ce)["accountid"] for _ in range(2))
    bound = {"parent@odata.bind": f"/accounts({parent})"}
    ce.patch(f"{CE}/accounts({account})", json=bound)
    order = {"number": "S1", "account@odata.bind": f"/accounts({account})"}
    ce.post(f"{CE}/orders", json=order)

    assert ce.delete(f"{CE}/accounts({parent})").status_code == 204
    assert ce.get(f"{CE}/accounts({account})").json()["_parent_value"] is None
    assert _error(ce.delete(f"{CE}/accounts({account})"), 400)[0] == "0x80040227"
    assert _error(ce.get(f"{CE}/accounts({parent})"), 404)[0] == "0x80040217"


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
    ce: httpx.Client, values: dict[str, Any], code: str
) -> None:
    """Option sets, lengths, required columns, ranges, types and names."""
    body = {"name": "A", **values}

    response = ce.post(f"{CE}/accounts", content=json.dumps(body))

    assert _error(response, 400)[0] == code
    assert ce.get(f"{CE}/accounts/$count").text == "0"


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
def test_a_body_that_no_column_can_hold_is_refused(ce: httpx.Client, body: str) -> None:
    """Numbers without end, and what is no JSON object."""
    assert ce.post(f"{CE}/accounts", content=body).status_code == 400
    row = _account(ce, ratio=0.1, visits=-(2**31))
    assert (row["ratio"], row["visits"]) == (0.1, -(2**31))


def test_a_key_is_given_once(ce: httpx.Client) -> None:
    """A second row with the key is refused; one without a company has no key to share."""
    bound = {"number": "C1", "firm@odata.bind": "/companies(code='USMF')"}
    _account(ce, **bound)

    again = ce.post(f"{CE}/accounts", json={"name": "B", **bound})

    assert _error(again, 412)[0] == "0x80040237"
    _account(ce, number="C1")
    _account(ce, number="C1")


def test_what_is_written_by_creation_only_stays(ce: httpx.Client) -> None:
    """As the product, without a word."""
    row = _account(ce, source="web")
    address = f"{CE}/accounts({row['accountid']})"

    assert ce.patch(address, json={"source": "shop"}).status_code == 204
    assert ce.get(address).json()["source"] == "web"


def test_an_empty_value_is_null_and_a_moment_is_in_utc(ce: httpx.Client) -> None:
    """Nothing stands in for nothing."""
    row = _account(ce, seen="2026-01-31T12:00:00+02:00", since="2026-01-31")

    assert (row["number"], row["visits"], row["note"]) == (None, None, None)
    assert (row["seen"], row["since"]) == ("2026-01-31T10:00:00Z", "2026-01-31")


@pytest.mark.parametrize("value", ["x", 7, 1.5, True, False, ""])
def test_a_column_without_a_type_gives_back_what_it_got(
    ce: httpx.Client, value: object
) -> None:
    """Text stays text, and true is not 1."""
    row = _account(ce, note=value)

    assert row["note"] == value
    assert type(row["note"]) is type(value)


def test_parts_of_a_row_have_addresses(ce: httpx.Client) -> None:
    """A property, its bare value, the row behind a lookup and the reference to it."""
    row = _account(ce, visits=3, **{"firm@odata.bind": "/companies(code='USMF')"})
    address = f"{CE}/accounts({row['accountid']})"

    assert ce.get(f"{address}/visits").json() == {"value": 3}
    assert ce.get(f"{address}/visits/$value").text == "3"
    assert ce.get(f"{address}/firm").json()["code"] == "USMF"
    assert _company(ce) in ce.get(f"{address}/firm/$ref").json()["@odata.id"]
    assert ce.put(f"{address}/visits", json={"value": 4}).status_code == 204
    assert ce.get(f"{address}/visits").json() == {"value": 4}
    assert ce.delete(f"{address}/visits").status_code == 204
    assert ce.get(f"{address}/visits").status_code == 204
    ce.post(f"{CE}/companies", json={"code": "DEMF"}).raise_for_status()
    reference = {"@odata.id": f"{ce.base_url}{CE}/companies(code='DEMF')"}
    assert ce.put(f"{address}/firm/$ref", json=reference).status_code == 204
    assert ce.get(f"{address}/firm").json()["code"] == "DEMF"
    assert ce.get(f"{address}/parent").status_code == 204
    assert ce.get(f"{address}/nothing").status_code == 404


def test_what_is_not_there_is_not_found(ce: httpx.Client) -> None:
    """A segment, a method, and a key that is none."""
    assert _error(ce.get(f"{CE}/nothings"), 404)[0] == "0x80060888"
    assert _error(ce.put(f"{CE}/accounts", json={}), 405)[0] == "0x80060888"
    assert _error(ce.get(f"{CE}/accounts(name='A')"), 400)[0] == "0x80060888"
    assert _error(ce.get("/elsewhere"), 404)[0] == "0x80060888"


def test_many_rows_are_written_whole(ce: httpx.Client) -> None:
    """Actions on a collection: one row that is refused leaves the others unwritten."""
    space = f"{CE}/accounts/Microsoft.Dynamics.CRM."
    row = _account(ce)

    def run(action: str, *targets: dict[str, Any]) -> httpx.Response:
        return ce.post(space + action, json={"Targets": targets})

    missing = {"accountid": "00000000-0000-0000-0000-00000000000a", "name": "C"}
    change = {"accountid": row["accountid"], "name": "B"}
    assert _error(run("UpdateMultiple", change, missing), 404)[0] == "0x80040217"
    assert _error(run("CreateMultiple", {"name": "D"}, {"name": None}), 400)
    assert _error(ce.post(space + "CreateMultiple", json={"Targets": 1}), 400)
    assert _error(run("Nothing"), 404)
    names = [each["name"] for each in ce.get(f"{CE}/accounts").json()["value"]]
    assert names == ["A"]
    assert run("UpsertMultiple", change, missing).status_code == 204
    names = [each["name"] for each in ce.get(f"{CE}/accounts").json()["value"]]
    assert names == ["B", "C"]


def test_rows_are_deleted_by_a_list_of_ids_only(ce: httpx.Client) -> None:
    """Another condition is refused, and not taken for all rows."""
    id = _account(ce)["accountid"]

    def run(operator: str, attribute: str = "accountid") -> httpx.Response:
        condition = {
            "AttributeName": attribute,
            "Operator": operator,
            "Values": [{"Value": id}],
        }
        query = {"EntityName": "account", "Criteria": {"Conditions": [condition]}}
        return ce.post(f"{CE}/BulkDelete", json={"QuerySet": [query]})

    assert run("NotIn").status_code == run("In", "name").status_code == 501
    assert ce.post(f"{CE}/BulkDelete", json={"QuerySet": []}).status_code == 501
    assert ce.get(f"{CE}/BulkDelete").status_code == 405
    assert ce.get(f"{CE}/accounts/$count").text == "1"
    assert run("In").status_code == 200
    assert ce.get(f"{CE}/accounts/$count").text == "0"


def test_a_client_can_ask_for_definitions(ce: httpx.Client) -> None:
    """Tables, their columns, keys and lookups with the names to bind them by."""
    table = f"{CE}/EntityDefinitions(LogicalName='order')"
    condition = {
        "$filter": "EntitySetName eq 'orders'",
        "$select": "PrimaryIdAttribute",
    }

    (found,) = ce.get(f"{CE}/EntityDefinitions", params=condition).json()["value"]
    assert found["PrimaryIdAttribute"] == "orderid"
    assert ce.get(table).json()["MetadataId"] == found["MetadataId"]
    columns = ce.get(f"{table}/Attributes?$select=LogicalName,AttributeType").json()
    types = {row["LogicalName"]: row["AttributeType"] for row in columns["value"]}
    assert (types["customer"], types["number"]) == ("Lookup", "String")
    keys = [row["KeyAttributes"] for row in ce.get(f"{table}/Keys").json()["value"]]
    everything = ["kind", "line", "day", "rate", "open", "seen"]
    assert keys == [["number"], everything]
    lookups = ce.get(f"{table}/ManyToOneRelationships").json()["value"]
    name = "ReferencingEntityNavigationPropertyName"
    assert [(row[name], row["ReferencedEntity"]) for row in lookups] == [
        ("customer_account", "account"),
        ("customer_contact", "contact"),
        ("account", "account"),
    ]
    missing = ce.get(f"{CE}/EntityDefinitions(LogicalName='nothing')")
    assert missing.status_code == 404


def test_a_client_can_ask_who_it_is(ce: httpx.Client) -> None:
    """What libraries ask when they log in."""
    who = ce.get(f"{CE}/WhoAmI()").json()

    assert {*who} >= {"UserId", "BusinessUnitId", "OrganizationId"}
    assert ce.get(f"{CE}/RetrieveVersion").json()["Version"].startswith("9.2.")
