"""A database and the service of a third party, kept equal: at first, live, and without echoes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as File
from typing import Any, NamedTuple

import pytest
from dwmap.runtime import (
    Column,
    EndError,
    InitialOptions,
    Map,
    Outcome,
    Project,
    Side,
    Step,
    Sync,
    System,
    Table,
    path,
)
from dwmap.runtime.connectors import End
from dwmap.runtime.connectors._odata_http import Channel
from dwmap.runtime.connectors.odata import ODataEnd
from runtime.connectors.contract_tables import CHILDREN, PARENTS, SYSTEM, TABLES

pytestmark = pytest.mark.cap

LEFT_PARENTS = Table(
    "db.Parents",
    "db",
    "Parents",
    (
        Column("Code", "text", nullable=False, length=20),
        Column("Short", "text", length=60),
    ),
    ("Code",),
)
LEFT_CHILDREN = Table(
    "db.Children",
    "db",
    "Children",
    (
        Column("Number", "text", nullable=False, length=20),
        Column("Parent", "text", length=20),
    ),
    ("Number",),
)


class LeftParent(NamedTuple):
    Code: str
    Short: str | None


class RightParent(NamedTuple):
    code: str
    short: str | None


class LeftChild(NamedTuple):
    Number: str
    Parent: str | None


class RightChild(NamedTuple):
    number: str
    parent: str | None


def side(table: Table, record: type[Any], key: str, **paths: Any) -> Side:
    """A side that is read and written alike."""
    fields: tuple[str, ...] = record._fields
    flat = tuple(paths.get(name, path(name)) for name in fields)
    return Side(table, record, flat, record, (key,), None, lambda row: True)


PROJECT = Project(
    "odata",
    (System("db", "sql"), SYSTEM),
    {**TABLES, "db.Parents": LEFT_PARENTS, "db.Children": LEFT_CHILDREN},
    (
        Map(
            "Parents",
            "Parents",
            "1",
            side(LEFT_PARENTS, LeftParent, "Code"),
            side(PARENTS, RightParent, "code"),
            lambda left: RightParent(left.Code, left.Short),
            lambda right: LeftParent(right.code, right.short),
        ),
        Map(
            "Children",
            "Children",
            "1",
            side(LEFT_CHILDREN, LeftChild, "Number"),
            side(CHILDREN, RightChild, "number", parent=path("parent_ID", "code")),
            lambda left: RightChild(left.Number, left.Parent),
            lambda right: LeftChild(right.number, right.parent),
            ("Parents",),
        ),
    ),
    (Step("Parents"), Step("Children")),
)


@pytest.fixture
def sync(cap: End, cap_url: str, tmp_path: File) -> Iterator[Sync]:
    """Both ends, empty; `cap` is somebody else at work in the service."""
    ends = {
        "db": f"sqlite:///{tmp_path}/db.db",
        "it": f"{cap_url}?modified=changed&overlap=60",
    }
    with Sync(PROJECT, ends) as sync:
        sync.create_tables()
        yield sync


def put(sync: Sync, table: Table, *rows: tuple[Any, ...]) -> None:
    """Somebody works in the database."""
    end = sync.ends["db"]
    with end.transaction():
        end.insert(table, [each.name for each in table.columns], rows)


def rows(end: End, table: Table, *paths: str) -> list[tuple[Any, ...]]:
    """What a table holds, sorted."""
    wanted = [path(*each.split(".")) for each in paths]
    return sorted(row for batch in end.read(table, wanted) for row in batch)


def told(outcomes: list[Outcome]) -> list[tuple[str, str, Any, str]]:
    """What became of changes, without the echoes."""
    return [
        (each.map, each.direction, each.key[0], each.status)
        for each in outcomes
        if each.status != "echo"
    ]


def test_an_initial_synchronization_is_done_once(sync: Sync, cap: End) -> None:
    """Lookups find their rows; a second run finds nothing to write; a refused row waits with its reason."""
    put(sync, LEFT_PARENTS, ("P1", "one"), ("P2", None), ("P3", "too long"))
    put(sync, LEFT_CHILDREN, ("C1", "P1"), ("C2", None), ("C3", "P3"))

    first, second = sync.initial(), sync.initial()
    assert rows(cap, CHILDREN, "number", "parent_ID.code") == [
        ("C1", "P1"),
        ("C2", None),
    ]
    assert (first.counts.created, first.counts.failed) == (4, 2)
    assert (second.counts.created, second.counts.updated) == (0, 0)
    missing, refused = sync.failures()
    assert "too long is not a valid String(5)" in refused.message
    assert "http://127.0.0.1" in missing.help and "code%20eq%20'P3'" in missing.help


def test_changes_go_both_ways_and_do_not_come_back(sync: Sync, cap: End) -> None:
    """One round for each; what the sync itself wrote is an echo."""
    put(sync, LEFT_PARENTS, ("P1", "one"))
    sync.start()
    sync.initial()
    sync.settle()

    put(sync, LEFT_PARENTS, ("P1", "two"), ("P2", None))
    assert told(sync.propagate()) == [
        ("Parents", "forward", "P2", "created"),
        ("Parents", "forward", "P1", "updated"),
    ]
    echoes = sync.propagate()
    assert {each.status for each in echoes} == {"echo"}

    [(identity,)] = cap.find(PARENTS, [path("ID")], [path("code")], [("P2",)])
    with cap.transaction():
        cap.update(PARENTS, ("short",), [("right", identity)])
        columns = ("ID", "number", "parent_ID")
        cap.insert(CHILDREN, columns, [(identity, "C1", identity)])
    assert told(sync.propagate()) == [
        ("Parents", "backward", "P2", "updated"),
        ("Children", "backward", "C1", "created"),
    ]
    assert rows(sync.ends["db"], LEFT_PARENTS, "Code", "Short")[1] == ("P2", "right")
    assert rows(sync.ends["db"], LEFT_CHILDREN, "Number", "Parent") == [("C1", "P2")]
    assert told(sync.propagate()) == []


def test_an_edit_beside_our_own_write_is_not_taken_for_an_echo(
    sync: Sync, cap: End
) -> None:
    """Somebody changes the row right after the sync wrote it, perhaps in the same moment."""
    put(sync, LEFT_PARENTS, ("P1", "one"))
    sync.start()
    sync.initial()
    sync.settle()

    put(sync, LEFT_PARENTS, ("P1", "two"))
    sync.propagate()
    [(identity,)] = cap.find(PARENTS, [path("ID")], [path("code")], [("P1",)])
    with cap.transaction():
        cap.update(PARENTS, ("short",), [("three", identity)])
    assert told(sync.propagate()) == [("Parents", "backward", "P1", "updated")]
    assert rows(sync.ends["db"], LEFT_PARENTS, "Short") == [("three",)]


def test_a_delete_in_the_database_is_carried_over(sync: Sync, cap: End) -> None:
    """The other way no column tells of it."""
    put(sync, LEFT_PARENTS, ("P1", "one"), ("P2", "two"))
    sync.start()
    sync.initial()
    sync.settle()

    with sync.ends["db"].transaction():
        sync.ends["db"].delete(LEFT_PARENTS, [("P1",)])
    assert told(sync.settle()) == [("Parents", "forward", "P1", "deleted")]
    assert rows(cap, PARENTS, "code") == [("P2",)]


def test_an_initial_synchronization_that_broke_off_goes_on(
    sync: Sync, cap: End, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent before stands and is found; nothing is there twice."""
    put(sync, LEFT_PARENTS, *((f"P{n:03}", "x") for n in range(300)))
    send = Channel.send

    def break_off(
        self: Channel, method: str, url: str, *more: Any, **other: Any
    ) -> Any:
        if url == "$batch" and self.requests > 6:
            raise EndError("the line is dead")
        return send(self, method, url, *more, **other)

    monkeypatch.setattr(Channel, "send", break_off)
    with pytest.raises(EndError, match="the line is dead"):
        sync.initial(InitialOptions(batch_size=50))
    standing = cap.count(PARENTS)
    monkeypatch.setattr(Channel, "send", send)

    result = sync.initial(InitialOptions(batch_size=50))
    assert 0 < standing < 300
    assert result.counts.created == 300 - standing
    assert cap.count(PARENTS) == 300


@pytest.mark.slow
def test_thousands_of_rows_cost_few_requests(sync: Sync, cap: End) -> None:
    """A service is paid by the request: those that write, and those that read what stands."""
    put(sync, LEFT_PARENTS, *((f"P{n:05}", "x") for n in range(3_000)))

    result, end = sync.initial(), sync.ends["it"]
    assert result.counts.created == cap.count(PARENTS) == 3_000
    assert isinstance(end, ODataEnd)
    assert end.requests <= 40
