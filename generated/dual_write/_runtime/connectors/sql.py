# Copied by dwmap from its runtime. Do not edit.
"""
Any SQL database, through SQLAlchemy: pools, dialects, quoting and inspection are its work.

Statements go to the driver as text with tuples, without a layer in between: rows by the hundred thousand
must not become objects on the way. SQLite and PostgreSQL are complete; another database reads and writes,
but has neither upsert nor change capture here.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from sqlalchemy.engine import make_url

from .._errors import EndError, RefusedByEnd
from .._model import AnyPath, Record, System, Table
from .._paths import column_of, identity_columns, natural_columns
from ._base import BATCH_SIZE, NO_DEFAULTS, Change, Defaults, End
from ._sql_capture import Capture, capture_for
from ._sql_schema import create_statements
from ._sql_text import Convert, Dialect, Select, SqlText, convert_columns, literal

_KEYS_PER_QUERY = 200


class SqlEnd(End):
    """A SQL database behind a SQLAlchemy URL, used through one connection."""

    def __init__(self, url: str, system: System, tables: Mapping[str, Table]) -> None:
        try:
            parsed = make_url(url)
            super().__init__(
                parsed.render_as_string(hide_password=True), system, tables
            )
            self._engine = sqlalchemy.create_engine(parsed, **_engine_options(parsed))
            if parsed.get_backend_name() == "postgresql":
                sqlalchemy.event.listen(self._engine, "connect", _speak_utc)
            self._connection = self._engine.raw_connection()
        except (sqlalchemy.exc.SQLAlchemyError, ImportError) as error:
            raise EndError(f"cannot open {system.name}: {_reason(error)}") from error
        except Exception as error:  # a driver's own error: no common class above it
            raise EndError(
                f"cannot open {system.name} at {self.url}: {_reason(error)}"
            ) from error
        driver: Any = self._connection.driver_connection
        dialect = self._engine.dialect
        if dialect.name == "sqlite":
            driver.isolation_level = None
        else:
            driver.autocommit = True
        self._driver = driver
        self._errors: Any = dialect.dbapi
        self._savepoints = itertools.count(1)
        placeholder = "?" if dialect.paramstyle == "qmark" else "%s"
        quote = dialect.identifier_preparer.quote_identifier
        own = Dialect(dialect.name, quote, placeholder)
        self._text = SqlText(own, system, self.tables)
        self._capture: Capture | None = capture_for(
            dialect.name, own.quote_bare, system.kind == "finops"
        )
        self._unique: dict[str, tuple[str, ...]] = {}
        self._selects: dict[tuple[str, tuple[AnyPath, ...]], Select] = {}

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
        select = self._select(table, paths)
        text = select.text
        if companies and table.company is not None:
            company = self._select(table, (*paths, table.company))
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
        select = self._select(table, (*paths, *by))
        width, found, rest = len(paths), [], iter(dict.fromkeys(values))
        raw, columns = select.raw[width:], select.columns[width:]
        encoders = self._text.dialect.converters(columns)
        decoders = [pair for pair in select.decoders if pair[0] < width]
        while chunk := list(itertools.islice(rest, _KEYS_PER_QUERY)):
            tests = [
                " AND ".join(map(self._text.equals, columns, raw, value))
                for value in chunk
            ]
            parameters = itertools.chain.from_iterable(convert_columns(chunk, encoders))
            text = f"{select.text}\nWHERE ({') OR ('.join(tests)})"
            rows = self._fetch(text, tuple(parameters))
            found += convert_columns([row[:width] for row in rows], decoders)
        return found

    def count(self, table: Table) -> int:
        """SELECT COUNT(*)."""
        name = self._text.dialect.quote(table.table)
        return int(self._fetch(f"SELECT COUNT(*) FROM {name}")[0][0])

    def describe_query(
        self, table: Table, by: Sequence[AnyPath], values: Record
    ) -> str:
        """The SELECT that shows whether such a row exists, ready to be pasted into a console."""
        select, bare = self._select(table, by), self._text.dialect.bare
        tests = [
            f"{raw} IS NULL" if value is None else f"{raw} = {literal(value)}"
            for raw, value in zip(map(bare, select.raw), values, strict=True)
        ]
        return " ".join(f"{bare(select.text)}\nWHERE {' AND '.join(tests)}".split())

    def _select(self, table: Table, paths: Sequence[AnyPath]) -> Select:
        key = (table.name, tuple(paths))
        if key not in self._selects:
            self._selects[key] = self._text.select(table, paths)
        return self._selects[key]

    def _stream(
        self, text: str, parameters: Record, size: int
    ) -> Iterator[list[Record]]:
        with self._reading():
            if self._text.dialect.name != "postgresql":
                cursor = self._driver.cursor()
                cursor.execute(text, parameters)
                while rows := cursor.fetchmany(size):
                    yield rows
                return
            # A cursor on the server lives in a transaction, and the one of the writes is not it.
            other = self._engine.raw_connection()
            try:
                driver: Any = other.driver_connection
                with driver.cursor(name="dwmap") as cursor:
                    cursor.itersize = size
                    cursor.execute(text, parameters)
                    while rows := cursor.fetchmany(size):
                        yield rows
            finally:
                other.rollback()
                other.close()

    def _fetch(self, text: str, parameters: Record = ()) -> list[Record]:
        with self._reading():
            cursor = self._driver.cursor()
            cursor.execute(text, parameters)
            rows: list[Record] = cursor.fetchall()
            return rows

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except self._errors.Error as error:
            raise EndError(
                f"cannot read {self.system.name}: {_reason(error)}"
            ) from error

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

    def _encoders(
        self, table: Table, names: Sequence[str]
    ) -> list[tuple[int, Convert]]:
        return self._text.dialect.converters([column_of(table, name) for name in names])

    def _many(
        self,
        text: str,
        table: Table,
        names: Sequence[str],
        rows: Sequence[Record],
        encoded: bool,
    ) -> None:
        if not encoded:
            rows = convert_columns(rows, self._encoders(table, names))
        try:
            self._driver.cursor().executemany(text, rows)
        except self._errors.OperationalError as error:
            raise EndError(
                f"cannot write to {self.system.name}: {_reason(error)}"
            ) from error
        except (self._errors.Error, OverflowError, ValueError) as error:
            raise RefusedByEnd(
                table.table,
                None,
                f"{self.system.name} refused a row of {table.table}: {_reason(error)}",
                "correct the record, or the rule of the table that it breaks",
            ) from error

    def _unique_key(self, table: Table) -> tuple[str, ...]:
        """The natural key if the database keeps it unique, for ON CONFLICT; otherwise nothing."""
        if table.table not in self._unique:
            self._unique[table.table] = ()
            if self._text.dialect.name in ("sqlite", "postgresql"):
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
        sqlite = self._text.dialect.name == "sqlite"
        self._run("BEGIN IMMEDIATE" if sqlite else "BEGIN")
        try:
            if origin is not None and self._capture is not None:
                self._capture.mark(self._driver, origin)
            yield
            if origin is not None and self._capture is not None:
                self._capture.unmark(self._driver)
            self._run("COMMIT")
        except BaseException:
            self._run("ROLLBACK")
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """SAVEPOINT, and back to it when the work fails."""
        name = f"dwmap_{next(self._savepoints)}"
        self._run(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            self._run(f"ROLLBACK TO SAVEPOINT {name}")
            self._run(f"RELEASE SAVEPOINT {name}")
            raise
        self._run(f"RELEASE SAVEPOINT {name}")

    def _run(self, text: str) -> None:
        try:
            self._driver.cursor().execute(text)
        except self._errors.Error as error:
            raise EndError(f"{self.system.name}: {_reason(error)}") from error

    # Tables and changes

    def create_tables(self, defaults: Defaults = NO_DEFAULTS) -> None:
        """CREATE TABLE and a unique index on the natural key, for demonstrations and tests."""
        for table in {table.table: table for table in self.tables.values()}.values():
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
        with self.transaction():
            for text in self._capture.install(tables):
                self._run(text)

    def position(self) -> str:
        """The position behind the last change."""
        return self._capture.position(self._fetch) if self._capture else ""

    def changes(self, after: str) -> tuple[list[Change], str]:
        """The rows of `dwmap_changes` after a position."""
        if self._capture is None:
            return [], after
        return self._capture.changes(self._fetch, after)

    def close(self) -> None:
        """Close the connection and the pool."""
        self._connection.close()
        self._engine.dispose()


def _engine_options(url: sqlalchemy.URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"poolclass": sqlalchemy.pool.StaticPool} if not url.database else {}
    return {"paramstyle": "format"}


def _speak_utc(connection: Any, record: Any) -> None:
    """Moments come and go in UTC, whatever the server's time zone is."""
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _reason(error: BaseException) -> str:
    return (
        str(error).strip().splitlines()[0]
        if str(error).strip()
        else type(error).__name__
    )
