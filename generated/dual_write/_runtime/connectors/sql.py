# Copied by dwmap from its runtime. Do not edit.
"""
Any SQL database, through SQLAlchemy: pools, dialects, quoting and inspection are its work.

Statements go to the driver as text with tuples, without a layer in between: rows by the hundred thousand
must not become objects on the way. SQLite, PostgreSQL and MariaDB are complete; another database reads and
writes, but has neither upsert nor change capture here.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy.engine import make_url

from .._errors import EndError, RefusedByEnd
from .._model import AnyPath, Record, System, Table
from .._paths import column_of, identity_columns, natural_columns, physical_tables
from ._base import BATCH_SIZE, NO_DEFAULTS, Change, Defaults, strangers_in
from ._sql_atomic import SqlAtomic
from ._sql_capture import Capture, PostgresCapture, SqliteCapture
from ._sql_capture_mysql import MysqlCapture
from ._sql_copy import can_copy, copy
from ._sql_driver import (
    clock_query,
    commit_at_once,
    dialect_of,
    engine_options,
    in_utc,
    prepare_sessions,
    reason_of,
    row_is_wrong,
    stream,
)
from ._sql_questions import Questions
from ._sql_schema import create_statements
from ._sql_send import lock_rows, send
from ._sql_text import Insert, SqlText
from ._sql_values import ENCODERS, Converters, convert_columns, converters

_KEYS_PER_QUERY = 200
_CAPTURES: Mapping[str, type[Capture]] = {
    "sqlite": SqliteCapture,
    "postgresql": PostgresCapture,
    "mysql": MysqlCapture,
}


class SqlEnd(SqlAtomic):
    """A SQL database behind a SQLAlchemy URL, used through one connection."""

    def __init__(self, url: str, system: System, tables: Mapping[str, Table]) -> None:
        try:
            parsed = make_url(url)
            super().__init__(
                parsed.render_as_string(hide_password=True), system, tables
            )
            self._engine = sqlalchemy.create_engine(parsed, **engine_options(parsed))
            prepare_sessions(self._engine)
            self._connection = self._engine.raw_connection()
        except (sqlalchemy.exc.SQLAlchemyError, ImportError) as error:
            raise EndError(f"cannot open {system.name}: {reason_of(error)}") from error
        except Exception as error:  # a driver's own error: no common class above it
            raise EndError(
                f"cannot open {system.name} at {self.url}: {reason_of(error)}"
            ) from error
        self._masked = any(c.masked for t in self.tables.values() for c in t.columns)
        driver: Any = self._connection.driver_connection
        own = dialect_of(self._engine)
        commit_at_once(own.name, driver)
        self._driver = driver
        # To wait for a file nobody needs a thread: it would compete for Python with the one that computes.
        self.in_threads = own.name != "sqlite"
        self._errors: Any = self._engine.dialect.dbapi
        self._depth = 0
        self._text = SqlText(own, system, self.tables)
        self._capture: Capture | None = None
        if own.name in _CAPTURES:
            self._capture = _CAPTURES[own.name](own, system.kind == "finops")
        self._unique: dict[str, tuple[str, ...]] = {}
        self._questions = Questions(self._text)

    # Reading

    def read(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        *,
        companies: Sequence[str] = (),
        batch_size: int = BATCH_SIZE,
    ) -> Iterator[list[Record]]:
        """All rows as flat tuples, streamed from the database."""
        select = self._questions.select(table, paths)
        text = select.text
        if companies and table.company is not None:
            company = self._questions.select(table, (*paths, table.company))
            places = ", ".join([self._text.dialect.placeholder] * len(companies))
            text = f"{company.text}\nWHERE {company.raw[-1]} IN ({places})"
        width = len(paths)
        for rows in self._stream(
            text, tuple(companies) if text != select.text else (), batch_size
        ):
            if text != select.text:
                rows = [row[:width] for row in rows]
            yield convert_columns(rows, select.decoders)

    def find(
        self,
        table: Table,
        paths: Sequence[AnyPath],
        by: Sequence[AnyPath],
        values: Collection[Record],
    ) -> list[Record]:
        """The rows with one of these values, a few hundred values in each query."""
        asked, found = self._questions.by_values(table, paths, by), []
        width, rest = len(paths), iter(dict.fromkeys(values))
        while chunk := list(itertools.islice(rest, _KEYS_PER_QUERY)):
            tests = [
                " AND ".join(map(self._text.equals, asked.columns, asked.raw, value))
                for value in chunk
            ]
            parameters = itertools.chain.from_iterable(
                convert_columns(chunk, asked.encoders)
            )
            text = f"{asked.text}\nWHERE ({') OR ('.join(tests)})"
            rows = self._fetch(text, tuple(parameters))
            found += convert_columns([row[:width] for row in rows], asked.decoders)
        return found

    def count(self, table: Table) -> int:
        """SELECT COUNT(*)."""
        name = self._text.dialect.quote(table.table)
        return int(self._fetch(f"SELECT COUNT(*) FROM {name}")[0][0])

    def describe_query(
        self, table: Table, by: Sequence[AnyPath], values: Record
    ) -> str:
        """The SELECT that shows whether such a row exists, ready to be pasted into a console."""
        return self._text.spelled_out(self._questions.select(table, by), values)

    def _stream(
        self, text: str, parameters: Record, size: int
    ) -> Iterator[list[Record]]:
        with self._reading():
            yield from stream(self._engine, self._driver, text, parameters, size)

    def _fetch(self, text: str, parameters: Record = ()) -> list[Record]:
        try:
            cursor = self._driver.cursor()
            cursor.execute(text, parameters)
            rows: list[Record] = cursor.fetchall()
            return rows
        except self._errors.Error as error:
            raise self._unread(error) from error

    def clock(self) -> datetime:
        """The time of the database; of a file, that of this machine."""
        return in_utc(self._fetch(clock_query(self._engine.dialect.name))[0][0])

    def _reason(self, error: BaseException) -> str:
        return reason_of(error, quotes=not self._masked)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except self._errors.Error as error:
            raise self._unread(error) from error

    def _unread(self, error: Exception) -> EndError:
        return EndError(f"cannot read {self.system.name}: {self._reason(error)}")

    # Writing

    def encode(
        self, table: Table, names: Sequence[str], columns: Sequence[Sequence[Any]]
    ) -> list[Record]:
        """The rows, with the columns converted for which the driver has no type."""
        values = list(columns)
        for position, convert in self._encoders(table, names):
            values[position] = convert(values[position])
        return list(zip(*values, strict=True))

    def insert(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """INSERT ... ON CONFLICT DO UPDATE, for the whole batch at once."""
        text = self._text.insert(table, columns, self._unique_key(table))
        self._many(text, table, columns, rows, encoded)

    def update(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Record],
        *,
        encoded: bool = False,
    ) -> None:
        """UPDATE by identity, for the whole batch at once."""
        identity = identity_columns(table)
        text = self._text.update(table, columns, identity)
        self._many(text, table, (*columns, *identity), rows, encoded)

    def delete(self, table: Table, identities: Sequence[Record]) -> None:
        """DELETE by identity."""
        identity = identity_columns(table)
        where = self._text.where_identity(table, identity)
        text = f"DELETE FROM {self._text.dialect.quote(table.table)} WHERE {where}"
        self._many(text, table, identity, identities, False)

    def hold(self, table: Table, identities: Sequence[Record]) -> None:
        """Lock the rows, where others may write meanwhile."""
        identity = identity_columns(table)
        rows = convert_columns(identities, self._encoders(table, identity))
        where = self._text.where_identity(table, identity)
        with self._talking():
            dialect = self._text.dialect
            lock_rows(dialect, self._driver.cursor(), table.table, where, rows)

    def _encoders(self, table: Table, names: Sequence[str]) -> Converters:
        columns = [column_of(table, name) for name in names]
        return converters(ENCODERS, self._text.dialect.name, columns)

    def _many(
        self,
        text: str | Insert,
        table: Table,
        names: Sequence[str],
        rows: Sequence[Record],
        encoded: bool,
    ) -> None:
        if not encoded:
            rows = convert_columns(rows, self._encoders(table, names))
        dialect, cursor = self._text.dialect, self._driver.cursor()
        columns = [column_of(table, name) for name in names]
        try:
            if isinstance(text, Insert) and can_copy(dialect, cursor, columns, rows):
                copy(dialect, cursor, table, columns, text, rows)
            else:
                send(dialect, cursor, text, rows)
        except (self._errors.Error, OverflowError, ValueError) as error:
            if not row_is_wrong(self._text.dialect.name, self._errors, error):
                raise EndError(
                    f"cannot write to {self.system.name}: {self._reason(error)}"
                ) from error
            raise RefusedByEnd(
                table.table,
                None,
                f"{self.system.name} refused a row of {table.table}: {reason_of(error)}",
                "correct the record, or the rule of the table that it breaks",
            ) from error

    def _unique_key(self, table: Table) -> tuple[str, ...]:
        """The natural key if the database keeps it unique, for ON CONFLICT; otherwise nothing."""
        if table.table not in self._unique:
            self._unique[table.table] = ()
            if self._capture is not None:
                wanted = natural_columns(table)
                if set(wanted) in self._unique_sets(table.table):
                    self._unique[table.table] = wanted
        return self._unique[table.table]

    def _unique_sets(self, name: str) -> list[set[str | None]]:
        inspector = sqlalchemy.inspect(self._engine)
        found: list[set[str | None]] = [
            set(inspector.get_pk_constraint(name)["constrained_columns"])
        ]
        found += [
            set(each["column_names"]) for each in inspector.get_unique_constraints(name)
        ]
        found += [
            set(each["column_names"])
            for each in inspector.get_indexes(name)
            if each["unique"]
        ]
        return found

    @contextmanager
    def transaction(self, origin: str | None = None) -> Iterator[None]:
        """BEGIN, the mark, the work, COMMIT."""
        capture = self._capture if origin is not None else None
        marked = capture.begin_marked(origin or "") if capture is not None else None
        sqlite = self._text.dialect.name == "sqlite"
        self._run(marked or ("BEGIN IMMEDIATE" if sqlite else "BEGIN"))
        try:
            if capture is not None and marked is None:
                with self._talking():
                    capture.mark(self._driver, origin or "")
            yield
            if capture is not None:
                with self._talking():
                    capture.unmark(self._driver)
            self._run("COMMIT")
        except BaseException:
            # What went wrong before is the news; a connection that is lost takes its transaction along.
            with suppress(EndError), self._talking():
                self._run("ROLLBACK")
                if capture is not None:
                    capture.undo_mark(self._driver)
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """SAVEPOINT, and back to it when the work fails."""
        # Names that come again: drivers and servers keep what they have prepared.
        name = f"dwmap_{self._depth}"
        self._run(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            # A deadlock ends the transaction with all its savepoints; the error says so.
            with suppress(EndError):
                self._run(f"ROLLBACK TO SAVEPOINT {name}")
                self._run(f"RELEASE SAVEPOINT {name}")
            raise
        self._depth -= 1
        self._run(f"RELEASE SAVEPOINT {name}")

    def _run(self, text: str) -> None:
        with self._talking():
            self._driver.cursor().execute(text)

    @contextmanager
    def _talking(self) -> Iterator[None]:
        try:
            yield
        except self._errors.Error as error:
            raise EndError(f"{self.system.name}: {self._reason(error)}") from error

    # Tables and changes

    def create_tables(self, defaults: Defaults = NO_DEFAULTS) -> None:
        """CREATE TABLE and a unique index on the natural key, for demonstrations and tests."""
        for table in physical_tables(self.tables.values()):
            own = defaults.get(table.name, {})
            for text in create_statements(self._text, table, own):
                self._run(text)
        self._unique.clear()

    def capture(self, tables: Sequence[Table]) -> None:
        """Install the triggers that note changes in the table `dwmap_changes`."""
        if self._capture is None:
            name = self._text.dialect.name
            raise EndError(
                f"{self.system.name}: no change capture for {name} databases"
            )
        statements = list(self._capture.install(tables, self._fetch))
        if statements:
            with self.transaction():
                for text in statements:
                    self._run(text)

    def why_not_watched(self) -> str | None:
        """Whether there are triggers for this kind of database."""
        if self._capture is not None:
            return None
        return f"no change capture for {self._text.dialect.name} databases"

    def position(self) -> str:
        """The position behind the last change."""
        return self._capture.position(self._fetch) if self._capture else ""

    def changes(self, after: str) -> tuple[list[Change], str]:
        """The rows of `dwmap_changes` after a position."""
        if self._capture is None:
            return [], after
        return self._capture.changes(self._fetch, after)

    def touched_since(
        self, after: str, table: Table
    ) -> tuple[dict[str, set[Record]], str]:
        """What is committed, where the feed can be asked for that alone."""
        if self._capture is not None:
            found = self._capture.touched_since(self._fetch, after)
            if found is not None:
                return found
        changes, position = self.changes(after)
        return strangers_in(changes), position

    def close(self) -> None:
        """Close the connection and the pool."""
        if self._connection.is_valid:
            # Without the rollback of a pool, which logs a page about a connection that is lost.
            self._connection.invalidate()
        self._engine.dispose()
