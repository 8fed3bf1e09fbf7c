"""How each company stands in each map."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.runtime import InitialOptions
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

    assert found["Customers", "USMF"][2:] == (True, True, 3, 2, 2, 0, 1)
    assert found["Customers", "DEMF"][2:] == (True, True, 2, 1, 1, 1, 0)
    assert found["Currencies", None][2:] == (False, True, 2, 2, 2, 0, 0)


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
            "linked": True,
            "left": 1,
            "right": 0,
            "links": 0,
            "failures": 0,
            "waiting": 0,
        }
    ]


def test_a_company_that_is_not_linked_is_left_alone(bench: Bench) -> None:
    """By the initial synchronization, by changes of either end and by deletes, until it is linked."""
    bench.sync.linked.link(["USMF"])
    bench.seed()
    bench.settled()
    assert bench.rows("ce.accounts", "company.companycode") == [("USMF",), ("USMF",)]

    bench.change("fo.Customers", ("DEMF", "C1"), OrganizationName="Anders")
    bench.change("fo.Customers", ("USMF", "C1"), OrganizationName="Other")
    told = [
        (one.key, one.status, one.note)
        for one in bench.sync.settle()
        if one.map == "Customers" and one.status != "echo"
    ]
    assert sorted(told) == [
        (("DEMF", "C1"), "out-of-scope", "DEMF is not linked"),
        (("USMF", "C1"), "updated", ""),
    ]

    bench.sync.linked.link(["DEMF"])
    bench.sync.initial(InitialOptions(companies=["DEMF"]))
    bench.settled()
    assert ("Anders", "DEMF") in bench.rows(
        "ce.accounts", "name", "company.companycode"
    )
    bench.sync.linked.unlink(["DEMF"])
    bench.change("ce.accounts", bench.account("C1", "DEMF"), creditlimit=7)
    assert all(one.status in ("echo", "out-of-scope") for one in bench.sync.settle())
    bench.remove("fo.Customers", ("DEMF", "C1"))

    [one] = bench.sync.settle()
    assert (one.operation, one.status, one.note) == (
        "delete",
        "ignored",
        "DEMF is not linked",
    )
    accounts = bench.rows("ce.accounts", "accountnumber", "company.companycode")
    assert ("C1", "DEMF") in accounts


def test_companies_are_linked_by_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The state remembers them, other commands keep to them, and the last one stays."""
    urls = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}
    bench = Bench(PROJECT, urls)
    bench.seed()
    bench.sync.close()
    ends = [word for name, url in urls.items() for word in ("--end", f"{name}={url}")]
    given = [*ends, "--state", f"{tmp_path}/state.db"]

    assert (
        main(PROJECT, ["companies", *given, "--link", "USMF", "--format", "json"]) == 0
    )
    rows = json.loads(capsys.readouterr().out)
    linked = {row["company"]: row["linked"] for row in rows if row["striped"]}
    assert linked == {"USMF": True, "DEMF": False}
    assert main(PROJECT, ["initial-sync", *given, "--company", "DEMF"]) == 2
    assert "DEMF: not linked; linked are USMF" in capsys.readouterr().err
    assert main(PROJECT, ["companies", *given, "--unlink", "XXX"]) == 2
    assert "XXX: not linked" in capsys.readouterr().err
    assert main(PROJECT, ["companies", *given, "--unlink", "USMF"]) == 2
    assert "the last company stays linked" in capsys.readouterr().err
    assert main(PROJECT, ["companies", *given, "--link-all"]) == 0
