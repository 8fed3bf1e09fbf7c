"""What is MariaDB's alone: late numbers, lost connections, locks, wide rows, long names."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy
from dwmap.runtime import Column, EndError, RefusedByEnd, System, Table, path
from dwmap.runtime.connectors import End, open_end
from dwmap.runtime.connectors._base import write_each

pytestmark = pytest.mark.mariadb

NAME = Column("name", "text", False, 60)
NOTES = Table("x.notes", "x", "notes", (NAME, Column("text", "text")), ("name",))
NAMES = ("name", "text")


class Server:
    """A new database, with ends on it and somebody else beside them."""

    def __init__(self, url: sqlalchemy.URL) -> None:
        self.url = url.render_as_string(hide_password=False)
        self.other = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
        self.opened: list[End] = []

    def end(self, table: Table = NOTES) -> Any:
        """One more connection, with its table."""
        end = open_end(self.url, System("x", "sql"), {table.name: table})
        self.opened.append(end)
        end.create_tables()
        return end

    def ask(self, text: str) -> Any:
        """What another session is told."""
        with self.other.connect() as connection:
            found = connection.exec_driver_sql(text)
            return found.fetchall() if found.returns_rows else None


@pytest.fixture
def server(mariadb_url: str) -> Iterator[Server]:
    """The database, dropped at the end."""
    url = sqlalchemy.make_url(mariadb_url)
    own = url.set(database=f"{url.database}_{uuid4().hex[:8]}")
    Server(url).ask(f"CREATE DATABASE {own.database}")
    server = Server(own)
    yield server
    for end in server.opened:
        end.close()
    server.ask(f"DROP DATABASE {own.database}")
    server.other.dispose()


def _put(end: End, *names: str, text: str = "") -> None:
    with end.transaction():
        end.insert(NOTES, NAMES, [(name, text) for name in names])


def _keys(end: End, after: str) -> tuple[list[str], str]:
    changes, position = end.changes(after)
    return [change.row[0] for change in changes], position


def test_who_was_given_a_number_and_comes_too_late_takes_another(
    server: Server,
) -> None:
    """The reader has gone past the number; the change is given all the same, and the user sees nothing of it."""
    end = server.end()
    end.capture([NOTES])
    with pytest.raises(KeyError), end.transaction():
        end.insert(NOTES, NAMES, [("undone", "")])
        raise KeyError
    _put(end, "first")
    given, position = _keys(end, "0")
    assert (given, position) == (["first"], "2")

    # As if the number 1 had been given out before, and its row had been held up on the way.
    with end.transaction():
        end._run("SET SESSION insert_id = 1")
        end.insert(NOTES, NAMES, [("late", "")])

    assert _keys(end, position) == (["late"], "3")


def test_a_database_that_was_set_back_is_noticed(server: Server) -> None:
    """What it lost has numbers that will be given again: to go on would be to miss those changes."""
    end = server.end()
    end.capture([NOTES])
    _put(end, "kept", "lost")
    _, position = end.changes("0")
    server.ask("DELETE FROM dwmap_changes WHERE seq > 1")

    with pytest.raises(EndError, match="ends at 1 and has been read up to 2"):
        end.changes(position)


def test_triggers_that_are_right_are_left_alone(server: Server) -> None:
    """To begin again does not wait for those who are at work; what is out of date is made anew."""
    server.end().capture([NOTES])
    busy, again = server.end(), server.end()
    with ExitStack() as at_work:
        at_work.enter_context(busy.transaction())
        busy.insert(NOTES, NAMES, [("open", "")])
        again.capture([NOTES])
    server.ask("DROP TRIGGER dwmap_notes_delete")
    server.ask(
        "CREATE OR REPLACE TRIGGER dwmap_notes_create AFTER INSERT ON notes FOR EACH ROW SET @a = 1"
    )
    last = server.end()
    last.capture([NOTES])
    start = last.position()
    _put(last, "new")
    with last.transaction():
        last.delete(NOTES, [("new",)])

    changes, _ = last.changes(start)
    assert [each.operation for each in changes] == ["create", "delete"]


def test_moments_of_the_feed_do_not_depend_on_who_writes(server: Server) -> None:
    """A user in another time zone, with a lax session, is heard like everybody."""
    end = server.end()
    end.capture([NOTES])
    with server.other.connect() as user:
        for text in (
            "SET SESSION time_zone = '+09:00', sql_mode = 'ANSI_QUOTES', character_set_client = latin1",
            "INSERT INTO notes VALUES ('a', NULL)",
            "UPDATE notes SET name = 'A'",
        ):
            user.exec_driver_sql(text)

    made, moved = end.changes("0")[0]
    assert abs(made.at - datetime.now(UTC)) < timedelta(seconds=30)
    assert (moved.row, moved.was, moved.columns) == (("A",), ("a",), {"name"})


def test_moments_of_others_are_read_in_utc(server: Server) -> None:
    """A column of the type TIMESTAMP changes with the session; in a key it must not. A day of zeros is none."""
    server.ask(
        "CREATE TABLE logs (at TIMESTAMP(6) NOT NULL PRIMARY KEY, day DATE, since DATETIME)"
    )
    columns = (
        Column("at", "datetime", False),
        Column("day", "date"),
        Column("since", "datetime"),
    )
    table = Table("x.logs", "x", "logs", columns, ("at",))
    end = server.end(table)
    end.capture([table])
    with server.other.connect() as user:
        user.exec_driver_sql("SET SESSION time_zone = '+09:00', sql_mode = ''")
        user.exec_driver_sql(
            "INSERT INTO logs VALUES ('2024-01-01 09:00:00.000001', '0000-00-00', 0)"
        )

    moment = datetime(2024, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
    paths = [path("at"), path("day"), path("since")]
    assert end.find(table, paths, [path("at")], [(moment,)]) == [(moment, None, None)]
    assert [change.row for change in end.changes("0")[0]] == [(moment,)]


def test_a_lost_connection_is_no_refused_row(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """The end is at fault, and the error says what happened first, not that the rollback failed, too."""
    end = server.end()
    thread = end._fetch("SELECT CONNECTION_ID()")[0][0]
    with pytest.raises(EndError) as lost, end.transaction():
        server.ask(f"KILL {thread}")
        end.insert(NOTES, NAMES, [("a", "")])
    with pytest.raises(EndError, match="no connection"):
        end.count(NOTES)
    end.close()
    server.opened.remove(end)

    assert caplog.records == []
    assert str(lost.value).startswith("cannot write to x: ")


def test_a_connection_that_is_lost_while_reading_is_told(server: Server) -> None:
    """In the middle of a table; nothing else complains."""
    end = server.end()
    server.ask("INSERT INTO notes SELECT seq, REPEAT('x', 500) FROM seq_1_to_50000")
    reading = (
        "SELECT ID FROM information_schema.PROCESSLIST"
        " WHERE DB = DATABASE() AND INFO LIKE 'SELECT t0%%'"
    )

    rows = iter(end.read(NOTES, [path("name"), path("text")], batch_size=10))
    next(rows)
    ((thread,),) = server.ask(reading)
    server.ask(f"KILL {thread}")
    with pytest.raises(EndError, match="cannot read x: "):
        list(rows)


def test_a_lock_is_no_refused_row(server: Server) -> None:
    """Neither one that lasts too long, nor two that wait for each other."""
    end, other = server.end(), server.end()
    _put(end, "a", "b")
    with ExitStack() as held:
        held.enter_context(other.transaction())
        other.update(NOTES, ("text",), [("held", "a")])
        end._run("SET SESSION innodb_lock_wait_timeout = 1")
        with pytest.raises(EndError, match="Lock wait timeout"), end.transaction():
            end.update(NOTES, ("text",), [("wanted", "a")])

    with ThreadPoolExecutor(1) as pool, pytest.raises(EndError, match="Deadlock"):
        with end.transaction(), other.transaction():
            end.update(NOTES, ("text",), [("1", "a")])
            other.update(NOTES, ("text",), [("2", "b"), ("2", "b")])
            waiting = pool.submit(end.update, NOTES, ("text",), [("1", "b")])
            _wait_for_lock(server)
            try:
                with other.savepoint():
                    other.update(NOTES, ("text",), [("2", "a")])
            finally:
                waiting.result()
    _put(end, "c")
    assert end.count(NOTES) == 3


def _wait_for_lock(server: Server) -> None:
    waiting = (
        "SELECT 1 FROM information_schema.INNODB_TRX JOIN information_schema.PROCESSLIST"
        " ON ID = trx_mysql_thread_id WHERE DB = DATABASE() AND trx_state = 'LOCK WAIT'"
    )
    until = time.monotonic() + 60
    while not server.ask(waiting) and time.monotonic() < until:
        time.sleep(0.01)


def test_a_reader_that_stops_early_stops_the_query(server: Server) -> None:
    """The rest of the rows, which take a minute, are not waited for."""
    end = server.end()
    server.ask("INSERT INTO notes SELECT seq, REPEAT('x', 200) FROM seq_1_to_60000")
    server.ask("RENAME TABLE notes TO kept")
    server.ask(
        "CREATE VIEW notes AS SELECT name, text FROM kept WHERE SLEEP(0.001) = 0"
    )

    clock = time.perf_counter()
    rows = iter(end.read(NOTES, [path("name"), path("text")], batch_size=10))
    first = next(rows)
    del rows

    assert len(first) == 10
    assert time.perf_counter() - clock < 30


def test_tables_of_others_keep_their_collation(server: Server) -> None:
    """A change of case is a change, and moves a row, where the database takes it for none."""
    server.ask(
        "CREATE TABLE notes (name VARCHAR(60) COLLATE utf8mb4_general_ci PRIMARY KEY,"
        " text VARCHAR(20) CHARACTER SET latin1 NOT NULL)"
    )
    end = server.end()
    end.capture([NOTES])
    start = end.position()
    _put(end, "a", text="\u00e9")
    _put(end, "A", text="\u00c9")
    with end.transaction():
        end.update(NOTES, ("name",), [("A", "a")])

    assert [each[1:5] for each in end.changes(start)[0]] == [
        ("create", ("a",), None, None),
        ("update", ("a",), None, {"text"}),
        ("update", ("A",), ("a",), {"name"}),
    ]


def test_a_wide_row_still_has_lengths(server: Server) -> None:
    """More texts than a row has room for are kept beside it, and are as long as they were declared."""
    columns = tuple(Column(f"c{n}", "text", True, 255) for n in range(150))
    table = Table("x.wide", "x", "wide", (NAME, *columns), ("name",))
    end = server.end(table)
    names = [column.name for column in table.columns]
    with end.transaction():
        end.insert(table, names, [("fits", *["\U0001f600" * 255] * 150)])
        with pytest.raises(RefusedByEnd, match="c149"), end.savepoint():
            end.insert(table, names, [("not", *["x"] * 149, "x" * 256)])

    assert end.count(table) == 1


def test_a_key_without_a_length_has_one(server: Server) -> None:
    """An index takes no text of any length: what is longer is refused, not cut."""
    columns = (Column("name", "text", False), Column("more", "text", False))
    table = Table("x.open", "x", "open", columns, ("name", "more"))
    end = server.end(table)
    with end.transaction():
        end.insert(table, ("name", "more"), [("n" * 255, "m" * 255)] * 2)
        with pytest.raises(RefusedByEnd, match="too long"), end.savepoint():
            end.insert(table, ("name", "more"), [("n" * 256, "")])

    assert end.count(table) == 1


def test_a_row_that_the_server_does_not_take_is_refused(server: Server) -> None:
    """It would close the connection; the rows beside it are written."""
    end = server.end()
    most = server.ask("SELECT @@max_allowed_packet")[0][0]
    _put(end, "standing")
    with end.transaction():
        refused = write_each(
            end,
            lambda rows: end.insert(NOTES, NAMES, rows),
            [("a", "x" * (most // 2)), ("b", "x" * most), ("c", "")],
        )
        with pytest.raises(RefusedByEnd), end.savepoint():
            end.update(NOTES, ("text",), [("x" * most, "standing")])

    assert list(refused) == [1]
    assert end.count(NOTES) == 3


def test_names_may_be_as_long_as_the_database_permits(server: Server) -> None:
    """Those of triggers and indexes are made of them, and are cut with a hash."""
    tables = [
        Table(f"x.{name}", "x", name, (Column("c" * 64, "text"),), ("c" * 64,))
        for name in ("t" * 63 + "`", "t" * 63 + "%")
    ]
    for table in tables:
        end = server.end(table)
        end.capture([table])
        start = end.position()
        with end.transaction():
            end.insert(table, ("c" * 64,), [("a",)])
        changes, _ = end.changes(start)
        assert [change.row for change in changes] == [("a",)]


def test_an_address_that_does_not_work_says_why(server: Server) -> None:
    """And never with the password."""
    url = server.url.replace("//root@", "//nobody:s3cret@")
    with pytest.raises(EndError, match="Access denied") as denied:
        open_end(url, System("x", "sql"), {})

    assert "s3cret" not in str(denied.value)
