"""What is remembered between runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from dwmap.runtime import EndError, Failure, State
from dwmap.runtime._outcome import failure_id
from dwmap.runtime._state import Link
from dwmap.runtime._store_sqlite import SqliteBase


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


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def place(request: pytest.FixtureRequest) -> str:
    """Where a state is kept that is not there yet."""
    found: str = request.getfixturevalue(f"{request.param}_state")
    return found


@pytest.fixture
def state(place: str) -> Iterator[State]:
    """A new state."""
    made = State(place)
    yield made
    made.close()


def test_it_survives_a_restart(place: str) -> None:
    """Links, positions and failures are there for the next process; repeated keys are filled in again."""
    state = State(place)
    state.save_links([("M", "l", "r", None, None, None, None, 0)])
    state.save_position("fo", "7")
    state.save_failures([_failure()])
    state.close()

    again = State(place)

    assert again.links("M", "right", ["r"]) == {"r": Link("M", "l", "r", "l", "l")}
    assert (again.position("fo"), again.position("ce")) == ("7", None)
    assert [failure.id for failure in again.failures()] == ["f1"]
    again.close()


def test_a_renamed_map_keeps_what_is_remembered(state: State) -> None:
    """Links and failures stand under the new name, those of other maps stay; a second time changes nothing."""
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


def test_the_same_failure_again_is_one_more_attempt(state: State) -> None:
    """A failure keeps when it was first seen, and says what went wrong last."""
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


@pytest.mark.postgresql
def test_another_schema_is_refused(postgresql_state: str) -> None:
    """A schema that holds other tables is not written to; a name that is none is refused before that."""
    schema = sqlalchemy.make_url(postgresql_state).query["schema"]
    engine = sqlalchemy.create_engine(postgresql_state.partition("?")[0])
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        connection.exec_driver_sql(f"CREATE TABLE {schema}.t (a INTEGER)")
    engine.dispose()

    with pytest.raises(EndError, match="no state of this version"):
        State(postgresql_state)
    with pytest.raises(EndError, match="is a name of small letters"):
        State(f"{postgresql_state}; DROP TABLE x")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("mysql://root@nowhere/x", "in a SQLite file or in PostgreSQL, not in mysql"),
        (
            "postgresql://me:secret@127.0.0.1:1/x",
            "cannot open the state: (?!.*secret).*refused",
        ),
    ],
)
def test_a_state_that_cannot_be_kept_is_refused(path: str, told: str) -> None:
    """Another kind of database, a server that is not there; a password is not told."""
    with pytest.raises(EndError, match=told):
        State(path)


def test_a_state_that_is_not_there_is_not_made(place: str) -> None:
    """Whoever only looks is told so."""
    for _ in range(2):
        with pytest.raises(EndError, match="there is no state"):
            State(place, there=True)


def test_a_text_may_hold_every_character(state: State) -> None:
    """Also the one that PostgreSQL does not take."""
    state.save_failures([_failure(message="a\0b\u202e\U0001f680'\"\\%s?")])

    (failure,) = state.failures()

    assert failure.message == "a\ufffdb\u202e\U0001f680'\"\\%s?"


def test_what_fails_is_undone(state: State) -> None:
    """All of it, and the state goes on; transactions may stand in each other."""
    with pytest.raises(ZeroDivisionError), state.transaction():
        state.save_position("fo", "1")
        with state.transaction():
            state.save_position("ce", "2")
        raise ZeroDivisionError

    assert (state.position("fo"), state.position("ce")) == (None, None)
    state.save_position("fo", "3")
    assert state.position("fo") == "3"


def test_many_links_are_saved_and_replaced(state: State) -> None:
    """The first load leaves the index over right rows for the end."""
    links = [("M", f"l{n}", f"r{n}", None, None, "h", None, 0) for n in range(2000)]
    with state.first_load():
        state.save_links(links)
    state.save_links([(*links[7][:2], "other", *links[7][3:])])

    assert state.count_links() == {"M": 2000}
    assert state.links("M", "right", ["r7"]) == {}
    assert state.links("M", "right", ["other"])["other"].left_row == "l7"
    state.drop_links("M", [f"l{n}" for n in range(1000)])
    assert state.count_links() == {"M": 1000}


def test_a_first_load_may_be_interrupted(place: str) -> None:
    """The index that was left out is there again when the state is opened."""
    state = State(place)
    # What `first_load` does, and then the power fails.
    state.run("DROP INDEX link_right")
    state.close()

    again = State(place)

    again.run("DROP INDEX link_right")
    again.close()


def test_a_pair_is_found_without_a_look_at_the_others(tmp_path: Path) -> None:
    """By either side, in a file without statistics, where SQLite likes the key of the table best."""
    asked: list[str] = []
    state = State(str(tmp_path / "state.db"))
    state.save_links(("M", f"l{n}", f"r{n}", *[None] * 4, 0) for n in range(2000))
    assert isinstance(state.base, SqliteBase)
    connection = state.base._db
    connection.set_trace_callback(asked.append)

    assert state.links("M", "left", ["l7"])["l7"].right_row == "r7"
    assert state.links("M", "right", ["r7"])["r7"].left_row == "l7"

    connection.set_trace_callback(None)
    plans = [connection.execute(f"EXPLAIN QUERY PLAN {q}").fetchall() for q in asked]
    told = [plan[0][3] for plan in plans]
    assert ["left_row=?" in told[0], "right_row=?" in told[1]] == [True, True]
