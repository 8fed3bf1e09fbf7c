"""How each company stands in each map."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.runtime._cli import main
from runtime.bench import Bench, customer
from runtime.sample_project import PROJECT


def test_rows_pairs_and_failures_by_company(bench: Bench) -> None:
    """Rows outside the filter do not count; what waits for a row is told apart from what is wrong."""
    bench.seed()
    bench.put(
        "fo.Customers",
        customer("P1", PartyType="Person"),
        customer("C8", CurrencyCode="XXX"),
        customer("C9", "DEMF", Blocked="Perhaps"),
    )
    bench.sync.initial()
    found = {(one.map, one.company): one for one in bench.sync.companies()}

    assert found["Customers", "USMF"][2:] == (True, 3, 2, 2, 0, 1)
    assert found["Customers", "DEMF"][2:] == (True, 2, 1, 1, 1, 0)
    assert found["Currencies", None][2:] == (False, 2, 2, 2, 0, 0)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a person and for a machine; what waits makes the exit code 1."""
    urls = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}
    bench = Bench(PROJECT, urls)
    bench.seed()
    bench.sync.close()
    ends = [word for name, url in urls.items() for word in ("--end", f"{name}={url}")]
    given = [*ends, "--state", f"{tmp_path}/state.db"]

    assert main(PROJECT, ["companies", *given]) == 0
    assert "USMF" in capsys.readouterr().out
    assert main(PROJECT, ["companies", *given, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row for row in rows if row["company"] == "DEMF"] == [
        {
            "company": "DEMF",
            "map": "Customers",
            "striped": True,
            "left": 1,
            "right": 0,
            "links": 0,
            "failures": 0,
            "waiting": 0,
        }
    ]
