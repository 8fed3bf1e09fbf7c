"""Killed in the middle of a `write` block, both ends have it or neither does, as soon as a sync is opened again."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from faults.services import PAIRS, trading, users_of
from faults.users import Users
from faults.writes import WriteTally, campaign


def _clean(tally: WriteTally) -> None:
    assert tally.wrong == []
    assert (tally.split, tally.torn, tally.unequal) == (0, 0, 0)


@pytest.mark.parametrize("system", ["fo", "ce"])
def test_killed_between_files(tmp_path: Path, system: str) -> None:
    """A few kills; the report of faults is made of hundreds."""
    urls = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}
    users = Users(urls, random.Random(8))

    tally = campaign(users, str(tmp_path / "state.db"), 8, system)

    _clean(tally)
    assert tally.cut > 0


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_killed_between_files_again_and_again(tmp_path: Path, seed: int) -> None:
    """Hundreds of kills."""
    urls = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}

    _clean(campaign(Users(urls, random.Random(seed)), str(tmp_path / "state.db"), 150))


@pytest.mark.postgresql
@pytest.mark.parametrize("kills", [4, pytest.param(150, marks=pytest.mark.long)])
def test_killed_over_postgresql(
    postgresql_schemas: dict[str, str], tmp_path: Path, kills: int
) -> None:
    """The server may still be at work for a dead client."""
    users = Users(postgresql_schemas, random.Random(8))

    _clean(campaign(users, str(tmp_path / "state.db"), kills))


@pytest.mark.parametrize(
    ("pair", "system", "kills"),
    [
        ("SQLite and Dataverse", "fo", 2),
        *(
            pytest.param(pair, system, 40, marks=pytest.mark.long)
            for pair in PAIRS
            for system in ("fo", "ce")
        ),
    ],
)
def test_killed_beside_a_service(
    tmp_path: Path, pair: str, system: str, kills: int
) -> None:
    """What was sent is taken back, or its local part is there."""
    with trading() as sandbox:
        users = users_of(sandbox, tmp_path, pair, 8)
        _clean(campaign(users, str(tmp_path / "state.db"), kills, system))
