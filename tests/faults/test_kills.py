"""Killed anywhere and started again, the sync loses nothing and does nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults.kills import Tally, campaign
from faults.shortage import full_disk, locked, together


def _clean(tally: Tally) -> None:
    assert tally.lost == []
    assert (tally.doubled, tally.unequal, tally.failures) == (0, 0, 0)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """The addresses of two SQLite files."""
    return {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}


@pytest.fixture
def state(tmp_path: Path) -> str:
    """The path of a state file."""
    return str(tmp_path / "state.db")


@pytest.mark.parametrize("seed", range(4))
def test_killed(files: dict[str, str], state: str, seed: int) -> None:
    """A few kills of each kind; the report of faults is made of hundreds."""
    tally = campaign(files, state, 15, seed)
    assert tally.kills == 15
    _clean(tally)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 110))
def test_killed_again_and_again(files: dict[str, str], state: str, seed: int) -> None:
    """A thousand kills."""
    _clean(campaign(files, state, 100, seed))


@pytest.mark.postgresql
@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.long)])
def test_killed_over_postgresql(
    postgresql_schemas: dict[str, str], state: str, kills: int
) -> None:
    """The server rolls back what a dead client left open."""
    _clean(campaign(postgresql_schemas, state, kills, 7))


def test_a_full_disk(files: dict[str, str], state: str) -> None:
    """It is said, nothing is half written, and with room again everything arrives."""
    tally, told = full_disk(files, state, 15, 3)
    assert told > 0
    _clean(tally)


def test_a_locked_database(files: dict[str, str], state: str) -> None:
    """It is said, and everything arrives once the lock is gone."""
    tally, told = locked(files, state, 10, 5)
    assert told > 0
    _clean(tally)


def test_two_processes_on_one_state(files: dict[str, str], state: str) -> None:
    """They take turns: nothing is lost, nothing is done by both."""
    _clean(together(files, state, 8, 9))
