"""
A round dies between the answer of an end and its own note of it, and users go on before the next process starts.

Between two databases, between the two products as the sandbox serves them, and between one of them and a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from dwmap.runtime import End
from faults.services import PAIRS, trading
from harness.sandboxes import Sandbox
from harness.trade import end_urls, trade
from runtime.bench import Bench, customer

ALL = {"two databases": (), **PAIRS}
TELLS_DELETES = [name for name, services in ALL.items() if "fo" not in services]
WITH_DATAVERSE = [name for name, services in ALL.items() if "ce" in services]
C1 = ("USMF", "C1")


class Killed(BaseException):
    """The process is no more."""


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    """A sandbox of both products."""
    with trading() as sandbox:
        yield sandbox


@dataclass
class Cut:
    """Two ends in step, and a state; `bench` is the process that works, which may be another one later."""

    urls: dict[str, str]
    state: str
    bench: Bench

    def die(self, work: Callable[[], Any]) -> None:
        """Work until an end has taken what was written to it, and no further; then a new process takes over."""
        with ExitStack() as stack:
            for end in self.bench.sync.ends.values():
                stack.enter_context(patch.object(end, "transaction", _deadly(end)))
            with pytest.raises(Killed):
                work()
        self.bench.sync.close()
        self.bench = Bench.over(trade().open(self.urls, self.state))

    def held(self, number: str = "C1") -> list[tuple[str, Decimal]]:
        """Name and credit limit of a customer, as the left has it and as the right has it."""
        left = self.bench.rows(
            "fo.Customers",
            "CustomerAccount",
            "dataAreaId",
            "OrganizationName",
            "CreditLimit",
        )
        right = self.bench.rows(
            "ce.accounts",
            "accountnumber",
            "company.companycode",
            "name",
            "creditlimit",
        )
        return [row[2:] for row in (*left, *right) if row[:2] == (number, "USMF")]


def _deadly(end: End) -> Callable[..., Any]:
    committed = end.transaction

    @contextmanager
    def transaction(origin: str | None = None) -> Iterator[None]:
        with committed(origin):
            yield
        raise Killed

    return transaction


@pytest.fixture
def cut(
    served: Sandbox, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Cut]:
    """Both ends of a pair in step, with a few customers."""
    served.reset()
    urls, state = end_urls(served, tmp_path, *ALL[request.param]), tmp_path / "state.db"
    bench = Bench.over(trade().open(urls, str(state)))
    bench.sync.create_tables()
    bench.seed()
    bench.settled()
    cut = Cut(urls, str(state), bench)
    yield cut
    cut.bench.sync.close()


@pytest.mark.parametrize("cut", ALL, indirect=True)
def test_a_field_that_went_right_gives_way_to_its_next_change(cut: Cut) -> None:
    """Users of the right change another field meanwhile, and do so last."""
    cut.bench.change("fo.Customers", C1, OrganizationName="First")
    cut.die(cut.bench.sync.propagate)
    cut.bench.change("fo.Customers", C1, OrganizationName="Second")
    cut.bench.change("ce.accounts", cut.bench.account("C1"), creditlimit=Decimal("7.5"))

    cut.bench.settled()

    assert cut.held() == [("Second", Decimal("7.5"))] * 2


@pytest.mark.parametrize("cut", ALL, indirect=True)
def test_a_field_that_went_left_gives_way_to_its_next_change(cut: Cut) -> None:
    """The same the other way round."""
    account = cut.bench.account("C1")
    cut.bench.change("ce.accounts", account, creditlimit=Decimal("7.5"))
    cut.die(cut.bench.sync.propagate)
    cut.bench.change("ce.accounts", account, creditlimit=Decimal("8.5"))
    cut.bench.change("fo.Customers", C1, OrganizationName="Last")

    cut.bench.settled()

    assert cut.held() == [("Last", Decimal("8.5"))] * 2


@pytest.mark.parametrize("cut", ALL, indirect=True)
def test_what_users_made_of_a_field_since_it_was_written_stands(cut: Cut) -> None:
    """Also where the source's row was changed later still, in another field."""
    cut.bench.change("fo.Customers", C1, OrganizationName="Carried over")
    cut.die(cut.bench.sync.propagate)
    account = cut.bench.account("C1")
    cut.bench.change("ce.accounts", account, name="By a person")
    cut.bench.change("fo.Customers", C1, CreditLimit=Decimal("9.5"))

    cut.bench.settled()

    assert cut.held() == [("By a person", Decimal("9.5"))] * 2


