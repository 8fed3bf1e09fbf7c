"""The change feed while several people write at once, each through a connection of their own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from dwmap.runtime import Column, System, Table, path
from dwmap.runtime.connectors import Change, End, open_end
from runtime.bench import wait_for_feed

NOTES = Table(
    "x.notes",
    "x",
    "notes",
    (Column("name", "text", False, 60), Column("text", "text", True, 60)),
    ("name",),
)
NAMES = ("name", "text")
_NAME = path("name")
WRITERS = 4
TRANSACTIONS = 60


class Feed:
    """A reader that remembers how far it has come, and all that it was given."""

    def __init__(self, end: End) -> None:
        self.end = end
        self.position = end.position()
        self.given: list[Change] = []

    def look(self) -> list[str]:
        """The keys of what is new."""
        changes, self.position = self.end.changes(self.position)
        self.given += changes
        return [change.row[0] for change in changes]


@pytest.fixture
def address(urls: dict[str, str]) -> str:
    """The address of an end that several may write at once."""
    if urls["fo"] == "memory:" or urls["fo"].startswith("sqlite"):
        pytest.skip("it has one writer at a time")
    return urls["fo"]


@pytest.fixture
def ends(address: str) -> Iterator[list[End]]:
    """Three connections to it: the first reads the feed, the others write."""
    opened = [_open(address) for _ in range(3)]
    opened[0].create_tables()
    opened[0].capture([NOTES])
    yield opened
    for end in opened:
        end.close()


def _open(address: str) -> End:
    return open_end(address, System("x", "sql"), {NOTES.name: NOTES})


def _put(end: End, *names: str, text: str = "") -> None:
    end.insert(NOTES, NAMES, [(name, text) for name in names])


def test_who_begins_first_and_commits_last_is_not_missed(ends: list[End]) -> None:
    """The change in between waits for the one before it; both are given once, in order."""
    reader, slow, quick = ends
    feed = Feed(reader)
    with ExitStack() as open_transaction:
        open_transaction.enter_context(slow.transaction())
        _put(slow, "first")
        with quick.transaction():
            _put(quick, "second")
        before = feed.look()
    wait_for_feed(reader)

    assert before == []
    assert feed.look() == ["first", "second"]
    assert feed.look() == []


def test_who_begins_to_read_in_between_misses_nothing_either(ends: list[End]) -> None:
    """The position of a new reader is before what is open."""
    reader, slow, quick = ends
    with ExitStack() as open_transaction:
        open_transaction.enter_context(slow.transaction())
        _put(slow, "first")
        with quick.transaction():
            _put(quick, "second")
        feed = Feed(reader)
    wait_for_feed(reader)

    assert "first" in feed.look()


def test_what_is_undone_holds_nothing_up(ends: list[End]) -> None:
    """Neither a transaction nor a part of one that was rolled back, nor one that is still open behind."""
    reader, slow, quick = ends
    feed = Feed(reader)
    with pytest.raises(KeyError), slow.transaction():
        _put(slow, *(f"undone {number}" for number in range(2500)))
        raise KeyError
    with quick.transaction():
        _put(quick, "second")
        with pytest.raises(KeyError), quick.savepoint():
            _put(quick, "undone")
            raise KeyError
        _put(quick, "third")
    wait_for_feed(quick)

    assert feed.look() == ["second", "third"]


def test_a_mark_ends_with_its_transaction(ends: list[End]) -> None:
    """However that ends; nobody else's changes carry it."""
    reader, slow, quick = ends
    feed = Feed(reader)
    with slow.transaction("me"):
        _put(slow, "mine")
        with quick.transaction():
            _put(quick, "yours")
    with pytest.raises(KeyError), slow.transaction("me"):
        raise KeyError
    with slow.transaction():
        _put(slow, "nobody's")
    wait_for_feed(slow)
    feed.look()

    assert {change.row[0]: change.origin for change in feed.given} == {
        "mine": "me",
        "yours": None,
        "nobody's": None,
    }


@pytest.mark.slow
def test_every_change_is_given_once(address: str, ends: list[End]) -> None:
    """Many write, commit late or not at all, and two read all the while."""
    ends[1].capture([NOTES])
    feeds = [Feed(ends[0]), Feed(ends[1])]
    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(_write, address, who) for who in range(WRITERS)]
        while not all(each.done() for each in running):
            for feed in feeds:
                feed.look()
        committed = [name for each in running for name in each.result()]
    wait_for_feed(ends[0])
    found = {name for rows in ends[0].read(NOTES, [_NAME]) for (name,) in rows}
    for feed in feeds:
        feed.look()

    assert found == set(committed)
    for feed in feeds:
        given = Counter(change.row[0] for change in feed.given)
        assert given == Counter(committed)
        assert _in_order(feed.given)


def _write(address: str, who: int) -> list[str]:
    """Transactions of some rows each, of which every fourth is rolled back; the names of those that stay."""
    chance = random.Random(who)
    end = _open(address)
    kept: list[str] = []
    for number in range(TRANSACTIONS):
        names = [f"{who} {number:03} {n}" for n in range(chance.randint(1, 4))]
        try:
            with end.transaction():
                for name in names:
                    _put(end, name)
                    end.count(NOTES)
                if chance.random() < 0.25:
                    raise KeyError
        except KeyError:
            continue
        kept += names
    end.close()
    return kept


def _in_order(changes: list[Change]) -> bool:
    """Whether the changes of each writer come as they were made."""
    by_writer: dict[Any, list[str]] = {}
    for change in changes:
        by_writer.setdefault(change.row[0][0], []).append(change.row[0])
    return all(names == sorted(names) for names in by_writer.values())
