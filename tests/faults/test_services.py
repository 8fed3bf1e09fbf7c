"""Whatever a service does while a sync works, nothing is lost, nothing is there twice, and both ends are equal at rest."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.kills import Tally
from faults.services import FAULTS, PAIRS, killed, trading, troubled, users_of
from harness.sandboxes import Sandbox


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    """A sandbox of both products."""
    with trading() as sandbox:
        yield sandbox


def _clean(tally: Tally) -> None:
    assert tally.lost == []
    assert (tally.doubled, tally.unequal, tally.failures) == (0, 0, 0)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_service_has_a_fault(served: Sandbox, tmp_path: Path, fault: str) -> None:
    """A few rounds with each; the report of faults is made of many, over all pairs of ends."""
    pair = random.Random(fault).choice(["SQLite and Dataverse", *PAIRS])
    if fault == "delta token expired":
        pair = "SQLite and Dataverse"
    users = users_of(served, tmp_path, pair, 11)

    injected, tally = troubled(served, users, str(tmp_path / "state.db"), fault, 6)

    assert injected > 0
    _clean(tally)


@pytest.mark.long
@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_service_has_a_fault_for_long(
    served: Sandbox, tmp_path: Path, pair: str, fault: str
) -> None:
    """Many rounds with each fault over each pair."""
    users = users_of(served, tmp_path, pair, 2026)

    _clean(troubled(served, users, str(tmp_path / "state.db"), fault, 40)[1])


def test_a_sync_is_killed_between_two_services(served: Sandbox, tmp_path: Path) -> None:
    """A few times; the report of faults is made of many, over all pairs of ends."""
    users = users_of(served, tmp_path, "SQLite and Dataverse", 11)

    kills, tally = killed(users, str(tmp_path / "state.db"), 8)

    assert kills == 8
    _clean(tally)


@pytest.mark.long
@pytest.mark.parametrize("pair", PAIRS)
def test_a_sync_is_killed_between_two_services_for_long(
    served: Sandbox, tmp_path: Path, pair: str
) -> None:
    """Many times, over each pair."""
    users = users_of(served, tmp_path, pair, 2026)

    _clean(killed(users, str(tmp_path / "state.db"), 100)[1])
