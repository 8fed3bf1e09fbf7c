# Copied by dwmap from its runtime. Do not edit.
"""
Change capture in MariaDB, and in MySQL.

Numbers of the feed are given before the commit, so a lower one may appear later than a higher one, or never,
where a transaction was rolled back. The feed is therefore read up to the first number of which neither is
known. A number that no row has, not even an uncommitted one, is taken by an empty row: whoever was given it
and comes too late finds it taken, and the trigger takes the next one. Nobody waits for anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .._errors import EndError
from .._model import Column, Table
from .._paths import all_columns, column_of, identity_columns
from ._base import Change
from ._sql_capture import Capture, Fetch
from ._sql_driver import error_code
from ._sql_text import short_name

_RACES = (1062, 1205, 1213)
"""The number is taken, its row is locked, two wait for each other: somebody came in between."""
_NUMBERS = 1000
_COLUMNS = (
    "`seq`, `table_name`, `operation`, `row_key`, `was`, `columns`, `origin`, `at`"
)
_HOLES = """SELECT `before` + 1, `seq` - 1 FROM (
    SELECT `seq`, COALESCE(LAG(`seq`) OVER (ORDER BY `seq`), %s) AS `before`
    FROM `dwmap_changes` WHERE `seq` > %s) AS `steps`
    WHERE `seq` > `before` + 1 ORDER BY `seq`"""


class MysqlCapture(Capture):
    """Triggers of MariaDB and MySQL."""

    def _install_feed(self, fetch: Fetch) -> Iterator[str]:
        there = fetch(
            "SELECT 1 FROM information_schema.TABLES"
            " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'dwmap_changes'"
        )
        if there:
            return
        yield f"""CREATE TABLE IF NOT EXISTS `dwmap_changes` (
            `seq` BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, `table_name` VARCHAR(64) NOT NULL,
            `operation` VARCHAR(6) NOT NULL, `row_key` LONGTEXT NOT NULL, `was` LONGTEXT,
            `columns` LONGTEXT, `origin` TEXT, `at` DATETIME(6) NOT NULL
            ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE {self.dialect.collation}"""

    def _install_table(self, table: Table, fetch: Fetch) -> Iterator[str]:
        standing: dict[str, str] = dict(
            fetch(
                "SELECT TRIGGER_NAME, ACTION_STATEMENT FROM information_schema.TRIGGERS"
                " WHERE TRIGGER_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = %s",
                (table.table,),
            )
        )
        stamps = {
            row[0]
            for row in fetch(
                "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
                " AND TABLE_NAME = %s AND DATA_TYPE = 'timestamp'",
                (table.table,),
            )
        }
        for operation, event, body in self._triggers(table, stamps):
            name = short_name(f"dwmap_{table.table}_{operation}")
            # A trigger that is right already is left alone: to make one, the table must be idle.
            if standing.get(name) != body:
                yield from self._trigger(table, name, event, body)

    def _trigger(self, table: Table, name: str, event: str, body: str) -> Iterator[str]:
        on = self.quote(table.table)
        rest = f"TRIGGER {self.quote(name)} AFTER {event} ON {on} FOR EACH ROW {body}"
        if self.dialect.mariadb:
            yield f"CREATE OR REPLACE {rest}"
            return
        # Nobody writes between the old one and the new one.
        yield f"LOCK TABLES {on} WRITE"
        yield f"DROP TRIGGER IF EXISTS {self.quote(name)}"
        yield f"CREATE {rest}"
        yield "UNLOCK TABLES"

    def _triggers(
        self, table: Table, stamps: set[str]
    ) -> Iterator[tuple[str, str, str]]:
        """Operation, event and body of each."""
        literal = self.dialect.literal_bare
        columns = all_columns(table)
        identity = [column_of(table, name) for name in identity_columns(table)]
        old, new = (self._key(identity, image, stamps) for image in ("OLD", "NEW"))
        differs = " OR ".join(map(self._differs, columns))
        # A table may have no identity that is known.
        moves = " OR ".join(map(self._differs, identity)) or "FALSE"
        moved = f"IF({moves}, {old}, NULL)"
        changed = ", ".join(
            f"IF({self._differs(each)}, CONCAT({literal(each.name)}, CHAR(10)), '')"
            for each in columns
        )
        yield "create", "INSERT", _body(self._note(table, "create", new))
        note = self._note(table, "update", new, moved, f"CONCAT({changed})")
        yield "update", "UPDATE", _body(note, differs)
        yield "delete", "DELETE", _body(self._note(table, "delete", old))

    def _note(self, table: Table, operation: str, row: str, *more: str) -> str:
        was, columns = more or ("NULL", "NULL")
        name = self.dialect.literal_bare(table.table)
        return f"""INSERT INTO `dwmap_changes`
            (`table_name`, `operation`, `row_key`, `was`, `columns`, `origin`, `at`)
            VALUES ({name}, '{operation}', {row}, {was}, {columns},
                @dwmap_origin, UTC_TIMESTAMP(6))"""

    def _key(self, identity: list[Column], image: str, stamps: set[str]) -> str:
        columns = []
        for column in identity:
            read = f"{image}.{self.quote(column.name)}"
            if column.name in stamps:
                # It would be read in the time zone of whoever writes.
                seconds = f"INTERVAL UNIX_TIMESTAMP({read}) SECOND"
                read = f"TIMESTAMP '1970-01-01 00:00:00' + {seconds}"
            columns.append(read)
        return f"JSON_ARRAY({', '.join(columns)})"

    def _differs(self, column: Column) -> str:
        """Texts are compared byte by byte: a collation may take two of them for equal."""
        old, new = (f"{image}.{self.quote(column.name)}" for image in ("OLD", "NEW"))
        if column.kind in ("text", "any", "guid"):
            old, new = f"CAST({old} AS BINARY)", f"CAST({new} AS BINARY)"
        return f"NOT ({old} <=> {new})"

    def mark(self, driver: Any, origin: str) -> None:
        """Set the mark for this session; it writes in no other transaction."""
        driver.cursor().execute("SET @dwmap_origin = %s", (origin,))

    def unmark(self, driver: Any) -> None:
        """Empty the variable, which knows nothing of transactions."""
        driver.cursor().execute("SET @dwmap_origin = NULL")

    def undo_mark(self, driver: Any) -> None:
        """Empty the variable, which a rollback leaves as it is."""
        self.unmark(driver)

    def position(self, fetch: Fetch) -> str:
        """The last number before which nothing is open."""
        query = (
            "SELECT 1 FROM information_schema.TABLES"
            " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'dwmap_changes'"
        )
        return str(self._settled(fetch, 0)) if fetch(query) else "0"

    def changes(self, fetch: Fetch, after: str) -> tuple[list[Change], str]:
        """The feed after a number, up to the first one that is still open."""
        start = int(after or 0)
        end = self._settled(fetch, start)
        rows = fetch(
            f"SELECT {_COLUMNS} FROM `dwmap_changes`"
            " WHERE `seq` > %s AND `seq` <= %s ORDER BY `seq`",
            (start, end),
        )
        return self._collect([row[1:] for row in rows]), str(end)

    def _settled(self, fetch: Fetch, after: int) -> int:
        """The number up to which every change is committed or will never come."""
        count, last = fetch(
            "SELECT COUNT(*), COALESCE(MAX(`seq`), %s) FROM `dwmap_changes` WHERE `seq` > %s",
            (after, after),
        )[0]
        if count == 0:
            _check_not_set_back(fetch, after)
        if count == last - after:
            return int(last)
        for first, end in fetch(_HOLES, (after, after)):
            filled = self._fill(fetch, int(first), int(end))
            if filled < end:
                return filled
        return int(last)

    def _fill(self, fetch: Fetch, first: int, last: int) -> int:
        """Take the numbers that no row has, up to the first that has an uncommitted one; the last number taken."""
        fetch("SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED")
        uncommitted = fetch(
            "SELECT MIN(`seq`) FROM `dwmap_changes` WHERE `seq` BETWEEN %s AND %s",
            (first, last),
        )[0][0]
        if uncommitted is not None:
            last = uncommitted - 1
        # The shortest wait that both databases know, should a row have come in between.
        fetch("SET SESSION innodb_lock_wait_timeout = 1")
        try:
            for start in range(first, last + 1, _NUMBERS):
                numbers = range(start, min(start + _NUMBERS, last + 1))
                try:
                    fetch(_taking(numbers))
                except EndError as error:
                    if error_code(error.__cause__) not in _RACES:
                        raise
                    return start - 1
        finally:
            fetch("SET SESSION innodb_lock_wait_timeout = DEFAULT")
        return last


def _check_not_set_back(fetch: Fetch, after: int) -> None:
    """A restored database, or a replica that was behind, gives the numbers of what it lost once more."""
    last = fetch("SELECT MAX(`seq`) FROM `dwmap_changes`")[0][0]
    if last is not None and last < after:
        raise EndError(
            f"the change feed ends at {last} and has been read up to {after}: the database was set back;"
            " begin with a new state and an initial synchronization"
        )


def _taking(numbers: range) -> str:
    rows = ", ".join(
        f"({each}, '', 'none', '[]', UTC_TIMESTAMP(6))" for each in numbers
    )
    return (
        "INSERT INTO `dwmap_changes` (`seq`, `table_name`, `operation`, `row_key`, `at`)"
        f" VALUES {rows}"
    )


def _body(note: str, when: str = "TRUE") -> str:
    """The trigger: when its number has been taken by a reader of the feed, the next one will do."""
    return f"""BEGIN
        DECLARE taken BOOLEAN DEFAULT {when};
        DECLARE CONTINUE HANDLER FOR 1062 SET taken = TRUE;
        WHILE taken DO
            SET taken = FALSE;
            {note};
        END WHILE;
    END"""
