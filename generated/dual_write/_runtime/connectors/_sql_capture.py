# Copied by dwmap from its runtime. Do not edit.
"""
Change capture by triggers: every change of a mapped row becomes a row of `dwmap_changes`.

The mark that tells the sync's own writes from everybody else's is set inside the writing transaction and
seen by no other: in SQLite a row of `dwmap_origin` that is gone before the commit, in PostgreSQL a setting
local to the transaction, in MariaDB (`_sql_capture_mysql`) a variable of the session.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from .._keys import value_from_json
from .._model import Record, Table
from .._paths import all_columns, column_of, identity_columns, physical_tables
from ._atomic import WRITING
from ._base import Change
from ._sql_text import Dialect, literal

Fetch: TypeAlias = Callable[..., list[Record]]
_CHANGE = ("table_name", "operation", "row_key", "was", "columns", "origin", "at")


class Capture(ABC):
    """The triggers of one kind of database."""

    def __init__(self, dialect: Dialect, finops: bool) -> None:
        self.dialect = dialect
        self.quote = dialect.quote_bare
        self.finops = finops
        self.tables: dict[str, Table] = {}

    def install(self, tables: Sequence[Table], fetch: Fetch) -> Iterator[str]:
        """
        The statements that begin the capture, none where it is there as it should be.

        To make a trigger the table must be idle, and a process that starts while users work should not wait
        for that, nor they for it.
        """
        yield from self._install_feed(fetch)
        for table in physical_tables(tables):
            if table.table not in self.tables:
                self.tables[table.table] = table
                yield from self._install_table(table, fetch)

    @abstractmethod
    def _install_feed(self, fetch: Fetch) -> Iterator[str]: ...

    @abstractmethod
    def _install_table(self, table: Table, fetch: Fetch) -> Iterator[str]: ...

    def begin_marked(self, origin: str) -> str | None:
        """What begins a transaction and marks it in one go; None where that takes several statements."""
        return None

    @abstractmethod
    def mark(self, driver: Any, origin: str) -> None:
        """Mark the writes of the open transaction."""

    def mark_again(self, driver: Any, origin: str) -> None:
        """Give the open transaction another mark."""
        self.mark(driver, origin)

    @abstractmethod
    def unmark(self, driver: Any) -> None:
        """Take the mark away before the commit."""

    def undo_mark(self, driver: Any) -> None:  # noqa: B027  # most marks need nothing
        """Take the mark away after a rollback, where it did not go with the transaction."""

    @abstractmethod
    def position(self, fetch: Fetch) -> str:
        """The position behind the last change."""

    @abstractmethod
    def changes(self, fetch: Fetch, after: str) -> tuple[list[Change], str]:
        """The changes after a position, and the position behind them."""

    def visible(self, fetch: Fetch, after: str, mark: str | None) -> list[Change]:
        """The changes after a position that a transaction sees, its own among them; see `AtomicEnd`."""
        where, order, values = self._behind(after)
        place, quote = self.dialect.placeholder, self.dialect.quote
        if mark is not None:
            where += f" AND ({quote('origin')} IS NULL OR {quote('origin')} = {place})"
            values = (*values, mark)
        names = ", ".join(map(quote, _CHANGE))
        text = f"SELECT {names} FROM dwmap_changes WHERE {where} ORDER BY {order}"
        return self._collect(fetch(text, values))

    def _behind(self, after: str) -> tuple[str, str, Record]:
        """What finds the rows of the feed behind a position, what puts them in order, the parameters."""
        place = self.dialect.placeholder
        return f"seq > {place}", "seq", (int(after or 0),)

    def strangers(
        self, fetch: Fetch, after: str
    ) -> tuple[list[tuple[str, str, str | None]], str] | None:
        """
        Table, identity and former identity of rows that carry no mark after a position, and the one behind.

        Of all that is committed, whatever `changes` still waits for. None where only `changes` knows.
        """
        return None

    def touched_since(
        self, fetch: Fetch, after: str
    ) -> tuple[dict[str, set[Record]], str] | None:
        """The same by table; None where only `changes` knows."""
        found = self.strangers(fetch, after)
        if found is None:
            return None
        touched: dict[str, set[Record]] = {}
        for name, row, was in found[0]:
            if name in self.tables:
                rows = touched.setdefault(name, set())
                for text in (row, was):
                    if text is not None:
                        rows.add(self._identity(self.tables[name], text))
        return touched, found[1]

    def _change(self, row: Record) -> Change | None:
        name, operation, identity, was, columns, origin, at = row
        if name not in self.tables:
            return None
        table = self.tables[name]
        moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return Change(
            name,
            operation,
            self._identity(table, identity),
            None if was is None else self._identity(table, was),
            None if columns is None else frozenset(columns.split("\n")) - {""},
            origin,
            moment,
        )

    def _identity(self, table: Table, text: str) -> Record:
        values = json.loads(text, parse_float=Decimal)
        return tuple(
            value_from_json(column_of(table, name).kind, value, finops=self.finops)
            for name, value in zip(identity_columns(table), values, strict=True)
        )

    def _collect(self, rows: Sequence[Record]) -> list[Change]:
        return [change for row in rows if (change := self._change(row)) is not None]


class SqliteCapture(Capture):
    """Triggers of SQLite; the feed's order is the order of commits, since there is one writer at a time."""

    _marked = False

    def _install_feed(self, fetch: Fetch) -> Iterator[str]:
        if self._standing(fetch, "table").keys() >= {"dwmap_changes", "dwmap_origin"}:
            return
        yield """CREATE TABLE IF NOT EXISTS dwmap_changes (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL,
            operation TEXT NOT NULL, row_key TEXT NOT NULL, was TEXT, columns TEXT,
            origin TEXT, at TEXT NOT NULL)"""
        yield "CREATE TABLE IF NOT EXISTS dwmap_origin (mark TEXT NOT NULL)"

    def _install_table(self, table: Table, fetch: Fetch) -> Iterator[str]:
        old, new = self._key(table, "OLD"), self._key(table, "NEW")
        names = [column.name for column in all_columns(table)]
        changed = " || ".join(
            f"CASE WHEN OLD.{self.quote(n)} IS NOT NEW.{self.quote(n)} "
            f"THEN {literal(n)} || char(10) ELSE '' END"
            for n in names
        )
        differs = " OR ".join(
            f"OLD.{self.quote(n)} IS NOT NEW.{self.quote(n)}" for n in names
        )
        moved = f"CASE WHEN {old} <> {new} THEN {old} END"
        standing = self._standing(fetch, "trigger")
        for operation, event, when, *values in (
            ("create", "INSERT", "", new, "NULL", "NULL"),
            ("update", "UPDATE", f"WHEN {differs}", new, moved, changed),
            ("delete", "DELETE", "", old, "NULL", "NULL"),
        ):
            name = f"dwmap_{table.table}_{operation}"
            text = self._trigger(table, name, operation, event, when, *values)
            if standing.get(name) != text:
                yield f"DROP TRIGGER IF EXISTS {self.quote(name)}"
                yield text

    def _standing(self, fetch: Fetch, kind: str) -> dict[str, str]:
        """What there is, with the statement that made it."""
        rows = fetch("SELECT name, sql FROM sqlite_master WHERE type = ?", (kind,))
        return dict((name, sql) for name, sql in rows)

    def _trigger(
        self,
        table: Table,
        name: str,
        operation: str,
        event: str,
        when: str,
        row: str,
        was: str,
        columns: str,
    ) -> str:
        return f"""CREATE TRIGGER {self.quote(name)} AFTER {event} ON {self.quote(table.table)} {when}
        BEGIN
            INSERT INTO dwmap_changes (table_name, operation, row_key, was, columns, origin, at)
            VALUES ({literal(table.table)}, {literal(operation)}, {row}, {was}, {columns},
                (SELECT mark FROM dwmap_origin), strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'));
        END"""

    def _key(self, table: Table, image: str) -> str:
        columns = (f"{image}.{self.quote(name)}" for name in identity_columns(table))
        return f"json_array({', '.join(columns)})"

    def mark(self, driver: Any, origin: str) -> None:
        """Write the mark where the triggers read it; without triggers there is no such place."""
        if not self._marked:
            query = "SELECT 1 FROM sqlite_master WHERE name = 'dwmap_origin'"
            self._marked = driver.execute(query).fetchone() is not None
        if self._marked:
            driver.execute("DELETE FROM dwmap_origin")
            driver.execute("INSERT INTO dwmap_origin VALUES (?)", (origin,))

    def unmark(self, driver: Any) -> None:
        """Remove it; nobody else ever saw it."""
        if self._marked:
            driver.execute("DELETE FROM dwmap_origin")

    def position(self, fetch: Fetch) -> str:
        """The last sequence number."""
        if not fetch("SELECT 1 FROM sqlite_master WHERE name = 'dwmap_changes'"):
            return "0"
        return str(fetch("SELECT COALESCE(MAX(seq), 0) FROM dwmap_changes")[0][0])

    def changes(self, fetch: Fetch, after: str) -> tuple[list[Change], str]:
        """The feed after a sequence number."""
        rows = fetch(
            "SELECT seq, table_name, operation, row_key, was, columns, origin, at"
            " FROM dwmap_changes WHERE seq > ? ORDER BY seq",
            (int(after or 0),),
        )
        position = str(rows[-1][0]) if rows else after
        return self._collect([row[1:] for row in rows]), position

    def strangers(
        self, fetch: Fetch, after: str
    ) -> tuple[list[tuple[str, str, str | None]], str]:
        """Exact inside a writing transaction, since there is one writer at a time."""
        rows = fetch(
            "SELECT table_name, row_key, was FROM dwmap_changes WHERE seq > ? AND origin IS NULL",
            (int(after or 0),),
        )
        return [(name, row, was) for name, row, was in rows], self.position(fetch)


