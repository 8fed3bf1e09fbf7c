"""Batches of hundreds of rows, which PostgreSQL takes by COPY: the same comes of them at every end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path as File
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy
from dwmap.runtime import Table, path
from dwmap.runtime.connectors import End, open_end
from dwmap.runtime.connectors._base import write_each
from runtime.connectors.contract_tables import KINDS, PARENTS, SYSTEM, TABLES

MANY = 500
NAMES = tuple(column.name for column in KINDS.columns)
ZONE = timezone(timedelta(hours=5, minutes=30))
ODD = "tab\t, line\n, \\N, \\., \"'%s%% é🚀"


def _row(number: int, text: str) -> tuple[Any, ...]:
    return (
        "USMF",
        f"C{number:04}",
        None if number % 7 == 0 else f"{text} {number}",
        Decimal(number).scaleb(-2),
        number * 1000,
        number / 8,
        number % 2 == 0,
        date(2024, 1, 1) + timedelta(number),
        datetime(2024, 5, 6, 7, 8, 9, tzinfo=ZONE) + timedelta(hours=number),
        time(number % 24, 30),
        str(UUID(int=number)),
    )


def _read(end: End, table: Table, *names: str) -> list[tuple[Any, ...]]:
    batches = end.read(table, [path(name) for name in names])
    return sorted((row for rows in batches for row in rows), key=repr)


def _write(end: End, table: Table, names: Sequence[str], rows: Sequence[Any]) -> Any:
    with end.transaction():
        return write_each(end, lambda some: end.insert(table, names, some), rows)


def test_values_of_every_kind_arrive_as_they_were(end: End) -> None:
    """Those of a first batch, and of a second one over the same keys."""
    for text in (ODD, "second"):
        rows = [_row(number, text) for number in range(MANY)]

        assert _write(end, KINDS, NAMES, rows) == {}
        assert _read(end, KINDS, *NAMES) == [
            (*row[:8], row[8].astimezone(UTC), *row[9:]) for row in rows
        ]


def test_a_row_of_a_known_key_keeps_its_id(end: End) -> None:
    """Whatever id the caller would have given it."""
    names = ("ID", "code", "short")
    first = [(str(UUID(int=n + 1)), f"P{n}", "old") for n in range(MANY)]
    again = [(str(UUID(int=n + 1001)), f"P{n}", "new") for n in range(MANY)]

    _write(end, PARENTS, names, first)
    assert _write(end, PARENTS, names, again) == {}
    assert _read(end, PARENTS, *names) == [(row[0], row[1], "new") for row in first]


@pytest.mark.parametrize("bad", [(), (0,), (7, 250, 499)])
def test_refused_rows_are_singled_out(end: End, bad: Sequence[int]) -> None:
    """All others are written."""
    rows = [(str(UUID(int=n + 1)), None if n in bad else f"P{n}") for n in range(MANY)]

    refused = _write(end, PARENTS, ("ID", "code"), rows)
    assert sorted(refused) == list(bad)
    assert len(_read(end, PARENTS, "code")) == MANY - len(bad)


def test_the_last_of_two_rows_of_one_key_counts(end: End) -> None:
    """As if they had come one after the other."""
    rows = [_row(number % (MANY - 1) + 1, f"turn {number}") for number in range(MANY)]

    assert _write(end, KINDS, NAMES, rows) == {}
    found = dict(_read(end, KINDS, "code", "name"))
    assert (len(found), found["C0001"]) == (MANY - 1, f"turn {MANY - 1} 1")


@pytest.mark.postgresql
def test_a_moment_meets_a_column_without_a_zone(
    postgresql_url: str, tmp_path: File
) -> None:
    """It is stored in UTC, as it is when it comes alone."""
    engine = sqlalchemy.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text('DROP TABLE IF EXISTS "Kinds"'))
        end = open_end(postgresql_url, SYSTEM, TABLES)
        end.create_tables()
        connection.execute(
            sqlalchemy.text('ALTER TABLE "Kinds" ALTER "moment" TYPE TIMESTAMP')
        )
        rows = [_row(number, "") for number in range(MANY)]
        try:
            _write(end, KINDS, NAMES, rows)
            many = _read(end, KINDS, "code", "moment")
            _write(end, KINDS, NAMES, rows[:1])
            assert _read(end, KINDS, "code", "moment")[0] == many[0]
            assert many == [(row[1], row[8].astimezone(UTC)) for row in rows]
        finally:
            end.close()
            for name in ("Kinds", "Parents", "Children"):
                connection.execute(sqlalchemy.text(f'DROP TABLE "{name}"'))
    engine.dispose()
