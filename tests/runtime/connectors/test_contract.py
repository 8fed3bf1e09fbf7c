"""One contract for all ends: what a map may rely on, whatever is behind the URL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from dwmap.runtime import EndError, RefusedByEnd, Table, path
from dwmap.runtime._paths import all_columns
from dwmap.runtime.connectors import End
from dwmap.runtime.connectors._base import write_each
from runtime.connectors.contract_tables import CHILDREN, KINDS, PARENTS

KEY = (path("company"), path("code"))
CODE = (path("code"),)

VALUES: dict[str, list[Any]] = {
    "name": ["x", "", " spaces ", "tab\tand\nline"],
    "amount": [Decimal("0"), Decimal("-0.000001"), Decimal("12345678.901234")],
    "whole": [0, -1, 2**31, 2**53 + 1, -(2**62)],
    "ratio": [0.0, -1.5, 0.1, 1e300, 5e-324],
    "flag": [True, False],
    "day": [date(1753, 1, 1), date(2024, 2, 29), date(9999, 12, 31)],
    "moment": [
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2024, 12, 31, 23, 59, 59, 123000, tzinfo=UTC),
        datetime(2024, 6, 1, 1, tzinfo=timezone(timedelta(hours=2))),
    ],
    "clock": [time(0, 0), time(23, 59, 59)],
    "ident": ["01234567-89ab-cdef-0123-456789abcdef"],
}
HOSTILE = (
    "O'Brien",
    "''",
    "a/b\\c",
    "100% sure?",
    "%27%2F%00",
    "a&b=c#d+e;f,g",
    "(x eq 'y') or 1 eq 1",
    "$filter=x",
    "--\r\n--dwmap_batch--\r\n",
    "line\r\nbreak",
    "tab\t",
    "  spaces  ",
    "null",
    "true",
    "é\u0301",
    "\u200b\u202e\ufeff",
    "\ud7ff\ue000\ufffd",
    "😀👩\u200d👩\u200d👧",
    "\U00010000",
    "𠀀",
    "\U000e0041",
    "\U0010fffd",
)


def put(end: End, table: Table, *rows: dict[str, Any]) -> None:
    """Create rows that all fill the same columns."""
    with end.transaction():
        end.insert(table, tuple(rows[0]), [tuple(row.values()) for row in rows])


def kind(code: str, company: str = "USMF", **values: Any) -> dict[str, Any]:
    """A row under a key of two."""
    return {"company": company, "code": code, **values}


def parent(number: int, **values: Any) -> dict[str, Any]:
    """A row with an id."""
    return {"ID": str(UUID(int=number)), "code": f"P{number}", **values}


def rows_of(end: End, table: Table, *paths: str) -> list[tuple[Any, ...]]:
    """What a table holds, sorted; a path is written with dots."""
    wanted = [path(*each.split(".")) for each in paths]
    return sorted((r for rows in end.read(table, wanted) for r in rows), key=repr)


def cases() -> list[Any]:
    """Every value of every kind."""
    return [
        pytest.param(column, value, id=f"{column}-{value!r}")
        for column, values in VALUES.items()
        for value in values
    ]


# Reading


@pytest.mark.parametrize(("column", "value"), cases())
def test_a_value_comes_back_as_it_went(end: End, column: str, value: Any) -> None:
    """Each kind of value, in its own Python type."""
    put(end, KINDS, kind("A", **{column: value}))

    [(back,)] = rows_of(end, KINDS, column)
    assert back == value
    assert type(back) is type(value)


def test_a_column_that_is_left_out_is_empty(end: End) -> None:
    """None for every kind of column."""
    put(end, KINDS, kind("A"))

    names = [each.name for each in all_columns(KINDS) if each.name not in KINDS.key]
    assert rows_of(end, KINDS, *names) == [(None,) * len(names)]


def test_none_is_written_and_found(end: End) -> None:
    """An empty value is a value to be looked for."""
    put(end, KINDS, kind("A", name=None), kind("B", name="x"))

    assert end.find(KINDS, CODE, [path("name")], [(None,)]) == [("A",)]


def test_reading_goes_in_batches(end: End) -> None:
    """None is larger than asked for, and none is lost between two of them."""
    put(end, KINDS, *(kind(f"{n:03}") for n in range(250)))

    batches = list(end.read(KINDS, CODE, batch_size=100))
    assert [len(batch) for batch in batches] == [100, 100, 50]
    assert sorted(row for batch in batches for row in batch) == [
        (f"{n:03}",) for n in range(250)
    ]


def test_more_rows_come_than_a_server_gives_at_once(end: End) -> None:
    """The pages of a server are followed to the last."""
    put(end, KINDS, *(kind(f"{n:04}") for n in range(2345)))

    assert sum(map(len, end.read(KINDS, CODE))) == 2345
    assert end.count(KINDS) == 2345


def test_companies_are_chosen(end: End) -> None:
    """Only their rows are read."""
    put(end, KINDS, kind("A"), kind("B", "DE'F"), kind("C", "X"))

    found = end.read(KINDS, CODE, companies=("USMF", "DE'F"))
    assert sorted(row for batch in found for row in batch) == [("A",), ("B",)]


def test_a_lookup_stands_as_the_key_of_its_row(end: End) -> None:
    """A path leads through it; where it is empty there is nothing at its end."""
    one = parent(1)
    put(end, PARENTS, one)
    put(
        end,
        CHILDREN,
        {"ID": str(UUID(int=11)), "number": "C1", "parent_ID": one["ID"]},
        {"ID": str(UUID(int=12)), "number": "C2", "parent_ID": None},
    )

    assert rows_of(end, CHILDREN, "number", "parent_ID.code", "parent_ID") == [
        ("C1", "P1", one["ID"]),
        ("C2", None, None),
    ]
    by = [path("parent_ID", "code")]
    assert end.find(CHILDREN, [path("number")], by, [("P1",)]) == [("C1",)]


def test_many_keys_are_found_at_once(end: End) -> None:
    """A thousand keys of two parts, of which every other is there; no row comes twice."""
    put(end, KINDS, *(kind(f"ä{n:04}") for n in range(0, 1000, 2)))

    wanted = [("USMF", f"ä{n:04}") for n in range(1000)]
    found = end.find(KINDS, CODE, KEY, wanted + wanted[:10])
    assert sorted(found) == [(f"ä{n:04}",) for n in range(0, 1000, 2)]


def test_nothing_is_found_among_nothing(end: End) -> None:
    """No keys, no rows."""
    put(end, KINDS, kind("A"))

    assert end.find(KINDS, CODE, KEY, []) == []


def test_a_table_that_is_not_there_is_told(end: End) -> None:
    """By its name."""
    with pytest.raises(EndError, match="no table it.Nowhere"):
        end.table("it.Nowhere")


# Texts


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_texts_are_only_texts(end: End, text: str) -> None:
    """In a value, in a key, in a search, in an update and in a delete."""
    put(end, KINDS, kind(text, name=text), kind("other", name="other"))

    assert end.find(KINDS, CODE, KEY, [("USMF", text)]) == [(text,)]
    assert end.find(KINDS, CODE, [path("name")], [(text,)]) == [(text,)]
    with end.transaction():
        end.update(KINDS, ("name",), [(text + "!", "USMF", text)])
    assert rows_of(end, KINDS, "name") == sorted([(text + "!",), ("other",)], key=repr)
    with end.transaction():
        end.delete(KINDS, [("USMF", text)])
    assert rows_of(end, KINDS, "code") == [("other",)]


def test_a_double_quote_in_a_value(end: End) -> None:
    """Not in a key: CAP does not find such a row by its address."""
    put(end, KINDS, kind("A", name='say "x"'))

    assert end.find(KINDS, CODE, [path("name")], [('say "x"',)]) == [("A",)]


# Writing


def test_an_insert_of_a_known_key_updates(end: End) -> None:
    """What it does not name stays."""
    put(end, KINDS, kind("A", name="old", whole=1))

    put(end, KINDS, kind("A", name="new"), kind("B", name="b"))
    assert rows_of(end, KINDS, "code", "name", "whole") == [
        ("A", "new", 1),
        ("B", "b", None),
    ]


def test_an_insert_keeps_the_id_of_a_known_row(end: End) -> None:
    """The natural key decides which row it is, not the id that the caller would have given it."""
    put(end, PARENTS, parent(1, short="old"))

    put(end, PARENTS, {**parent(2), "code": "P1", "short": "new"})
    with end.transaction():
        row = (str(UUID(int=3)), "P1", "newer")
        columns = ("ID", "code", "short")
        write_each(end, lambda rows: end.insert(PARENTS, columns, rows), [row])
    assert rows_of(end, PARENTS, "ID", "code", "short") == [
        (str(UUID(int=1)), "P1", "newer")
    ]


def test_an_update_sets_its_columns_only(end: End) -> None:
    """None empties a column."""
    put(end, KINDS, kind("A", name="old", whole=1, day=date(2024, 1, 1)))

    with end.transaction():
        end.update(KINDS, ("name", "day"), [("new", None, "USMF", "A")])
    assert rows_of(end, KINDS, "name", "whole", "day") == [("new", 1, None)]


def test_an_update_of_a_missing_row_creates_nothing(end: End) -> None:
    """It came too late, which is no error."""
    put(end, KINDS, kind("B"))

    with end.transaction():
        end.update(KINDS, ("name",), [("new", "USMF", "A"), ("new", "USMF", "B")])
    assert rows_of(end, KINDS, "code", "name") == [("B", "new")]


def test_the_natural_key_of_a_row_with_an_id_may_change(end: End) -> None:
    """The id stays."""
    put(end, PARENTS, parent(1))

    with end.transaction():
        end.update(PARENTS, ("code",), [("Q", str(UUID(int=1)))])
    assert rows_of(end, PARENTS, "ID", "code") == [(str(UUID(int=1)), "Q")]


def test_a_delete_of_a_missing_row_is_no_error(end: End) -> None:
    """Alone, and among others."""
    put(end, KINDS, kind("A"), kind("B"))

    with end.transaction():
        end.delete(KINDS, [("USMF", "nowhere")])
        end.delete(KINDS, [("USMF", "A"), ("USMF", "nowhere")])
    assert rows_of(end, KINDS, "code") == [("B",)]


def test_rows_that_are_gone_are_no_refusals(end: End) -> None:
    """Where refused rows are singled out, an update and a delete that came too late are none."""
    put(end, KINDS, kind("A"))

    with end.transaction():
        updated = write_each(
            end,
            lambda rows: end.update(KINDS, ("name",), rows),
            [("new", "USMF", "A"), ("new", "USMF", "nowhere")],
        )
        deleted = write_each(
            end, lambda rows: end.delete(KINDS, rows), [("USMF", "nowhere")]
        )
    assert (updated, deleted) == ({}, {})
    assert rows_of(end, KINDS, "code", "name") == [("A", "new")]


# Together


def test_a_transaction_that_fails_leaves_nothing(end: End) -> None:
    """What was written in it is not there."""
    with pytest.raises(ZeroDivisionError), end.transaction():
        end.insert(KINDS, ("company", "code"), [("USMF", "A")])
        raise ZeroDivisionError

    assert rows_of(end, KINDS, "code") == []


def test_a_savepoint_is_undone_alone(end: End) -> None:
    """What was written before and after it stands."""
    with end.transaction():
        end.insert(KINDS, ("company", "code"), [("USMF", "before")])
        with pytest.raises(ZeroDivisionError), end.savepoint():
            end.insert(KINDS, ("company", "code"), [("USMF", "inside")])
            raise ZeroDivisionError
        end.insert(KINDS, ("company", "code"), [("USMF", "after")])

    assert rows_of(end, KINDS, "code") == [("after",), ("before",)]


def test_a_savepoint_that_ends_well_stands(end: End) -> None:
    """Also before something that fails."""
    with end.transaction():
        with end.savepoint():
            end.insert(KINDS, ("company", "code"), [("USMF", "inside")])
        with pytest.raises(ZeroDivisionError), end.savepoint():
            raise ZeroDivisionError

    assert rows_of(end, KINDS, "code") == [("inside",)]


def test_what_was_written_is_seen_before_the_end(end: End) -> None:
    """A later step of a transaction finds the rows of an earlier one."""
    with end.transaction():
        end.insert(KINDS, ("company", "code"), [("USMF", "A")])
        assert end.find(KINDS, CODE, KEY, [("USMF", "A")]) == [("A",)]


def test_a_refused_row_takes_its_transaction_with_it(end: End) -> None:
    """All or nothing."""
    with pytest.raises(RefusedByEnd), end.transaction():
        end.insert(PARENTS, ("ID", "code"), [(str(UUID(int=1)), "A")])
        end.insert(PARENTS, ("ID", "code"), [(str(UUID(int=2)), None)])

    assert rows_of(end, PARENTS, "code") == []


@pytest.mark.parametrize(
    "bad", [(0,), (9,), (3, 4), tuple(range(0, 10, 2)), tuple(range(10))]
)
def test_refused_rows_are_singled_out(end: End, bad: Sequence[int]) -> None:
    """Each with its position and a reason; all others are written."""
    rows = [(str(UUID(int=n + 1)), None if n in bad else f"P{n}") for n in range(10)]

    with end.transaction():
        refused = write_each(
            end, lambda some: end.insert(PARENTS, ("ID", "code"), some), rows
        )
    assert sorted(refused) == list(bad)
    assert all(isinstance(each, RefusedByEnd) for each in refused.values())
    assert all("code" in each.message for each in refused.values())
    assert rows_of(end, PARENTS, "code") == [
        (f"P{n}",) for n in range(10) if n not in bad
    ]


def test_a_query_is_described(end: End) -> None:
    """For a person, with the table and the value."""
    text = end.describe_query(KINDS, KEY, ("USMF", "A1"))

    assert "Kinds" in text and "USMF" in text and "A1" in text
