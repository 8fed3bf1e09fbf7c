"""What is remembered between runs."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from dwmap.runtime import EndError, Failure, State
from dwmap.runtime._outcome import failure_id
from dwmap.runtime._state import Link


def _failure(id: str = "f1", message: str = "no") -> Failure:
    return Failure(
        id,
        "M",
        "forward",
        "update",
        "[]",
        "r",
        "{}",
        None,
        "f",
        "v",
        "wrong-type",
        message,
        "",
    )


def test_it_survives_a_restart(tmp_path: Path) -> None:
    """Links, positions and failures are there for the next process; repeated keys are filled in again."""
    path = str(tmp_path / "state.db")
    state = State(path)
    state.save_links([("M", "l", "r", None, None, None, None, 0)])
    state.save_position("fo", "7")
    state.save_failures([_failure()])
    state.close()

    again = State(path)

    assert again.links("M", "right", ["r"]) == {"r": Link("M", "l", "r", "l", "l")}
    assert (again.position("fo"), again.position("ce")) == ("7", None)
    assert [failure.id for failure in again.failures()] == ["f1"]
    again.close()


def test_a_renamed_map_keeps_what_is_remembered() -> None:
    """Links and failures stand under the new name, those of other maps stay; a second time changes nothing."""
    state = State()
    state.save_links(
        [("M", "l", "r", None, None, "h", None, 1), ("N", "l", "x", *[None] * 4, 0)]
    )
    state.save_failures([_failure(failure_id("M", "forward", "r"))])

    for _ in range(2):
        state.rename("M", "Renamed")

        kept = state.links("Renamed", "left")["l"]
        assert (kept.right_row, kept.left_hash, kept.frozen) == ("r", "h", 1)
        assert state.count_links() == {"N": 1, "Renamed": 1}
        (failure,) = state.failures()
        assert failure.map == "Renamed"
        assert failure.id == failure_id("Renamed", "forward", "r")


def test_the_same_failure_again_is_one_more_attempt() -> None:
    """A failure keeps when it was first seen, and says what went wrong last."""
    state = State()
    state.save_failures([_failure()])
    state.save_failures([_failure(message="still no")])

    (failure,) = state.failures()

    assert (failure.attempts, failure.message) == (2, "still no")
    state.drop_failures(["f1"])
    assert state.failures() == []


def test_another_file_is_refused(tmp_path: Path) -> None:
    """A database that is no state file is not written to."""
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (a)")
    other.close()

    with pytest.raises(EndError, match="no state file of this version"):
        State(str(path))


def test_a_state_that_is_no_file_is_refused() -> None:
    """The state is a file beside the program."""
    with pytest.raises(EndError, match="kept in a SQLite file"):
        State("postgresql://nowhere/x")


def test_a_first_load_may_be_interrupted(tmp_path: Path) -> None:
    """The index that was left out is there again when the file is opened."""
    path = str(tmp_path / "state.db")
    state = State(path)
    state._db.execute(
        "DROP INDEX link_right"
    )  # what `first_load` does, and then the power fails
    state.close()

    again = State(path)

    names = again._db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index'"
    ).fetchall()
    assert ("link_right",) in names
    again.close()
