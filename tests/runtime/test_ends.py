"""What every end keeps, tells apart and refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from dwmap.runtime import Column, RefusedByEnd, System, Table, path
from dwmap.runtime.connectors import End, open_end
from runtime.bench import wait_for_feed

THINGS = Table(
    "x.things",
    "x",
    "things",
    (
        Column("name", "text", False, 60),
        Column("long", "text"),
        Column("number", "int"),
        Column("amount", "decimal", precision=32, scale=6),
        Column("size", "float"),
        Column("flag", "bool"),
        Column("day", "date"),
        Column("at", "datetime"),
        Column("hour", "time"),
        Column("other", "guid"),
    ),
    ("name",),
)
NAMES = tuple(column.name for column in THINGS.columns)
PATHS = tuple(map(path, NAMES))
FULL = (
    "a",
    "\x01\t\n\r\x1f\x7f'\"`\\%s%%(a)s \u00e9\u3042\ufffd\U0001f600\U000e0001\U0010fffd ",
    2**63 - 1,
    Decimal("12345678901234567890123456.123456"),
    0.1,
    True,
    date(2024, 2, 29),
    datetime(2262, 12, 31, 23, 59, 59, 999999, UTC),
    time(23, 59, 59, 999999),
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
)
EARLY = (
    "b",
    "",
    -(2**63),
    Decimal("-0.000001"),
    -1.5e300,
    False,
    date(1, 1, 1),
    datetime(1600, 1, 1, 0, 0, 0, 1, UTC),
    time(0, 0, 0, 1),
    "00000000-0000-0000-0000-000000000000",
)
EMPTY = ("c", *[None] * (len(NAMES) - 1))
EXACT = ["a", "A", "a ", " a", "\u00e1", "a\u0301", "ss", "\u00df", "\U0001f600"]


@pytest.fixture
def address(urls: dict[str, str]) -> str:
    """The address of a new, empty end."""
    return urls["fo"]


@pytest.fixture
def end(address: str) -> Iterator[End]:
    """The end, open, with its table."""
    with_table = _open(address, THINGS)
    yield with_table
    with_table.close()


def _open(address: str, table: Table) -> End:
    end = open_end(address, System("x", "sql"), {table.name: table})
    end.create_tables()
    return end


def _put(end: End, *rows: tuple[Any, ...], table: Table = THINGS) -> None:
    with end.transaction():
        end.insert(table, NAMES[: len(rows[0])], rows)
    wait_for_feed(end)


def _all(end: End, table: Table = THINGS) -> list[tuple[Any, ...]]:
    return sorted((row for rows in end.read(table, PATHS) for row in rows), key=str)


def test_every_kind_of_value_comes_back(end: End) -> None:
    """The same type and the same value, at both ends of what it holds, read and found."""
    _put(end, FULL, EARLY, EMPTY)

    assert _all(end) == [FULL, EARLY, EMPTY]
    assert [list(map(type, row)) for row in _all(end)] == [
        list(map(type, row)) for row in (FULL, EARLY, EMPTY)
    ]
    for row in (FULL, EARLY, EMPTY):
        for each, value in zip(PATHS, row, strict=True):
            assert row in end.find(THINGS, PATHS, [each], [(value,)]), each


def test_a_moment_may_come_in_any_zone(end: End) -> None:
    """It is read in UTC."""
    west = datetime(2024, 1, 1, 20, 30, tzinfo=timezone(timedelta(hours=-8)))
    _put(end, (*EMPTY[:7], west, *EMPTY[8:]))

    assert end.find(THINGS, [path("at")], [path("at")], [(west,)]) == [
        (datetime(2024, 1, 2, 4, 30, tzinfo=UTC),)
    ]


@pytest.mark.parametrize("column", NAMES[2:])
def test_a_key_of_any_kind_comes_back_from_the_feed(address: str, column: str) -> None:
    """As it was when the row was made, and as it was before the row got another."""
    table = replace(THINGS, key=(column, "name"))
    position = NAMES.index(column)
    end = _open(address, table)
    end.capture([table])
    start = end.position()
    for row in (FULL, EARLY):
        _put(end, row, table=table)
    with end.transaction():
        end.update(
            table, (column, "name"), [(EARLY[position], "z", FULL[position], "a")]
        )
    wait_for_feed(end)
    changes, _ = end.changes(start)
    end.close()

    first, second = (FULL[position], "a"), (EARLY[position], "b")
    assert [(change.row, change.was) for change in changes] == [
        (first, None),
        (second, None),
        ((EARLY[position], "z"), first),
    ]
    assert type(changes[0].row[0]) is type(FULL[position])


def test_texts_are_told_apart_exactly(end: End) -> None:
    """By case, accents, blanks at the end, and how an accent is written; as keys, and in the feed."""
    end.capture([THINGS])
    start = end.position()
    _put(end, *((text,) for text in EXACT))
    with end.transaction():
        end.update(THINGS, ("name", "long"), [("B", "x", "a")])
        end.update(THINGS, ("name",), [("b", "B")])
        end.update(THINGS, ("long",), [("X", "b")])
    wait_for_feed(end)
    changes, _ = end.changes(start)

    assert len(_all(end)) == len(EXACT)
    assert end.find(THINGS, PATHS[:1], PATHS[:1], [("a ",)]) == [("a ",)]
    assert end.find(THINGS, PATHS[:1], PATHS[:1], [("a",)]) == []
    assert [change.row for change in changes[: len(EXACT)]] == [
        (text,) for text in EXACT
    ]
    told: list[Any] = [each[2:5] for each in changes[len(EXACT) :]]
    assert told == [
        (("B",), ("a",), {"name", "long"}),
        (("b",), ("B",), {"name"}),
        (("b",), None, {"long"}),
    ]


def test_a_refused_row_says_so_and_leaves_the_end_as_it_was(end: End) -> None:
    """Too long, empty, out of range: never cut to what fits."""
    if end.url == "memory:" or end.url.startswith("sqlite"):
        pytest.skip("it holds what it is given")
    wrong: list[tuple[Any, ...]] = [
        ("x" * 61,),
        (None,),
        ("a\ud800",),
        ("a", "", 2**63),
        ("a", "", 1, Decimal(10) ** 27),
    ]
    for row in wrong:
        with end.transaction():
            with pytest.raises(RefusedByEnd), end.savepoint():
                end.insert(THINGS, NAMES[: len(row)], [("good", "", 1, 1)[: len(row)]])
                end.insert(THINGS, NAMES[: len(row)], [row])
            end.insert(THINGS, NAMES, [EMPTY])

    assert _all(end) == [EMPTY]


@pytest.mark.parametrize("key", ["name", "number"])
def test_an_upsert_never_changes_another_row(address: str, key: str) -> None:
    """A second unique key has its value already: the row that has it is not the one that was meant."""
    if address == "memory:":
        pytest.skip("only a database has rules of its own")
    table = replace(THINGS, key=(key,))
    end: Any = _open(address, table)
    end._run("CREATE UNIQUE INDEX one_amount ON things (amount)")
    one, two, three = map(Decimal, "123")
    _put(end, ("a", "first", 1, one), ("b", "second", 2, two), table=table)

    for row in (("c", "new", 3, one), ("b", "moved", 2, one)):
        with pytest.raises(RefusedByEnd), end.transaction():
            end.insert(table, NAMES[:4], [row])
    _put(end, ("b", "again", 2, two), ("c", "third", 3, three), table=table)
    found = [row[:4] for row in _all(end)]
    end.close()

    assert found == [
        ("a", "first", 1, one),
        ("b", "again", 2, two),
        ("c", "third", 3, three),
    ]


def test_a_key_alone_may_be_written_again(end: End) -> None:
    """Without other columns there is nothing to update, and nothing to refuse."""
    _put(end, ("a",))
    _put(end, ("a",), ("b",))

    assert [row[0] for row in _all(end)] == ["a", "b"]


def test_reading_goes_on_while_the_end_is_written(end: End) -> None:
    """A reader takes its time, and may stop early, without harm to what comes after."""
    _put(end, *((f"{number:05}",) for number in range(3000)))

    batches = iter(end.read(THINGS, PATHS[:1], batch_size=10))
    first = next(batches)
    _put(end, ("later",))
    second = next(batches)
    del batches
    _put(end, ("last",))

    assert len(first) == len(second) == 10
    assert end.count(THINGS) == 3002
