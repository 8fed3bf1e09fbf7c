"""
Keys and rows of a whole table within bounded memory: the first ones stay in it, the rest goes to a file.

The file is a temporary database of SQLite's own, nameless where the system knows such files; it is gone
with the process, however that ends.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from ._errors import EndError
from ._keys import key_text
from ._model import Record

KEYS_IN_MEMORY = 50_000
ROWS_IN_MEMORY = 20_000
_CHUNK = 500


class _File:
    """A table of two columns in a temporary file: the text of a key, and what belongs to it."""

    def __init__(self) -> None:
        with _told():
            self._db = sqlite3.connect("", isolation_level=None)
            self._db.execute("PRAGMA journal_mode = OFF")
            self._db.execute("PRAGMA cache_size = -4000")
            self._db.execute(
                "CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID"
            )

    def put(self, pairs: Iterable[tuple[str, bytes]]) -> None:
        """Keep values by key; one that is there already is replaced."""
        with _told():
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", pairs)
            self._db.execute("COMMIT")

    def add(self, keys: Sequence[str], value: int) -> int:
        """Keep a value for those keys that are not there; returns how many those were."""
        with _told():
            self._db.execute("BEGIN")
            pairs = zip(keys, repeat(value))
            text = "INSERT OR IGNORE INTO kept VALUES (?, ?)"
            added = self._db.executemany(text, pairs).rowcount
            self._db.execute("COMMIT")
        return added

    def get(self, keys: Sequence[str]) -> Iterator[tuple[str, Any]]:
        """The pairs of those keys that are there."""
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            places = ", ".join("?" * len(chunk))
            text = f"SELECT key, value FROM kept WHERE key IN ({places})"
            with _told():
                found = self._db.execute(text, chunk).fetchall()
            yield from found


class KeySet:
    """A set of keys that is asked for many at a time."""

    def __init__(self) -> None:
        self._near: set[Record] = set()
        self._far: _File | None = None
        self._calls = 0

    def add(self, keys: Collection[Record]) -> set[Record]:
        """Put keys, each of them once, into the set; returns those that were in it before."""
        known = self._near.intersection(keys)
        if self._far is None and len(self._near) + len(keys) <= KEYS_IN_MEMORY:
            self._near.update(keys)
            return known
        self._far = self._far or _File()
        new = [key for key in keys if key not in known] if known else list(keys)
        texts = dict(zip(_texts(new), new, strict=True))
        # The number of the call tells what it added itself, where some was there before.
        self._calls += 1
        if self._far.add(sorted(texts), self._calls) < len(texts):
            found = self._far.get(list(texts))
            known |= {texts[text] for text, call in found if call != self._calls}
        return known

    def among(self, keys: Collection[Record]) -> set[Record]:
        """Those of the keys that are in the set."""
        found = self._near.intersection(keys)
        if self._far is not None and len(found) < len(keys):
            rest = [key for key in keys if key not in found]
            texts = dict(zip(_texts(rest), rest, strict=True))
            found |= {texts[text] for text, _ in self._far.get(list(texts))}
        return found


class Settled:
    """The keys of records that now stand on both ends as a map wants them: all that a leg saw, but for a few."""

    def __init__(self) -> None:
        self.seen = KeySet()
        self._open = KeySet()

    def leave_open(self, keys: Collection[Record]) -> None:
        """Keys, each of them once, that were seen and are not settled."""
        self._open.add(keys)

    def among(self, keys: Collection[Record]) -> set[Record]:
        """Those of the keys that are settled."""
        seen = self.seen.among(keys)
        return seen - self._open.among(seen)


class RowsByKey:
    """Rows of a table by their key, asked for many at a time; `doubles` are keys of more than one row."""

    def __init__(self) -> None:
        self.doubles: set[Record] = set()
        self._near: dict[Record, Record] = {}
        self._far: _File | None = None

    def add(self, keys: Sequence[Record], rows: Sequence[Record]) -> None:
        """Keep rows; of two with one key the last counts."""
        new = dict(zip(keys, rows, strict=True))
        known = self.of(new)
        if known or len(new) < len(rows):
            seen = set(known)
            for key in keys:
                (self.doubles if key in seen else seen).add(key)
        if self._far is None and len(self._near) + len(new) <= ROWS_IN_MEMORY:
            self._near.update(new)
            return
        self._near.update({key: new.pop(key) for key in known if key in self._near})
        self._far = self._far or _File()
        texts = zip(_texts(list(new)), new.values(), strict=True)
        self._far.put((text, pickle.dumps(row, 5)) for text, row in texts)

    def of(self, keys: Iterable[Record]) -> Mapping[Record, Record]:
        """The rows that have one of these keys."""
        if not self._near and self._far is None:
            return {}
        wanted = dict.fromkeys(keys)
        found = {key: self._near[key] for key in wanted if key in self._near}
        if self._far is not None and len(found) < len(wanted):
            rest = [key for key in wanted if key not in found]
            texts = dict(zip(_texts(rest), rest, strict=True))
            for text, row in self._far.get(list(texts)):
                found[texts[text]] = pickle.loads(row)
        return found


def _texts(keys: Sequence[Record]) -> list[str]:
    """The texts of keys; equal keys have equal text, also where Python takes numbers of two types for equal."""
    if set(map(type, chain.from_iterable(keys))) <= {str}:
        return list(map(key_text, keys))
    return [key_text(tuple(map(_plain, key))) for key in keys]


def _plain(value: Any) -> Any:
    if isinstance(value, int | float | Decimal):
        return format(Decimal(value).normalize(), "f").join("##")
    return value


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise EndError(
            f"cannot keep keys in a temporary file: {error}; make room, or set SQLITE_TMPDIR"
            " to a folder that has some"
        ) from error
