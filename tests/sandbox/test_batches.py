"""`$batch` in both forms: order, change sets that are kept whole or not at all, references, errors."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from harness.sandboxes import Sandbox

CE = "/api/data/v9.2"


@pytest.fixture
def ce(sandbox: Sandbox) -> httpx.Client:
    """The client of the Dataverse side."""
    return sandbox.right


def _operation(request: str, body: str = "", id: str = "") -> str:
    reference = f"Content-ID: {id}\r\n" if id else ""
    return (
        "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
        f"{reference}\r\n{request} HTTP/1.1\r\n"
        f"Content-Type: application/json; type=entry\r\n\r\n{body}\r\n"
    )


def _change_set(*operations: str) -> str:
    parts = "".join(f"--inner\r\n{each}" for each in operations)
    return f"Content-Type: multipart/mixed; boundary=inner\r\n\r\n{parts}--inner--\r\n"


def _send(
    client: httpx.Client, *parts: str, root: str = CE, **headers: str
) -> httpx.Response:
    body = "".join(f"--outer\r\n{each}" for each in parts) + "--outer--\r\n"
    kind = {"Content-Type": 'multipart/mixed; boundary="outer"'}
    return client.post(f"{root}/$batch", content=body, headers={**kind, **headers})


def _statuses(response: httpx.Response) -> list[int]:
    assert response.status_code == 200, response.text
    return [int(each) for each in re.findall(r"HTTP/1\.1 (\d+)", response.text)]


def _names(client: httpx.Client) -> list[str]:
    rows = client.get(f"{CE}/accounts?$orderby=name").json()["value"]
    return [row["name"] for row in rows]


def _post(name: str, id: str = "") -> str:
    return _operation(f"POST {CE}/accounts", f'{{"name": "{name}"}}', id)


def test_operations_are_carried_out_in_their_order(ce: httpx.Client) -> None:
    """A read sees what a write before it has made; addresses may be absolute."""
    absolute = f"GET {ce.base_url}{CE}/accounts?$select=name"
    answer = _send(
        ce,
        _operation("GET accounts/$count"),
        _post("A"),
        _operation(absolute),
    )

    assert _statuses(answer) == [200, 204, 200]
    assert '"name":"A"' in answer.text
    assert answer.headers["Content-Type"].startswith("multipart/mixed; boundary=")


def test_a_change_set_is_kept_whole(ce: httpx.Client) -> None:
    """One that fails leaves nothing, and is answered by what failed alone."""
    failed = _send(ce, _change_set(_post("A", "1"), _post("longer than ten", "2")))

    assert (_statuses(failed), _names(ce)) == ([400], [])
    assert "Content-ID: 2" in failed.text

    kept = _send(ce, _change_set(_post("A", "1"), _post("B", "2")))

    assert (_statuses(kept), _names(ce)) == ([204, 204], ["A", "B"])
    assert "changesetresponse_" in kept.text


def test_the_first_failure_ends_a_batch_unless_told_otherwise(
    ce: httpx.Client,
) -> None:
    """What went before stays."""
    parts = (_post("A"), _post("longer than ten"), _post("B"))

    assert (_statuses(_send(ce, *parts)), _names(ce)) == ([204, 400], ["A"])
    go_on = {"Prefer": "odata.continue-on-error"}
    answer = _send(ce, *parts, **go_on)
    assert (_statuses(answer), _names(ce)) == ([204, 400, 204], ["A", "A", "B"])


def test_an_operation_refers_to_a_row_made_before_it(ce: httpx.Client) -> None:
    """In its address, and in a lookup."""
    bound = '{"name": "child", "parent@odata.bind": "$1"}'
    answer = _send(
        ce,
        _change_set(
            _post("A", "1"),
            _operation(f"POST {CE}/accounts", bound, "2"),
            _operation("PATCH $1", '{"name": "B"}', "3"),
        ),
    )

    assert _statuses(answer) == [204, 204, 204]
    row = ce.get(f"{CE}/accounts?$filter=name eq 'child'&$expand=parent").json()
    assert row["value"][0]["parent"]["name"] == "B"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("nothing", "multipart/mixed; boundary=outer"),
        ("", "text/plain"),
        ("--outer\r\nContent-Type: text/plain\r\n\r\nx\r\n--outer--", None),
        ('{"requests": 1}', "application/json"),
        ('{"requests": [{"id": "1"}]}', "application/json"),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused(
    ce: httpx.Client, body: str, kind: str | None
) -> None:
    """As a whole, before anything is done."""
    headers = {"Content-Type": kind or "multipart/mixed; boundary=outer"}
    answer = ce.post(f"{CE}/$batch", content=body, headers=headers)

    assert answer.status_code == 400
    assert "Invalid batch" in answer.json()["error"]["message"]


def test_a_batch_has_its_limit(ce: httpx.Client) -> None:
    """A thousand operations."""
    parts = [_operation("GET accounts/$count")] * 1000

    assert len(_statuses(_send(ce, *parts))) == 1000
    assert _send(ce, *parts, _post("A")).status_code == 400


def test_a_change_set_does_not_read(ce: httpx.Client) -> None:
    """The product refuses it, too."""
    answer = _send(ce, _change_set(_post("A"), _operation("GET accounts")))

    assert (answer.status_code, _names(ce)) == (400, [])


def _json(client: httpx.Client, *requests: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = client.post(f"{CE}/$batch", json={"requests": requests})
    assert answer.status_code == 200, answer.text
    return {each["id"]: each for each in answer.json()["responses"]}


def _one(id: str, name: str, group: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": id,
        "method": "POST",
        "url": "accounts",
        "headers": {"Content-Type": "application/json"},
        "body": {"name": name},
    }
    return {**made, "atomicityGroup": group} if group else made


def test_a_group_of_a_json_batch_is_kept_whole(ce: httpx.Client) -> None:
    """The others of a failed group have the status of what depends on it."""
    failed = _json(ce, _one("1", "A", "g"), _one("2", "longer than ten", "g"))

    assert {id: each["status"] for id, each in failed.items()} == {"1": 424, "2": 400}
    assert failed["2"]["body"]["error"]["code"] == "0x80044331"
    assert _names(ce) == []

    read = {"id": "4", "method": "get", "url": f"{CE}/accounts?$select=name"}
    kept = _json(ce, _one("1", "A", "g"), _one("2", "B", "g"), _one("3", "C"), read)

    assert [each["status"] for each in kept.values()] == [204, 204, 204, 200]
    assert [row["name"] for row in kept["4"]["body"]["value"]] == ["A", "B", "C"]


def test_both_services_take_batches(sandbox: Sandbox) -> None:
    """In the words of each product."""
    body = '{"Account": "C1", "Name": "A"}'
    post = _operation("POST /data/Customers", body)
    answer = _send(sandbox.left, _change_set(post, post), root="/data")

    assert _statuses(answer) == [400]
    assert "already exists" in answer.text
    assert sandbox.left.get("/data/Customers/$count").text == "0"
