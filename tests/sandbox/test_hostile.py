"""Requests that no client would send: whatever comes, the answer is one of the product and the service goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from dwmap.sandbox.messages import Request
from dwmap.sandbox.service import Service
from harness.sandboxes import services_of_shop
from hypothesis import given, settings
from hypothesis import strategies as st

_PIECES = st.sampled_from(
    "accounts Customers orders ( ) ' '' , = / $ $filter $select $expand $orderby $top $ref $value $count & ? ; not"
    " and eq ne gt in null true 1 -1 1.5 1e9 99999999999999999999 name firm firm/code number _firm_value kind Blocked"
    " 2026-01-31 2026-01-31T12:00:00Z 00000000-0000-0000-0000-000000000001 contains( length( NoYes'Yes' %27 %2F %"
    " \x00 é \ud800 \ue000 dataAreaId Account $skiptoken $deltatoken $batch $metadata WhoAmI EntityDefinitions".split(
        " "
    )
)
_WORDS = st.lists(_PIECES, max_size=12).map(" ".join) | st.lists(
    _PIECES, max_size=12
).map("".join)
_NAMES = st.sampled_from(
    "name number kind credit seen since visits closed note source firm _firm_value firm@odata.bind"
    " parent@odata.bind Account Name Blocked Credit Since Seen Note @odata.type Targets requests".split()
)
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.sampled_from([1e308, 10**400, "1e999"])
    | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner),
    max_leaves=6,
)
_BODIES = (
    st.dictionaries(_NAMES, _VALUES).map(lambda body: json.dumps(body).encode())
    | st.binary(max_size=40)
    | st.just(b"[" * 100_000)
)


SERVICES = services_of_shop()


def _ask(
    service: Service, method: str, path: str, query: str, body: bytes, **headers: str
) -> int:
    root = f"http://localhost{service.root}"
    request = Request(method, path, query, headers, body, root)
    response = service.answer(request)
    json_answer = response.content_type.startswith("application/json")
    if response.body is not None and json_answer:
        shown = json.loads(response.content(), parse_constant=lambda name: 1 / 0)
        if response.status >= 400:
            assert {*shown["error"]} >= {"code", "message"}
    return response.status


@given(st.data())
@settings(max_examples=600, deadline=None)
def test_whatever_comes_is_answered(data: Any) -> None:
    """In JSON that can be read, and never by an exception; and every row can still be read."""
    service = data.draw(st.sampled_from(SERVICES))
    first = data.draw(st.sampled_from([*service.schema.sets, ""]))
    method = data.draw(st.sampled_from(["GET", "POST", "PATCH", "DELETE", "PUT", "X"]))
    path = first + data.draw(_WORDS)
    name = data.draw(st.sampled_from(["$filter", "$orderby", "$expand", "$select", ""]))
    query = f"{name}={data.draw(_WORDS)}"
    if data.draw(st.booleans()):
        path, query = (
            quote(each, safe="()',$=&/", errors="replace") for each in (path, query)
        )
    kind = data.draw(
        st.sampled_from(["application/json", "multipart/mixed; boundary=x", "x"])
    )

    _ask(service, method, path, query, data.draw(_BODIES), **{"content-type": kind})

    for each in service.schema.sets:
        assert _ask(service, "GET", each, "", b"") == 200


@pytest.mark.parametrize("depth", [30, 3000, 30000])
def test_a_filter_may_be_deep(depth: int) -> None:
    """Up to what the database bears, beyond which it is refused."""
    condition = "not (" * depth + "visits eq 1" + ")" * depth
    status = _ask(SERVICES[1], "GET", "accounts", f"$filter={condition}", b"")

    assert status == (200 if depth == 30 else 400)


def test_a_filter_may_be_long() -> None:
    """As those are that ask for many keys at once."""
    condition = " or ".join(f"number eq 'C{each}'" for each in range(900))

    assert _ask(SERVICES[1], "GET", "accounts", f"$filter={condition}", b"") == 200


def test_a_value_cannot_change_the_query(tmp_path: Path) -> None:
    """Quotes of SQL are characters like others, in keys, filters, names and values."""
    service, text = SERVICES[1], "x'; DROP TABLE accounts; --\""
    body = json.dumps({"name": text[:10], "number": text[:20], "note": text}).encode()
    assert _ask(service, "POST", "accounts", "", body) == 204
    doubled = quote(text.replace("'", "''"))
    assert _ask(service, "GET", "accounts", f"$filter=note eq '{doubled}'", b"") == 200
    assert _ask(service, "GET", "accounts", '$select=name" FROM x', b"") == 400
    rows = service.store.select("SELECT note FROM accounts WHERE note = ?", [text])
    assert [row["note"] for row in rows] == [text]
