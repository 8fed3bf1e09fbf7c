# Copied by dwmap from its runtime. Do not edit.
"""What a project remembers between runs: links, failures, runs and positions, in a store of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ._outcome import Failure, failure_id
from ._store import Store

_TABLES = """
CREATE TABLE IF NOT EXISTS link (
    map TEXT NOT NULL, left_row TEXT NOT NULL, right_row TEXT NOT NULL,
    left_key TEXT, right_key TEXT,
    left_hash TEXT, right_hash TEXT, frozen INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (map, left_row)){keyed};
CREATE TABLE IF NOT EXISTS image (
    map TEXT NOT NULL, left_row TEXT NOT NULL, side TEXT NOT NULL, marks TEXT NOT NULL,
    PRIMARY KEY (map, left_row, side)){keyed};
CREATE TABLE IF NOT EXISTS intent (
    map TEXT NOT NULL, direction TEXT NOT NULL, source_row TEXT NOT NULL, target_key TEXT NOT NULL,
    source TEXT NOT NULL, before TEXT NOT NULL, target TEXT NOT NULL,
    PRIMARY KEY (map, direction, source_row)){keyed};
CREATE TABLE IF NOT EXISTS failure (
    id TEXT PRIMARY KEY, map TEXT NOT NULL, direction TEXT NOT NULL, operation TEXT NOT NULL,
    key TEXT NOT NULL, source_row TEXT NOT NULL, record TEXT NOT NULL, company TEXT,
    field TEXT NOT NULL, value TEXT, code TEXT NOT NULL, message TEXT NOT NULL,
    help TEXT NOT NULL, first_at TEXT NOT NULL, last_at TEXT NOT NULL,
    attempts INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS run (
    id {counted}, kind TEXT NOT NULL, started_at TEXT NOT NULL,
    seconds DOUBLE PRECISION NOT NULL, summary TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS position (
    system TEXT PRIMARY KEY, value TEXT NOT NULL){keyed};
"""
# A key whose text would only repeat what stands beside it is not stored again.
_LINK = (
    "map, left_row, right_row, coalesce(left_key, left_row),"
    " coalesce(right_key, left_key, left_row), left_hash, right_hash, frozen"
)
_SAVE_LINK = (
    "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (map, left_row) DO UPDATE SET"
    " right_row = excluded.right_row, left_key = excluded.left_key, right_key = excluded.right_key,"
    " left_hash = excluded.left_hash, right_hash = excluded.right_hash, frozen = excluded.frozen"
)
_SAVE_INTENT = (
    "INSERT INTO intent VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (map, direction, source_row) DO"
)
_ANEW = (
    "UPDATE SET target_key = excluded.target_key, source = excluded.source,"
    " before = excluded.before, target = excluded.target"
)
_RIGHT_INDEX = "CREATE INDEX IF NOT EXISTS link_right ON link (right_row, map)"
_FAILURE_COLUMNS = ", ".join(each.name for each in fields(Failure))
_CHUNK = 500


class Link(NamedTuple):
    """
    A pair of rows that a map keeps equal.

    `left_row` and `right_row` are the texts of their identities. The hashes are of the images that the
    sync itself wrote last, None before the first live change. A frozen pair left the filter.
    """

    map: str
    left_row: str
    right_row: str
    left_key: str
    right_key: str
    left_hash: str | None = None
    right_hash: str | None = None
    frozen: int = 0


class State(Store):
    """The store behind a `Sync`: see `Store` for what `path` and `there` mean."""

    def __init__(self, path: str = ":memory:", *, there: bool = False) -> None:
        super().__init__(path, there=there)
        self.create(_TABLES)
        self.create(_RIGHT_INDEX)

    # Links

    def save_links(self, links: Iterable[tuple[Any, ...]]) -> None:
        """Keep pairs; a pair that is there already is replaced."""
        self.run_many(_SAVE_LINK, links)

    @contextmanager
    def first_load(self) -> Iterator[None]:
        """
        Inside, an empty store takes links faster: the index over random row ids is built once at the end.

        After an interruption the next `State` of the file builds it.
        """
        if not self.rows("SELECT 1 FROM link LIMIT 1"):
            self.run("DROP INDEX IF EXISTS link_right")
        try:
            yield
        finally:
            self.create(_RIGHT_INDEX)

    def index_links(self) -> None:
        """Build the index over right rows, if a first load has left it for the end."""
        self.create(_RIGHT_INDEX)

    def has_links(self, map_name: str) -> bool:
        """Whether a map has any pair yet."""
        query = "SELECT 1 FROM link WHERE map = ? LIMIT 1"
        return bool(self.rows(query, (map_name,)))

    def links(
        self,
        map_name: str,
        side: str,
        rows: Sequence[str] | None = None,
        *,
        frozen: bool = False,
    ) -> dict[str, Link]:
        """The pairs of a map by the row of one side: all of them, those of `rows`, or the frozen ones."""
        column = "left_row" if side == "left" else "right_row"
        query, found = f"SELECT {_LINK} FROM link WHERE", []
        if rows is None:
            more = " AND frozen = 1" if frozen else ""
            found = self.rows(f"{query} map = ?{more}", (map_name,))
        for chunk in _in_chunks(rows or ()):
            places = ", ".join("?" * len(chunk))
            if side == "left":
                key = f"map = ? AND left_row IN ({places})"
                found += self.rows(f"{query} {key}", (map_name, *chunk))
            else:
                # SQLite would take the key of the table and look at all pairs of the map.
                some = self.rows(f"{query} right_row IN ({places})", chunk)
                found += [row for row in some if row[0] == map_name]
        return {getattr(link, column): link for link in map(Link._make, found)}

    def drop_links(self, map_name: str, left_rows: Iterable[str]) -> None:
        """Forget pairs."""
        places = [(map_name, row) for row in left_rows]
        for table in ("link", "image"):
            self.run_many(f"DELETE FROM {table} WHERE map = ? AND left_row = ?", places)

    def save_images(self, images: Iterable[tuple[str, str, str, str]]) -> None:
        """Keep the images of pairs: map, left row, side, marks; those that are there already are replaced."""
        self.run_many(
            "INSERT INTO image (map, left_row, side, marks) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (map, left_row, side) DO UPDATE SET marks = excluded.marks",
            images,
        )

    def images(
        self, map_name: str, side: str, left_rows: Sequence[str]
    ) -> dict[str, str]:
        """The images of one side of pairs, by their left rows."""
        found: dict[str, str] = {}
        for start in range(0, len(left_rows), _CHUNK):
            chunk = left_rows[start : start + _CHUNK]
            query = "SELECT left_row, marks FROM image WHERE map = ? AND side = ? AND left_row IN"
            places = ", ".join("?" * len(chunk))
            found |= dict(self.rows(f"{query} ({places})", (map_name, side, *chunk)))
        return found

    def save_intents(
        self, intents: Iterable[tuple[str, ...]], *, replace: bool = True
    ) -> None:
        """Note what is about to be written: map, direction, then what `intents` tells."""
        self.run_many(f"{_SAVE_INTENT} {_ANEW if replace else 'NOTHING'}", intents)

    def intents(self, map_name: str, direction: str) -> list[tuple[str, ...]]:
        """What was about to be written in one direction of a map: source row, target key, three records' marks."""
        return self.rows(
            "SELECT source_row, target_key, source, before, target FROM intent WHERE map = ? AND direction = ?",
            (map_name, direction),
        )

    def drop_intents(self, map_name: str, direction: str, rows: Iterable[str]) -> None:
        """Forget the intents of these source rows."""
        self.run_many(
            "DELETE FROM intent WHERE map = ? AND direction = ? AND source_row = ?",
            ((map_name, direction, row) for row in rows),
        )

    def settle_intents(self, maps: Iterable[str]) -> None:
        """Forget all intents of maps, whose rows have been compared as a whole since."""
        self.run_many("DELETE FROM intent WHERE map = ?", ((each,) for each in maps))

    def rename(self, old: str, new: str) -> None:
        """
        Carry what is remembered of a map over to its new name; done once, it does nothing any more.

        A failure gets the id under which it would be kept today, so that another attempt finds it.
        """
        with self.transaction():
            for table, keys in (
                ("link", ("left_row",)),
                ("image", ("left_row", "side")),
                ("intent", ("source_row", "direction")),
            ):
                same = " AND ".join(f"other.{key} = {table}.{key}" for key in keys)
                self.run(
                    f"UPDATE {table} SET map = ? WHERE map = ? AND NOT EXISTS"
                    f" (SELECT 1 FROM {table} AS other WHERE other.map = ? AND {same})",
                    (new, old, new),
                )
            failures = self.rows(
                "SELECT id, direction, source_row FROM failure WHERE map = ?", (old,)
            )
            moved = [
                (failure_id(new, direction, row), new, id)
                for id, direction, row in failures
            ]
            self.drop_failures([id for id, _, _ in moved])
            self.run_many("UPDATE failure SET id = ?, map = ? WHERE id = ?", moved)

    def count_links(self) -> dict[str, int]:
        """How many pairs each map has."""
        return dict(self.rows("SELECT map, count(*) FROM link GROUP BY map"))

    # Failures

    def save_failures(self, failures: Iterable[Failure]) -> None:
        """Keep failures; one that is there already is one more attempt of the same."""
        now = _now()
        rows = [(*map(_storable, astuple(each)[:-3]), now, now, 1) for each in failures]
        places = ", ".join("?" * len(fields(Failure)))
        self.run_many(
            f"INSERT INTO failure ({_FAILURE_COLUMNS}) VALUES ({places})"
            " ON CONFLICT (id) DO UPDATE SET operation = excluded.operation,"
            " key = excluded.key, record = excluded.record, company = excluded.company,"
            " field = excluded.field, value = excluded.value, code = excluded.code,"
            " message = excluded.message, help = excluded.help,"
            " last_at = excluded.last_at, attempts = failure.attempts + 1",
            rows,
        )

    def failures(
        self,
        *,
        maps: Sequence[str] = (),
        code: str | None = None,
        id: str | None = None,
    ) -> list[Failure]:
        """The failures that wait, oldest first; `maps`, `code` and `id` narrow them."""
        query = f"SELECT {_FAILURE_COLUMNS} FROM failure WHERE 1 = 1"
        values: list[str] = list(maps)
        if maps:
            query += f" AND map IN ({', '.join('?' * len(maps))})"
        for column, value in (("code", code), ("id", id)):
            if value is not None:
                query += f" AND {column} = ?"
                values.append(value)
        found = self.rows(query + " ORDER BY first_at, id", values)
        return [Failure(*row) for row in found]

    def waiting(
        self, map_name: str, direction: str, rows: Iterable[str]
    ) -> frozenset[str]:
        """Those of the source rows that have a failure in one direction of a map."""
        ids = {failure_id(map_name, direction, row): row for row in rows}
        found: list[tuple[Any, ...]] = []
        for chunk in _in_chunks(list(ids)):
            places = ", ".join("?" * len(chunk))
            found += self.rows(f"SELECT id FROM failure WHERE id IN ({places})", chunk)
        return frozenset(ids[id] for (id,) in found)

    def drop_failures(self, ids: Iterable[str]) -> None:
        """Forget failures: their records travelled, or are gone."""
        self.run_many("DELETE FROM failure WHERE id = ?", ((each,) for each in ids))

    # Runs and positions

    def save_run(
        self, kind: str, started_at: str, seconds: float, summary: str
    ) -> None:
        """Keep that something ran."""
        self.run(
            "INSERT INTO run (kind, started_at, seconds, summary) VALUES (?, ?, ?, ?)",
            (kind, started_at, seconds, summary),
        )

    def runs(self, limit: int = 20) -> list[tuple[str, str, float, str]]:
        """The last runs, newest first: kind, start, seconds, summary as JSON."""
        return self.rows(
            "SELECT kind, started_at, seconds, summary FROM run ORDER BY id DESC LIMIT ?",
            (limit,),
        )

    def position(self, system: str) -> str | None:
        """How far the change feed of an end has been read; None before the first look."""
        found = self.rows("SELECT value FROM position WHERE system = ?", (system,))
        return str(found[0][0]) if found else None

    def save_position(self, system: str, value: str) -> None:
        """Keep how far a feed has been read."""
        self.run(
            "INSERT INTO position VALUES (?, ?)"
            " ON CONFLICT (system) DO UPDATE SET value = excluded.value",
            (system, value),
        )


def _in_chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _storable(value: str | None) -> str | None:
    """A text without the one character that PostgreSQL does not take."""
    return value if value is None else value.replace("\0", "\ufffd")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
