"""A column that is set on create only: an update never touches it, live or in an initial synchronization."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from dwmap.runtime import Project, Side, Step
from runtime.bench import Bench
from runtime.sample_project import CURRENCIES, PROJECT


def _project() -> Project:
    table = CURRENCIES.right.table
    columns = tuple(
        replace(each, create_only=each.name == "name") for each in table.columns
    )
    right: Side = replace(CURRENCIES.right, table=replace(table, columns=columns))
    each = replace(CURRENCIES, right=right)
    return Project(
        "once", PROJECT.systems, PROJECT.tables, (each,), (Step("Currencies"),)
    )


@pytest.fixture(params=["memory:", "sqlite"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    """One currency on the left, which has been created on the right."""
    urls = {
        end: (
            "memory:"
            if request.param == "memory:"
            else f"sqlite:///{tmp_path}/{end}.db"
        )
        for end in ("fo", "ce")
    }
    bench = Bench(_project(), urls)
    bench.put("fo.Currencies", {"CurrencyCode": "USD", "Name": "Dollar", "Decimals": 2})
    bench.sync.start()
    bench.sync.initial()
    bench.sync.settle()
    assert bench.rows("ce.currencies", "isocode", "name") == [("USD", "Dollar")]
    return bench


def test_a_change_does_not_arrive(bench: Bench) -> None:
    """Nothing is written for it, and nothing comes back."""
    bench.change("fo.Currencies", ("USD",), Name="US dollar")
    outcomes = bench.sync.propagate()

    assert [(one.direction, one.status) for one in outcomes] == [
        ("forward", "unchanged")
    ]
    assert bench.rows("ce.currencies", "isocode", "name") == [("USD", "Dollar")]
    assert bench.rows("fo.Currencies", "CurrencyCode", "Name") == [("USD", "US dollar")]


def test_the_other_fields_of_a_change_do(bench: Bench) -> None:
    """The field is left out of the update, not the record."""
    bench.change("fo.Currencies", ("USD",), Name="US dollar", Decimals=3)
    bench.sync.settle()

    found = bench.rows("ce.currencies", "isocode", "name", "precision")
    assert found == [("USD", "Dollar", 3)]


def test_an_initial_synchronization_leaves_it_alone(bench: Bench) -> None:
    """A row that differs in nothing else is no work; else the rest is written."""
    bench.change("fo.Currencies", ("USD",), Name="US dollar")
    assert bench.sync.initial().counts.written == 0

    bench.change("fo.Currencies", ("USD",), Decimals=4)
    bench.sync.initial()

    found = bench.rows("ce.currencies", "isocode", "name", "precision")
    assert found == [("USD", "Dollar", 4)]
