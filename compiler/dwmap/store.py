"""
What is remembered of a project between runs, in the user's own cache folder.

A small database for each project: parsed files without any finding, by the hash of their text, and results of
whole runs, by the hash of all that they were made from. Losing it, or two processes writing it, costs time and
nothing else; what is older than a month is thrown away.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from dwmap import __version__
from dwmap.resources import cache_dir, data_dir
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.trees import dump_tree, load_tree

_DAY: Final = 86_400
_KEPT_DAYS: Final = 30
_FORM: Final = 1
_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS known (key BLOB PRIMARY KEY, day INTEGER, data BLOB);
    CREATE INDEX IF NOT EXISTS by_day ON known (day);
"""


class Store:
    """The memory of one project."""

    def __init__(self, root: Path) -> None:
        self._path = _path_of(root)
        self._new: dict[bytes, bytes] = {}
        self._used: list[bytes] = []

    def tree(self, source: SourceFile) -> ast.File | None:
        """The parsed file if it was remembered with this very text."""
        data = self.get(_key_of(source))
        return load_tree(data, source) if data is not None else None

    def put_tree(self, file: ast.File, data: bytes | None = None) -> None:
        """Remember a file that parsed without a finding."""
        try:
            self.put(_key_of(file.source), data or dump_tree(file))
        except RecursionError:
            return

    def get(self, key: bytes) -> bytes | None:
        """What was remembered under a key."""
        if self._database is None:
            return None
        try:
            row = self._database.execute(
                "SELECT data FROM known WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.Error:
            return None
        if row is None:
            return None
        self._used.append(key)
        data: bytes = row[0]
        return data

    def put(self, key: bytes, data: bytes) -> None:
        """Remember something from the next `save` on."""
        self._new[key] = data

    def save(self) -> None:
        """Write what is new, and once a day forget what nobody asked for in a month."""
        today = int(time.time()) // _DAY
        if self._database is None:
            return
        try:
            with self._database as database:
                database.executemany(
                    "INSERT OR REPLACE INTO known VALUES (?, ?, ?)",
                    ((key, today, data) for key, data in self._new.items()),
                )
                self._touch(database, today)
        except sqlite3.Error:
            return
        self._new.clear()

    def _touch(self, database: sqlite3.Connection, today: int) -> None:
        """Entries in use are marked with the day, once a day; the oldest go."""
        latest = database.execute("SELECT max(day) FROM known").fetchone()[0]
        first = (
            self._used
            and database.execute(
                "SELECT day FROM known WHERE key = ?", (self._used[0],)
            ).fetchone()
        )
        if first and first[0] == today == latest:
            return
        database.executemany(
            "UPDATE known SET day = ? WHERE key = ?",
            ((today, key) for key in self._used),
        )
        database.execute("DELETE FROM known WHERE day < ?", (today - _KEPT_DAYS,))

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        if self._database is not None:
            self._database.close()

    @cached_property
    def _database(self) -> sqlite3.Connection | None:
        if self._path is None:
            return None
        if not self._path.exists():
            _forget_old(self._path.parent)
        try:
            return _open(self._path)
        except sqlite3.OperationalError:  # it is locked, or cannot be written
            return None
        except sqlite3.DatabaseError:  # it is none: a new one is as good
            with suppress(OSError, sqlite3.Error):
                self._path.unlink()
                return _open(self._path)
        return None


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=0.2)
    # Half a write is found out when it is read, and then read as nothing.
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA journal_mode = MEMORY")
    database.executescript(_TABLES)
    return database


def key_of(parts: Iterable[str]) -> bytes:
    """The key for something that was made from these texts by this very compiler."""
    digest = hashlib.blake2b(compiler_state(), digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) + data)
    return digest.digest()


def _key_of(source: SourceFile) -> bytes:
    return key_of(("tree", source.path, source.text))


@cache
def compiler_state() -> bytes:
    """What must be the same for anything remembered to be of use: Python, the grammar, the compiler's code."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{_FORM} {__version__} {sys.version}".encode())
    for name in ("dwmap.lark", "lexical.lark"):
        digest.update((data_dir("grammar") / name).read_bytes())
    for path, stamp in sorted(_stamps(str(Path(__file__).parent))):
        digest.update(f"{path} {stamp}".encode("utf-8", "surrogatepass"))
    return digest.digest()


def _stamps(folder: str) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _stamps(entry.path)
            elif entry.name.endswith(".py"):
                yield entry.path, entry.stat().st_mtime_ns


def _forget_old(folder: Path) -> None:
    """Remove what was remembered of projects that nobody has looked at for long."""
    oldest = time.time() - 2 * _KEPT_DAYS * _DAY
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("project-") and entry.stat().st_mtime < oldest:
                os.unlink(entry.path)


def _path_of(root: Path) -> Path | None:
    folder = cache_dir()
    if folder is None:
        return None
    name = hashlib.blake2b(str(root.resolve()).encode(), digest_size=8).hexdigest()
    return folder / f"project-{name}.db"