_CAPTURE = """
        DECLARE
            old_row jsonb; new_row jsonb; old_key jsonb; new_key jsonb; changed text;
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                old_row := to_jsonb(OLD);
                SELECT jsonb_agg(old_row -> k ORDER BY n) INTO old_key
                FROM unnest(TG_ARGV) WITH ORDINALITY AS a(k, n);
            END IF;
            IF TG_OP <> 'DELETE' THEN
                new_row := to_jsonb(NEW);
                SELECT jsonb_agg(new_row -> k ORDER BY n) INTO new_key
                FROM unnest(TG_ARGV) WITH ORDINALITY AS a(k, n);
            END IF;
            IF TG_OP = 'UPDATE' THEN
                SELECT string_agg(key, E'\\n') INTO changed FROM jsonb_each(new_row)
                WHERE value IS DISTINCT FROM old_row -> key;
                IF changed IS NULL THEN RETURN NULL; END IF;
            END IF;
            INSERT INTO dwmap_changes (table_name, operation, row_key, was, columns, origin)
            VALUES (TG_TABLE_NAME,
                CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'update'
                    ELSE 'delete' END,
                coalesce(new_key, old_key)::text,
                CASE WHEN TG_OP = 'UPDATE' AND old_key <> new_key THEN old_key::text END,
                changed, nullif(current_setting('dwmap.origin', true), ''));
            RETURN NULL;
        END """


