"""Change tracking of Dataverse: what has changed since a token, in order, with what was deleted."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from harness.sandboxes import Sandbox

CE = "/api/data/v9.2"
TRACK = {"Prefer": "odata.track-changes"}


@pytest.fixture
def ce(sandbox: Sandbox) -> httpx.Client:
    """The client of the Dataverse side, with three accounts."""
    for name in "ABC":
        _make(sandbox.right, name)
    return sandbox.right


def _make(client: httpx.Client, name: str) -> str:
    made = client.post(f"{CE}/accounts", json={"name": name})
    assert made.status_code == 204, made.text
    return str(made.headers["OData-EntityId"])


def _start(client: httpx.Client, options: str = "") -> str:
    """The first delta link."""
    answer = client.get(f"{CE}/accounts{options}", headers=TRACK)
    assert "odata.track-changes" in answer.headers["Preference-Applied"]
    return str(answer.json()["@odata.deltaLink"])


def _changes(client: httpx.Client, link: str) -> tuple[list[Any], str]:
    """Names of changed rows and ids of deleted ones; the next link."""
    answer = client.get(link)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    found = [
        {each["id"]: each["reason"]} if "reason" in each else each["name"]
        for each in body["value"]
    ]
    return found, str(body["@odata.deltaLink"])


def test_a_delta_has_what_was_written_since(ce: httpx.Client) -> None:
    """Nothing first, then each change once; an old link may be used again."""
    link = _start(ce)
    found, next_link = _changes(ce, link)
    assert found == []

    new = _make(ce, "D")
    ce.patch(new, json={"name": "E"})
    gone = _make(ce, "F")
    ce.delete(gone)

    found, last = _changes(ce, next_link)
    assert found == ["E", {gone.split("(")[1][:-1]: "deleted"}]
    assert _changes(ce, last)[0] == []
    assert _changes(ce, link)[0] == found


def test_a_row_that_came_back_is_no_deleted_one(ce: httpx.Client) -> None:
    """Deleted and made again under its id, it has changed."""
    address = _make(ce, "D")
    link = _start(ce)

    ce.delete(address)
    ce.patch(address, json={"name": "E"})

    assert _changes(ce, link)[0] == ["E"]


def test_a_lookup_that_was_emptied_has_changed(ce: httpx.Client) -> None:
    """The row it pointed at was deleted."""
    parent = _make(ce, "P")
    bound = {"name": "child", "parent@odata.bind": parent}
    ce.post(f"{CE}/accounts", json=bound).raise_for_status()
    link = _start(ce)

    ce.delete(parent)

    deleted = {parent.split("(")[1][:-1]: "deleted"}
    assert _changes(ce, link)[0] == ["child", deleted]


def test_a_change_between_the_pages_of_the_first_reading_is_in_the_delta(
    ce: httpx.Client,
) -> None:
    """The token is of the time of the first page."""
    headers = {"Prefer": "odata.track-changes,odata.maxpagesize=2"}
    first = ce.get(f"{CE}/accounts?$select=name", headers=headers).json()
    assert "@odata.deltaLink" not in first
    row = first["value"][0]["accountid"]
    ce.patch(f"{CE}/accounts({row})", json={"name": "Z"})

    last = ce.get(first["@odata.nextLink"], headers=headers).json()

    assert _changes(ce, last["@odata.deltaLink"])[0] == ["Z"]


def test_deltas_have_pages(ce: httpx.Client) -> None:
    """With every change once."""
    link = _start(ce, "?$select=name")
    for name in "DEFGH":
        _make(ce, name)

    names: list[str] = []
    while link:
        page = ce.get(link, headers={"Prefer": "odata.maxpagesize=2"}).json()
        names += [row["name"] for row in page["value"]]
        assert {*page["value"][0]} == {"@odata.etag", "accountid", "name"}
        link = page.get("@odata.nextLink", "")

    assert names == [*"DEFGH"]


@pytest.mark.parametrize("options", ["$filter=name eq 'A'", "$orderby=name", "$top=1"])
def test_tracking_goes_with_a_selection_only(ce: httpx.Client, options: str) -> None:
    """As in the product."""
    answer = ce.get(f"{CE}/accounts?{options}", headers=TRACK)

    assert answer.status_code == 400


def test_a_token_expires(ce: httpx.Client) -> None:
    """After seven days, and when all rows have been deleted."""
    link = _start(ce)
    token = link.rpartition("=")[2]
    old = token.partition("%21")[0] + "%212020-01-01T00%3A00%3A00%2B00%3A00"

    expired = ce.get(link.replace(token, old))
    assert (expired.status_code, expired.json()["error"]["code"]) == (410, "0x80044352")
    assert ce.get(link.replace(token, "1%21soon")).status_code == 400

    ce.post("/_sandbox/reset")
    assert ce.get(link).json()["error"]["code"] == "0x80044352"
