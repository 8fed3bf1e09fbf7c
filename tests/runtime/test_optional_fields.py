"""Lines that write only sometimes, and lines that look at what the target has."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest
from dwmap.runtime import UNSET, NoStateRow, Project, Side, Step, Unset
from runtime.bench import Bench
from runtime.sample_project import CURRENCIES, PROJECT, CeCurrency, FoCurrency


class ToCurrency(NamedTuple):
    """What is written: a name only where there is one, a precision that never shrinks."""

    isocode: str
    name: str | None | Unset
    precision: int | None


def _forward(left: FoCurrency, present: CeCurrency | None = None) -> ToCurrency:
    digits = left.Decimals or 0
    if present is not None and digits < (present.precision or 0):
        raise NoStateRow("precision", digits, "the precision never shrinks", "")
    return ToCurrency(
        left.CurrencyCode, UNSET if left.Name is None else left.Name, digits
    )


def _project() -> Project:
    right: Side = replace(CURRENCIES.right, written=ToCurrency)
    each = replace(CURRENCIES, right=right, forward=_forward, backward=None)
    return Project(
        "optional", PROJECT.systems, PROJECT.tables, (each,), (Step("Currencies"),)
    )


@pytest.fixture
def bench() -> Bench:
    """Two currencies on the left, one of them without a name."""
    bench = Bench(_project(), {"fo": "memory:", "ce": "memory:"})
    bench.put(
        "fo.Currencies",
        {"CurrencyCode": "USD", "Name": "Dollar", "Decimals": 2},
        {"CurrencyCode": "EUR", "Name": None, "Decimals": 2},
    )
    return bench


def test_an_unset_field_is_left_alone(bench: Bench) -> None:
    """A new row has nothing in it; a standing row keeps what it has."""
    bench.sync.start()
    bench.sync.initial()
    assert bench.rows("ce.currencies", "isocode", "name") == [
        ("EUR", None),
        ("USD", "Dollar"),
    ]

    bench.change("fo.Currencies", ("USD",), Name="")
    bench.sync.settle()

    assert ("USD", "Dollar") in bench.rows("ce.currencies", "isocode", "name")
    assert bench.sync.initial().counts.written == 0


def test_a_line_may_look_at_the_target(bench: Bench) -> None:
    """The function is given the row that stands on the other end, and may refuse."""
    bench.sync.start()
    bench.sync.initial()

    bench.change("fo.Currencies", ("USD",), Decimals=1)
    live = bench.sync.propagate()
    initial = bench.sync.initial()

    assert [outcome.status for outcome in live if outcome.direction == "forward"] == [
        "refused"
    ]
    assert initial.counts.failed == 1
    assert [failure.code for failure in bench.sync.failures()] == ["no-state-row"]
    assert ("USD", 2) in bench.rows("ce.currencies", "isocode", "precision")