class PostgresCapture(Capture):
    """
    Triggers of PostgreSQL.

    Sequence numbers are given before the commit, so a lower one may appear later than a higher one. The
    feed is therefore read by transaction, and only up to the oldest transaction that is still open.
    """

    def _install_feed(self, fetch: Fetch) -> Iterator[str]:
        feed = "SELECT to_regclass('dwmap_changes_order') IS NOT NULL"
        if not fetch(feed)[0][0]:
            yield from self._feed()
        found = fetch(
            "SELECT prosrc FROM pg_proc WHERE proname = 'dwmap_capture'"
            " AND pronamespace = current_schema()::regnamespace"
        )
        if found != [(_CAPTURE,)]:
            yield (
                "CREATE OR REPLACE FUNCTION dwmap_capture() RETURNS trigger"
                f" AS $${_CAPTURE}$$ LANGUAGE plpgsql"
            )

    def _feed(self) -> Iterator[str]:
        yield """CREATE TABLE IF NOT EXISTS dwmap_changes (
            seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            tx BIGINT NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
            table_name TEXT NOT NULL, operation TEXT NOT NULL, row_key TEXT NOT NULL, was TEXT,
            columns TEXT, origin TEXT, at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp())"""
        yield "CREATE INDEX IF NOT EXISTS dwmap_changes_order ON dwmap_changes (tx, seq)"

    def _install_table(self, table: Table, fetch: Fetch) -> Iterator[str]:
        name, on = self.quote(f"dwmap_{table.table}"), self.quote(table.table)
        columns = identity_columns(table)
        found = fetch(
            "SELECT tgargs, tgenabled IN ('O', 'A') FROM pg_trigger"
            " WHERE tgrelid = to_regclass(%s) AND tgname = %s",
            (on, f"dwmap_{table.table}"[:63]),
        )
        wanted = "".join(f"{column}\0" for column in columns).encode()
        if [(bytes(row[0]), row[1]) for row in found] == [(wanted, True)]:
            return
        arguments = ", ".join(map(literal, columns))
        yield f"""CREATE OR REPLACE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {on}
        FOR EACH ROW EXECUTE FUNCTION dwmap_capture({arguments})"""

    def begin_marked(self, origin: str) -> str:
        """One message to the server instead of two."""
        begin = f"BEGIN; SET LOCAL dwmap.origin = {literal(origin)}"
        if origin.startswith(WRITING):
            # Whoever takes up a write that was cut short waits here for the server to end it.
            begin += (
                f"; SELECT pg_advisory_xact_lock_shared(hashtext({literal(origin)}))"
            )
        return begin

    def mark(self, driver: Any, origin: str) -> None:
        """Nothing: `begin_marked` has done it, for this transaction only."""

    def mark_again(self, driver: Any, origin: str) -> None:
        """Another value of the setting."""
        driver.execute(f"SET LOCAL dwmap.origin = {literal(origin)}")

    def unmark(self, driver: Any) -> None:
        """Nothing: the mark ends with its transaction."""

    def position(self, fetch: Fetch) -> str:
        """The oldest open transaction and no change of it: everything before has been seen."""
        row = fetch("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")[0]
        return f"{row[0] - 1}:{2**62}"

    def changes(self, fetch: Fetch, after: str) -> tuple[list[Change], str]:
        """The feed after a transaction and a sequence number."""
        tx, seq = (after or "0:0").split(":")
        rows = fetch(
            "SELECT tx, seq, table_name, operation, row_key, was, columns, origin, at"
            " FROM dwmap_changes WHERE (tx, seq) > (%s, %s)"
            " AND tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint ORDER BY tx, seq",
            (int(tx), int(seq)),
        )
        position = f"{rows[-1][0]}:{rows[-1][1]}" if rows else after
        return self._collect([row[2:] for row in rows]), position

    def _behind(self, after: str) -> tuple[str, str, Record]:
        """By transaction, without regard to older ones that are still open."""
        tx, seq = (after or "0:0").split(":")
        return "(tx, seq) > (%s, %s)", "tx, seq", (int(tx), int(seq))

    def strangers(
        self, fetch: Fetch, after: str
    ) -> tuple[list[tuple[str, str, str | None]], str]:
        """From the position on again each time: what is committed late has an early number."""
        tx, seq = (after or "0:0").split(":")
        rows = fetch(
            "SELECT table_name, row_key, was FROM dwmap_changes"
            " WHERE (tx, seq) > (%s, %s) AND origin IS NULL",
            (int(tx), int(seq)),
        )
        return [(name, row, was) for name, row, was in rows], after
