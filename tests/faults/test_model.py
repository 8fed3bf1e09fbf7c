"""
A plain model beside the sync: users edit both ends, maps pause and resume, processes die, and both ends must
hold what the model says.

The model knows nothing of feeds, links or queues. A record is what its users asked for last, field by field;
while the map is paused each end shows only what its own users did.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from dwmap.runtime import Sync
from faults.kills import run_and_kill
from harness.services import place_in_memory
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from runtime.bench import Bench, customer
from runtime.sample_project import PROJECT

NUMBERS = st.sampled_from(["A1", "A2", "A3"])
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
).filter(lambda text: text.strip() == text)
AMOUNTS = st.decimals(0, 10**20, places=6)

Row = dict[str, Any]


class TwoEnds(RuleBasedStateMachine):
    """`shown` is what each end must hold by number: `name` and `limit`."""

    @initialize()
    def begin(self) -> None:
        """Two new ends, in step."""
        # A kill is no power failure: in memory the files are as true, and far quicker.
        self.folder = tempfile.TemporaryDirectory(dir=place_in_memory())
        self.urls = {
            name: f"sqlite:///{self.folder.name}/{name}.db" for name in ("fo", "ce")
        }
        self.state = f"{self.folder.name}/state.db"
        self.shown: dict[str, dict[str, Row]] = {"fo": {}, "ce": {}}
        self.edits: list[tuple[str, str, Row | None]] = []
        self.paused = False
        bench = Bench(PROJECT, self.urls, self.state)
        bench.seed()
        for number in ("C1", "C2"):
            bench.remove("fo.Customers", ("USMF", number))
        bench.settled()
        bench.sync.close()

    # What users do

    @rule(number=NUMBERS, name=TEXTS, limit=AMOUNTS)
    def create_left(self, number: str, name: str, limit: Decimal) -> None:
        """Somebody creates a customer."""
        if self._is_free(number):
            row = customer(number, OrganizationName=name, CreditLimit=limit)
            self._do(lambda bench: bench.put("fo.Customers", row))
            self._edited("fo", number, {"name": name or None, "limit": limit})

    @rule(number=NUMBERS, name=TEXTS, limit=AMOUNTS)
    def create_right(self, number: str, name: str, limit: Decimal) -> None:
        """Somebody creates an account."""
        if self._is_free(number):
            self._do(lambda bench: _put_account(bench, number, name or None, limit))
            self._edited("ce", number, {"name": name or None, "limit": limit})

    @rule(number=NUMBERS, name=TEXTS)
    def change_left(self, number: str, name: str) -> None:
        """Somebody renames a customer."""
        if number in self.shown["fo"]:
            key = ("USMF", number)
            self._do(
                lambda bench: bench.change("fo.Customers", key, OrganizationName=name)
            )
            self._edited("fo", number, {"name": name or None})

    @rule(number=NUMBERS, name=TEXTS, limit=AMOUNTS, both=st.booleans())
    def change_right(self, number: str, name: str, limit: Decimal, both: bool) -> None:
        """Somebody changes an account's limit, and maybe its name in the same save."""
        if number in self.shown["ce"]:
            values: Row = {"creditlimit": limit}
            values |= {"name": name or None} if both else {}
            self._do(
                lambda bench: bench.change(
                    "ce.accounts", bench.account(number), **values
                )
            )
            told: Row = {"limit": limit} | ({"name": name or None} if both else {})
            self._edited("ce", number, told)

    @precondition(lambda self: not self.paused)
    @rule(number=NUMBERS, end=st.sampled_from(["fo", "ce"]))
    def delete(self, number: str, end: str) -> None:
        """Somebody deletes a record."""
        if number not in self.shown[end]:
            return
        if end == "fo":
            self._do(lambda bench: bench.remove("fo.Customers", ("USMF", number)))
        else:
            self._do(lambda bench: bench.remove("ce.accounts", bench.account(number)))
        self._edited(end, number, None)

    @precondition(lambda self: not self.paused)
    @rule(number=NUMBERS, new=NUMBERS)
    def change_key(self, number: str, new: str) -> None:
        """Somebody gives an account another number: the customer gets it too."""
        if number in self.shown["ce"] and self._is_free(new):
            self._do(
                lambda bench: bench.change(
                    "ce.accounts", bench.account(number), accountnumber=new
                )
            )
            for rows in self.shown.values():
                rows[new] = rows.pop(number)

    @precondition(lambda self: not self.paused)
    @rule(number=NUMBERS, name=TEXTS)
    def leave_and_come_back(self, number: str, name: str) -> None:
        """A customer becomes a person, is renamed outside of the filter, and becomes an organization again."""
        if number not in self.shown["fo"]:
            return
        key = ("USMF", number)
        outside: list[Row] = [{"PartyType": "Person"}, {"OrganizationName": name}]
        for values in [*outside, {"PartyType": "Organization"}]:
            self._do(partial(_change_customer, key=key, values=values))
            self._settle()
        self._edited("fo", number, {"name": name or None})

    # What happens to the sync

    @precondition(lambda self: not self.paused)
    @rule()
    def pause(self) -> None:
        """From here on each end shows only what its own users do."""
        with Sync(PROJECT, self.urls, self.state) as sync:
            sync.settle()
            sync.pause()
        self.paused = True
        self.held = {n: dict(row) for n, row in self.shown["fo"].items()}

    @precondition(lambda self: self.paused)
    @rule(how=st.sampled_from(["replay", "live-first"]))
    def resume(self, how: Any) -> None:
        """The queue is carried over: by itself, or by hand after the maps run again."""
        with Sync(PROJECT, self.urls, self.state) as sync:
            sync.propagate()
            names = sync.resume(catch_up=how)
            if how == "live-first":
                sync.replay(names)
        self.paused = False
        merged = {n: dict(row) for n, row in self.held.items()}
        for _, number, row in self.edits:
            if row is not None:
                merged[number] = merged.get(number, {}) | row
        self.edits.clear()
        self.shown = {
            end: {n: dict(r) for n, r in merged.items()} for end in self.shown
        }

    @rule(at=st.floats(0, 1))
    def die(self, at: float) -> None:
        """A process begins to carry changes over, and is killed at some call."""
        run_and_kill(self.urls, self.state, int(at * 12_000) + 1)

    @precondition(lambda self: not self.paused)
    @rule()
    def initial(self) -> None:
        """An initial synchronization of maps that run changes nothing."""
        with Sync(PROJECT, self.urls, self.state) as sync:
            sync.initial()

    # The model

    def _is_free(self, number: str) -> bool:
        return not any(number in rows for rows in self.shown.values())

    def _do(self, edit: Callable[[Bench], Any]) -> None:
        bench = Bench.over(Sync(PROJECT, self.urls, self.state))
        edit(bench)
        bench.sync.close()
        time.sleep(0.003)  # the clock of SQLite ticks in milliseconds

    def _edited(self, end: str, number: str, row: Row | None) -> None:
        ends = [end] if self.paused else list(self.shown)
        for each in ends:
            if row is None:
                self.shown[each].pop(number, None)
            else:
                standing = self.shown[each].get(number, {})
                self.shown[each][number] = standing | row
        if self.paused:
            self.edits.append((end, number, row))
        elif row is None:
            self._settle()

    def _settle(self) -> None:
        with Sync(PROJECT, self.urls, self.state) as sync:
            sync.settle()

    @invariant()
    def both_ends_hold_what_the_model_says(self) -> None:
        """After every step, at rest."""
        if not hasattr(self, "urls"):
            return
        self._settle()
        bench = Bench.over(Sync(PROJECT, self.urls, self.state))
        fields = ("CustomerAccount", "OrganizationName", "CreditLimit", "dataAreaId")
        left = bench.rows("fo.Customers", *fields)
        names = ("accountnumber", "name", "creditlimit", "company.companycode")
        right = bench.rows("ce.accounts", *names)
        failures = bench.sync.failures()
        bench.sync.close()
        for end, rows in (("fo", left), ("ce", right)):
            mine = [row for row in rows if row[3] == "USMF"]
            held = {row[0]: {"name": row[1], "limit": row[2]} for row in mine}
            assert held == self.shown[end], end
            assert len(held) == len(mine)
        assert failures == []

    def teardown(self) -> None:
        """Give the folder back."""
        if hasattr(self, "folder"):
            self.folder.cleanup()


def _change_customer(bench: Bench, key: tuple[str, str], values: Row) -> None:
    bench.change("fo.Customers", key, **values)


def _put_account(bench: Bench, number: str, name: str | None, limit: Decimal) -> None:
    rows = bench.rows("ce.companies", "companycode", "companyid")
    company = dict(rows)["USMF"]
    account = {
        "accountid": str(uuid4()),
        "accountnumber": number,
        "company": company,
        "typecode": 3,
        "hold": 0,
        "name": name,
        "creditlimit": limit,
    }
    bench.put("ce.accounts", account)


_SETTINGS = settings(
    deadline=None,
    stateful_step_count=15,
    suppress_health_check=list(HealthCheck),
)


class TestTwoEnds(TwoEnds.TestCase):  # type: ignore[misc, valid-type]  # hypothesis builds it
    """Some runs."""

    settings = settings(_SETTINGS, max_examples=15)


@pytest.mark.long
class TestTwoEndsForLong(TwoEnds.TestCase):  # type: ignore[misc, valid-type]  # hypothesis builds it
    """Many runs."""

    settings = settings(_SETTINGS, max_examples=400)
