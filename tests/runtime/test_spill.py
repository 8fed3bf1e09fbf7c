"""What does not fit into memory is found in a file: the same answers whatever the limit is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from dwmap.runtime import Counts, EndError, _spill
from dwmap.runtime._spill import KeySet, RowsByKey, Settled
from runtime.bench import Bench

KEYS: list[Any] = [
    ("USMF", "A"),
    ("USMF", None),
    (None, "USMF"),
    ("1",),
    (1,),
    (Decimal("1.50"), date(2024, 1, 1)),
    (datetime(2024, 1, 1, tzinfo=UTC), UUID(int=1)),
    ('["a', "b"),
    ("[", '"a","b'),
]


@pytest.fixture(params=[0, 1, 4, 1000])
def limit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """So much stays in memory."""
    monkeypatch.setattr(_spill, "KEYS_IN_MEMORY", request.param)
    monkeypatch.setattr(_spill, "ROWS_IN_MEMORY", request.param)
    return int(request.param)


@pytest.mark.usefixtures("limit")
def test_a_set_knows_its_keys() -> None:
    """And no others."""
    keys = KeySet()
    for key in KEYS[::2]:
        assert keys.add([key]) == set()

    assert keys.among(KEYS) == set(KEYS[::2])
    assert keys.among([]) == set()


@pytest.mark.usefixtures("limit")
def test_a_set_says_what_it_knew_before() -> None:
    """Of the keys that come together, wherever the others of the same call went."""
    keys = KeySet()
    keys.add(KEYS[:3])

    assert keys.add(KEYS[1:6]) == set(KEYS[1:3])
    assert keys.add(KEYS) == set(KEYS[:6])
    assert keys.among(KEYS) == set(KEYS)


@pytest.mark.usefixtures("limit")
def test_what_is_left_open_is_not_settled() -> None:
    """A key may be seen, and its record still not stand on both ends."""
    settled = Settled()
    settled.seen.add(KEYS[:6])
    settled.leave_open(KEYS[2:4])

    assert settled.among(KEYS) == {*KEYS[:2], *KEYS[4:6]}


@pytest.mark.usefixtures("limit")
def test_equal_numbers_are_one_key() -> None:
    """As in a set of Python, and another than their text."""
    keys = KeySet()
    keys.add([("x", Decimal("2.50")), ("x", 100)])

    assert len(keys.among([("x", Decimal("2.5")), ("x", Decimal("1E+2"))])) == 2
    assert keys.among([("x", "2.5"), ("x", "100")]) == set()


@pytest.mark.usefixtures("limit")
def test_rows_come_back_as_they_were() -> None:
    """With values of all types; of two with one key the last counts, and the key is noted."""
    rows = [(key, *key, n, None) for n, key in enumerate(KEYS)]
    kept = RowsByKey()
    for key, row in zip(KEYS, rows, strict=True):
        kept.add([key], [row])
    assert kept.doubles == set()

    kept.add([KEYS[0], KEYS[3]], [("new",), ("newer",)])
    expected = dict(zip(KEYS, rows, strict=True))
    expected |= {KEYS[0]: ("new",), KEYS[3]: ("newer",)}
    assert kept.of(KEYS) == expected
    assert kept.of([("no", "such")]) == {}
    assert kept.doubles == {KEYS[0], KEYS[3]}


@pytest.mark.usefixtures("limit")
def test_doubles_within_one_batch_are_noted() -> None:
    """Where the rows of one key come together."""
    kept = RowsByKey()
    kept.add([("A",), ("B",), ("A",)], [(1,), (2,), (3,)])

    assert kept.doubles == {("A",)}
    assert kept.of([("A",)]) == {("A",): (3,)}


def test_a_file_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As trouble of the place, not of a record."""
    monkeypatch.setattr(_spill, "KEYS_IN_MEMORY", 0)
    keys = KeySet()
    keys.add([("A",)])
    file: Any = keys._far
    file._db.execute("PRAGMA max_page_count = 2")

    with pytest.raises(EndError, match="SQLITE_TMPDIR"):
        keys.add([(f"{n:0100}",) for n in range(1000)])


@pytest.mark.usefixtures("limit")
def test_an_initial_synchronization_is_the_same(bench: Bench) -> None:
    """A first run, one with nothing to do, and one after changes on both ends."""
    bench.seed()
    first = bench.sync.initial()
    second = bench.sync.initial()
    bench.change("fo.Customers", ("USMF", "C1"), OrganizationName="new")
    bench.change("ce.accounts", bench.account("C2"), name="other")
    third = bench.sync.initial()

    assert (first.counts.created, first.counts.failed) == (7, 0)
    assert second.counts == Counts(read=14 + 6, unchanged=14 + 6)
    assert (third.counts.updated, third.counts.created) == (2, 0)
    assert bench.rows("ce.accounts", "accountnumber", "name") == [
        ("C1", "Customer C1"),
        ("C1", "new"),
        ("C2", "Customer C2"),
    ]
