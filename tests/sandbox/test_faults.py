"""What goes wrong on purpose: each fault, how often it happens, and what has been committed when it has."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from dwmap.sandbox.faults import BadFault, Faults, fault_of_text
from dwmap.sandbox.limits import Limit, Window
from harness.sandboxes import Sandbox, serving, write_shop

CE = "/api/data/v9.2"


@pytest.fixture
def ce(sandbox: Sandbox) -> httpx.Client:
    """The client of the Dataverse side."""
    return sandbox.right


def _inject(client: httpx.Client, kind: str, **members: Any) -> None:
    fault = {"kind": kind, "count": 1, **members}
    client.post("/_sandbox/faults", json=fault).raise_for_status()


def _write(client: httpx.Client, name: str = "A") -> httpx.Response:
    return client.post(f"{CE}/accounts", json={"name": name})


def _rows(client: httpx.Client) -> int:
    return int(client.get(f"{CE}/accounts/$count").text)


def test_throttling_says_when_to_come_back_or_not(ce: httpx.Client) -> None:
    """With the code of the product."""
    _inject(ce, "throttle", retry_after=7)
    _inject(ce, "throttle")

    first, second, third = (_write(ce) for _ in range(3))

    assert (first.status_code, first.headers["Retry-After"]) == (429, "7")
    assert first.json()["error"]["code"] == "0x80072322"
    assert second.status_code == 429
    assert "Retry-After" not in second.headers
    assert (third.status_code, _rows(ce)) == (204, 1)


@pytest.mark.parametrize("status", [500, 503])
def test_an_error_keeps_the_request_from_being_carried_out(
    ce: httpx.Client, status: int
) -> None:
    """In the shape of the product."""
    _inject(ce, "error", status=status, retry_after=3)

    answer = _write(ce)

    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "3")
    assert answer.json()["error"]["message"]
    assert _rows(ce) == 0


@pytest.mark.parametrize(("kind", "rows"), [("drop-before", 0), ("drop-after", 1)])
def test_a_connection_is_dropped_before_or_after_the_work(
    ce: httpx.Client, kind: str, rows: int
) -> None:
    """The client cannot tell which; the rows can."""
    _inject(ce, kind, match="POST")

    with pytest.raises(httpx.TransportError):
        _write(ce)

    assert _rows(ce) == rows


def test_a_body_ends_too_early(ce: httpx.Client) -> None:
    """The header promises more than there comes."""
    _write(ce)
    _inject(ce, "truncate")

    with pytest.raises(httpx.RemoteProtocolError, match="complete message"):
        ce.get(f"{CE}/accounts")

    assert ce.get(f"{CE}/accounts").json()["value"]


def _batch(client: httpx.Client, size: int, group: str = "") -> httpx.Response:
    requests: list[dict[str, Any]] = [
        {
            "id": str(place),
            "method": "POST",
            "url": "accounts",
            "body": {"name": "A"},
            **({"atomicityGroup": group} if group else {}),
        }
        for place in range(size)
    ]
    return client.post(f"{CE}/$batch", json={"requests": requests})


def test_half_a_batch_is_committed(ce: httpx.Client) -> None:
    """And then comes an error, or nothing; a change set stays whole even so."""
    _inject(ce, "half-batch", after=2)
    assert (_batch(ce, 4).status_code, _rows(ce)) == (500, 2)

    _inject(ce, "half-batch", after=1, then="drop")
    with pytest.raises(httpx.TransportError):
        _batch(ce, 4)
    assert _rows(ce) == 3

    _inject(ce, "half-batch", after=2)
    assert (_batch(ce, 4, "g").status_code, _rows(ce)) == (500, 3)
    assert (_batch(ce, 4, "g").status_code, _rows(ce)) == (200, 7)


def test_a_delta_token_expires_on_demand(ce: httpx.Client) -> None:
    """Other requests do not use the fault up."""
    headers = {"Prefer": "odata.track-changes"}
    _inject(ce, "expire-token")
    link = ce.get(f"{CE}/accounts", headers=headers).json()["@odata.deltaLink"]

    assert ce.get(link).json()["error"]["code"] == "0x80044352"
    assert ce.get(link).status_code == 200


def test_an_answer_takes_its_time(ce: httpx.Client) -> None:
    """A delay goes together with another fault."""
    _inject(ce, "latency", seconds=0.2)
    _inject(ce, "error")
    started = time.perf_counter()

    assert _write(ce).status_code == 503
    assert time.perf_counter() - started >= 0.2


def test_the_admin_address_counts_and_forgets(ce: httpx.Client) -> None:
    """What was injected is counted fault by fault; DELETE takes them away."""
    _inject(ce, "error", match="POST", count=2)
    ce.get(f"{CE}/accounts")
    _write(ce)

    shown = ce.get("/_sandbox/faults").json()
    assert [(each["kind"], each["injected"]) for each in shown["faults"]] == [
        ("error", 1)
    ]
    assert ce.delete("/_sandbox/faults").json()["faults"] == []
    assert _write(ce).status_code == 204
    assert ce.get("/_sandbox/nothing").status_code == 404


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "flood"},
        {"kind": "error", "status": 200},
        {"kind": "error", "often": 1},
        {"kind": "error", "count": "1"},
        {"kind": "latency", "seconds": -1},
        {"kind": "half-batch", "then": "cry"},
    ],
)
def test_a_fault_that_is_none_is_refused(
    ce: httpx.Client, fault: dict[str, Any]
) -> None:
    """With the reason, and without effect."""
    answer = ce.post("/_sandbox/faults", json=fault)

    assert (answer.status_code, _write(ce).status_code) == (400, 204)
    assert answer.json()["error"]["message"]


def test_chance_comes_from_the_seed() -> None:
    """The same seed gives the same faults, before and after a reset; another one others."""
    fault = fault_of_text("error,probability=0.5")

    def run(faults: Faults) -> list[bool]:
        return [bool(faults.drawn("GET /")) for _ in range(64)]

    first = Faults([fault], seed=7)
    drawn = run(first)
    first.reset()

    assert run(first) == drawn == run(Faults([fault], seed=7))
    assert drawn != run(Faults([fault], seed=8))
    assert 16 < sum(drawn) < 48


@pytest.mark.parametrize(
    "text", ["flood", "error,count", "error,count=x", "latency,seconds=x", ""]
)
def test_a_fault_is_written_in_one_line(text: str) -> None:
    """Names with a hyphen or an underscore; others are told."""
    with pytest.raises(BadFault):
        fault_of_text(text)
    fault = fault_of_text("throttle,count=2,retry-after=1,match=PATCH")
    assert (fault.count, fault.retry_after, fault.match) == (2, 1, "PATCH")


def test_a_window_slides_user_by_user() -> None:
    """A request leaves the window when its time has passed, and a refused one does not count."""
    now = 0.0
    window = Window(Limit(2, 10), lambda: now)

    assert [window.admit("a") for _ in range(3)] == [None, None, 10]
    assert window.admit("b") is None
    now = 4.5
    assert (window.admit("a"), window.left("a")) == (6, 0)
    now = 10.0
    assert [window.admit("a") for _ in range(3)] == [None, None, 10]


def test_a_user_who_asks_too_often_is_throttled(tmp_path: Path) -> None:
    """Both services, each in its words, with the seconds to wait; the admin address is not counted."""
    with serving(write_shop(tmp_path), "--limit", "3/300") as sandbox:
        for client, address in (
            (sandbox.left, "/data/Customers"),
            (sandbox.right, f"{CE}/accounts"),
        ):
            client.get("/_sandbox/faults")
            answers = [client.get(address) for _ in range(4)]
            assert [each.status_code for each in answers] == [200, 200, 200, 429]
            assert 200 < int(answers[3].headers["Retry-After"]) <= 300
            other = client.get(address, headers={"Authorization": "Bearer other"})
            assert other.status_code == 200
            client.post("/_sandbox/reset").raise_for_status()
            assert client.get(address).status_code == 200
