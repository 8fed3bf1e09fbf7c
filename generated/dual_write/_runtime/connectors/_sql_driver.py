# Copied by dwmap from its runtime. Do not edit.
"""What drivers and their databases do differently: sessions, streams, and whose mistake an error is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import sqlalchemy

from .._model import Record
from ._sql_text import Dialect

# How SQLAlchemy calls the two; they differ in little that matters here.
_MYSQL = ("mysql", "mariadb")
_MYSQL_MODE = "STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"
_MYSQL_SESSION = (
    # Strict: a value that does not fit is refused, not cut. Moments come and go in UTC. A reader that is
    # busy with what it has read is not cut off, nor a sync that has nothing to do at night. A statement
    # that needs a whole table does not wait a day for it.
    f"SET SESSION sql_mode = '{_MYSQL_MODE}', time_zone = '+00:00', net_write_timeout = 3600,"
    " wait_timeout = 604800, lock_wait_timeout = 60",
    # As in PostgreSQL: a statement sees what is committed when it begins.
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"", re.DOTALL)
_NOT_THE_KEY = 1242
"""The subquery in the upsert of MySQL had two rows: the statement met another row than that of its key."""
_ROW_IS_WRONG = frozenset(
    {
        *(1048, 1364),  # no value where one is needed
        *(1022, 1062, 1169, 1586, _NOT_THE_KEY),  # a value that must be unique
        *(1216, 1217, 1451, 1452),  # foreign keys
        *(1264, 1265, 1292, 1366, 1367, 1406, 1411, 1690),  # no such value, too long
        *(1300, 3854, 3988),  # no such character
        *(1369, 3819, 4025),  # CHECK
        *(1438, 1525, 1644, 3140),  # SIGNAL of a trigger, no such number, no such JSON
    }
)


def family(name: str) -> str:
    """The dialect of a SQLAlchemy dialect: MariaDB speaks that of MySQL."""
    return "mysql" if name in _MYSQL else name


def engine_options(url: sqlalchemy.URL) -> dict[str, Any]:
    """The options of `create_engine` for a URL."""
    name = url.get_backend_name()
    if name == "sqlite":
        return {"poolclass": sqlalchemy.pool.StaticPool} if not url.database else {}
    if name in _MYSQL:
        return {"paramstyle": "format", "connect_args": {"charset": "utf8mb4"}}
    return {"paramstyle": "format"}


def prepare_sessions(engine: sqlalchemy.Engine) -> None:
    """See to it that each new connection speaks as the end does."""
    if engine.dialect.name == "postgresql":
        sqlalchemy.event.listen(engine, "connect", _speak_utc)
    elif engine.dialect.name in _MYSQL:
        # First of all: SQLAlchemy looks at the mode to know how to quote.
        sqlalchemy.event.listen(engine, "connect", _speak_strictly, insert=True)


def _speak_utc(connection: Any, record: Any) -> None:
    """Moments come and go in UTC, whatever the server's time zone is."""
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _speak_strictly(connection: Any, record: Any) -> None:
    with connection.cursor() as cursor:
        for text in _MYSQL_SESSION:
            cursor.execute(text)


def dialect_of(engine: Any) -> Dialect:
    """How statements are written for the database of an engine."""
    dialect = engine.dialect
    return Dialect(
        family(dialect.name),
        dialect.identifier_preparer.quote_identifier,
        "?" if dialect.paramstyle == "qmark" else "%s",
        getattr(dialect, "is_mariadb", False),
    )


def commit_at_once(name: str, driver: Any) -> None:
    """Outside of transactions every statement is one of its own."""
    if name == "sqlite":
        driver.isolation_level = None
    elif name == "mysql":
        driver.autocommit(True)
    else:
        driver.autocommit = True


def stream(
    engine: sqlalchemy.Engine, driver: Any, text: str, parameters: Record, size: int
) -> Iterator[list[Record]]:
    """
    The rows of a query in batches, without keeping all of them anywhere.

    `driver` is the connection that writes; a cursor on the server needs another one beside it.
    """
    name = family(engine.dialect.name)
    if name not in ("postgresql", "mysql"):
        cursor = driver.cursor()
        cursor.execute(text, parameters)
        while rows := cursor.fetchmany(size):
            yield rows
        return
    other = engine.raw_connection()
    beside: Any = other.driver_connection
    cursor = _server_cursor(name, engine.dialect.dbapi, beside)
    done = False
    try:
        cursor.execute(text, parameters)
        while rows := cursor.fetchmany(size):
            yield rows
        done = True
    finally:
        if not done and name == "mysql":
            # Whoever stops early is sent all the rest, unless the query is told to end.
            with suppress(Exception):
                driver.cursor().execute(f"KILL QUERY {beside.thread_id():d}")
        with suppress(Exception):
            cursor.close()
        if not done:
            # PyMySQL's result reads on when it is collected, from a connection that is closed.
            result: Any = getattr(cursor, "_result", None)
            if hasattr(result, "unbuffered_active"):
                result.unbuffered_active = False
            other.invalidate()
        other.close()


def _server_cursor(name: str, dbapi: Any, connection: Any) -> Any:
    if name == "mysql":
        return connection.cursor(dbapi.cursors.SSCursor)
    # Such a cursor lives in a transaction, which closing the connection ends.
    return connection.cursor(name="dwmap")


def row_is_wrong(name: str, dbapi: Any, error: BaseException) -> bool:
    """Whether a failed write is the mistake of a row, and not the state of the end or of the way to it."""
    if not isinstance(error, dbapi.Error):
        return True
    if name != "mysql":
        return not isinstance(error, dbapi.OperationalError)
    code = error_code(error)
    # Without a number it comes from the driver, which has no way to say such a value.
    return code in _ROW_IS_WRONG or (
        code is None and not isinstance(error, dbapi.InterfaceError)
    )


def error_code(error: BaseException | None) -> int | None:
    """The number that MySQL gives an error; None where there is none."""
    code = error.args[0] if error is not None and error.args else None
    return code if isinstance(code, int) else None


def clock_query(dialect: str) -> str:
    """The statement that asks a database for its time: as text for SQLite, as a moment in UTC for others."""
    if dialect == "sqlite":
        return "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')"
    return (
        "SELECT UTC_TIMESTAMP(6)" if dialect in _MYSQL else "SELECT clock_timestamp()"
    )


def in_utc(value: Any) -> datetime:
    """A moment as a database tells it, in UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (
        moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    )


def reason_of(error: BaseException, *, quotes: bool = True) -> str:
    """What went wrong, in one line; without `quotes`, in which it may hold values, they are left out."""
    code = error_code(error)
    if code == _NOT_THE_KEY:
        return "a unique key other than the natural key has the value already"
    text = str(error)
    if code is not None and len(error.args) > 1:
        text = f"{error.args[1]} ({code})" if error.args[1] else "no connection"
    if not quotes:
        text = _QUOTED.sub("...", text)
    return text.strip().splitlines()[0] if text.strip() else type(error).__name__
