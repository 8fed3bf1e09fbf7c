"""
A copy of a table that is kept by delta links alone is the table, whatever is written between two looks or two pages.

This is what a sync relies on. The writes, the sizes of pages and the moments of the looks are random.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from dwmap.sandbox.messages import Request
from dwmap.sandbox.service import Service
from harness.sandboxes import services_of_shop
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

SERVICE: Service = services_of_shop()[1]
ROOT = "http://localhost/api/data/v9.2/"
IDS = st.integers(1, 6).map(lambda n: f"00000000-0000-0000-0000-{n:012}")
NAMES = st.sampled_from(["A", "B", "C"])


def _ask(method: str, address: str, body: Any = None, prefer: str = "") -> Any:
    path, _, query = address.removeprefix(ROOT).partition("?")
    headers = {"prefer": prefer} if prefer else {}
    content = json.dumps(body).encode() if body is not None else b""
    request = Request(method, path, query, headers, content, ROOT)
    response = SERVICE.answer(request)
    text = response.content()
    return json.loads(text) if text else {}


class Mirror(RuleBasedStateMachine):
    """Writes into the service, and looks at it page by page."""

    def __init__(self) -> None:
        super().__init__()
        SERVICE.store.reset()
        self.copy: dict[str, str] = {}
        self.parents: dict[str, str | None] = {}
        self.link = f"{ROOT}accounts"
        self.tracked = False

    @rule(id=IDS, name=NAMES)
    def write(self, id: str, name: str) -> None:
        """Make a row or change it."""
        _ask("PATCH", f"accounts({id})", {"name": name})

    @rule(id=IDS, parent=IDS)
    def bind(self, id: str, parent: str) -> None:
        """Let a row point at another one, if both are there."""
        address = f"accounts({id})/parent/$ref"
        _ask("PUT", address, {"@odata.id": f"accounts({parent})"})

    @rule(id=IDS)
    def delete(self, id: str) -> None:
        """Delete a row, which empties the lookups at it."""
        _ask("DELETE", f"accounts({id})")

    @rule(names=st.lists(NAMES, min_size=1, max_size=3), sound=st.booleans())
    def batch(self, names: list[str], sound: bool) -> None:
        """Write several rows at once, or fail and write none."""
        bodies: list[dict[str, Any]] = [{"name": name} for name in names]
        if not sound:
            bodies.append({"name": None})
        requests = [
            {
                "id": str(place),
                "method": "POST",
                "url": "accounts",
                "body": body,
                "atomicityGroup": "g",
            }
            for place, body in enumerate(bodies)
        ]
        request = Request(
            "POST",
            "$batch",
            "",
            {"content-type": "application/json"},
            json.dumps({"requests": requests}).encode(),
            ROOT,
        )
        SERVICE.answer(request)

    @rule(size=st.integers(1, 4))
    def look(self, size: int) -> None:
        """Read one page of what has changed."""
        track = "" if self.tracked else "odata.track-changes,"
        page = _ask("GET", self.link, prefer=f"{track}odata.maxpagesize={size}")
        for row in page["value"]:
            if "reason" in row:
                self.copy.pop(row["id"], None)
                self.parents.pop(row["id"], None)
            else:
                self.copy[row["accountid"]] = row["name"]
                self.parents[row["accountid"]] = row["_parent_value"]
        if "@odata.deltaLink" in page:
            self.tracked = True
        self.link = page.get("@odata.deltaLink") or page["@odata.nextLink"]

    def teardown(self) -> None:
        """Look until nothing is left, and compare."""
        size = 3
        for _ in range(40):
            was = dict(self.copy), dict(self.parents), self.link.partition("%21")[0]
            self.look(size)
            if was == (self.copy, self.parents, self.link.partition("%21")[0]):
                break
        rows = _ask("GET", "accounts?" + quote("$select=name,_parent_value", "$=,"))
        there = {row["accountid"]: row["name"] for row in rows["value"]}
        assert self.copy == there
        assert self.parents == {
            row["accountid"]: row["_parent_value"] for row in rows["value"]
        }


TestMirror = Mirror.TestCase
TestMirror.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