@pytest.mark.parametrize("cut", ALL, indirect=True)
def test_a_record_that_was_created_is_joined_to_its_partner(cut: Cut) -> None:
    """Both sides change it before anything is noted, each in its own field."""
    cut.bench.put("fo.Customers", customer("N1"))
    cut.die(cut.bench.sync.propagate)
    account = cut.bench.account("N1")
    cut.bench.change("ce.accounts", account, creditlimit=Decimal("7.5"))
    cut.bench.change("fo.Customers", ("USMF", "N1"), OrganizationName="Second")

    cut.bench.settled()

    assert cut.held("N1") == [("Second", Decimal("7.5"))] * 2


@pytest.mark.parametrize("cut", TELLS_DELETES, indirect=True)
def test_a_record_that_was_created_goes_with_its_source(cut: Cut) -> None:
    """A record that came and went between two looks has left its partner alone."""
    cut.bench.put("fo.Customers", customer("N1"))
    cut.die(cut.bench.sync.propagate)
    assert len(cut.held("N1")) == 2
    cut.bench.remove("fo.Customers", ("USMF", "N1"))

    cut.bench.settled()

    assert cut.held("N1") == []


@pytest.mark.parametrize("cut", ALL, indirect=True)
def test_an_initial_synchronization_undoes_nothing_that_came_since(cut: Cut) -> None:
    """It dies after its first batch; the master wins over what stood before, not over what is newer."""
    cut.bench.change("fo.Customers", C1, OrganizationName="Before")
    cut.bench.sync.stop()
    cut.bench.sync.propagate()
    cut.die(cut.bench.sync.initial)
    cut.bench.change("ce.accounts", cut.bench.account("C1"), creditlimit=Decimal("7.5"))

    cut.bench.sync.initial()
    cut.bench.sync.start()
    cut.bench.settled()

    assert cut.held() == [("Before", Decimal("7.5"))] * 2


@pytest.mark.parametrize("cut", ALL, indirect=True)
def test_a_row_that_users_change_meanwhile_is_not_written_over(cut: Cut) -> None:
    """After it was read and before it is written; the round is done again with their change, the newer one."""
    cut.bench.change("fo.Customers", C1, OrganizationName="From the left")
    end = cut.bench.sync.ends["ce"]
    found = end.guarded

    @contextmanager
    def guarded() -> Iterator[None]:
        with found():
            yield
        _edit_by_a_person(cut)

    with patch.object(end, "guarded", guarded):
        outcomes = cut.bench.sync.propagate()
    assert [one.status for one in outcomes if one.key[0] == "C1"] == ["postponed"]

    cut.bench.settled()

    assert {name for name, _ in cut.held()} == {"By a person"}


@pytest.mark.parametrize("cut", WITH_DATAVERSE, indirect=True)
def test_nor_is_one_that_changes_after_the_last_look(cut: Cut) -> None:
    """A service is not locked meanwhile; it refuses what was meant for another version of the row."""
    cut.bench.change("fo.Customers", C1, OrganizationName="From the left")
    end = cut.bench.sync.ends["ce"]
    looks = end.touched_since

    def look(*arguments: Any) -> Any:
        found = looks(*arguments)
        _edit_by_a_person(cut)
        return found

    with patch.object(end, "touched_since", look):
        outcomes = cut.bench.sync.propagate()
    assert [one.status for one in outcomes if one.key[0] == "C1"] == ["postponed"]

    cut.bench.settled()

    assert {name for name, _ in cut.held()} == {"By a person"}


def _edit_by_a_person(cut: Cut) -> None:
    others = Bench.over(trade().open(cut.urls, ":memory:"))
    others.change("ce.accounts", others.account("C1"), name="By a person")
    others.sync.close()
