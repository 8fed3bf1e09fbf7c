"""Stamping the company: by rule, first without writing, and not at all with too many faults."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from dwmap.runtime import EndError, Fault, StampRule, path
from dwmap.runtime._cli import main
from runtime.bench import Bench
from runtime.sample_project import PROJECT

RULES = (StampRule(path("partynumber"), "DE", "DEMF"),)


@pytest.fixture
def old(bench: Bench) -> Bench:
    """Three accounts from before the integration, one of them German."""
    bench.seed()
    bench.sync.initial()
    _put_old(bench)
    return bench


def _put_old(bench: Bench) -> None:
    for n, party in enumerate(("DE", "US", None), 1):
        account = {
            "accountid": f"00000000-0000-4000-8000-00000000000{n}",
            "accountnumber": f"O{n}",
            "typecode": 3,
            "hold": 0,
            "partynumber": party,
        }
        bench.put("ce.accounts", account)


def _companies(bench: Bench) -> dict[str, Any]:
    rows = bench.rows("ce.accounts", "accountnumber", "company.companycode")
    return {number: code for number, code in rows if number.startswith("O")}


def test_nothing_is_written_unless_that_is_said(old: Bench) -> None:
    """But it is said what would be."""
    done = old.sync.bootstrap("ce.accounts", RULES, "USMF")

    assert (done.companies, done.faults, done.written) == (
        {"DEMF": 1, "USMF": 2},
        [],
        False,
    )
    assert set(_companies(old).values()) == {None}


def test_rules_first_then_the_default(old: Bench) -> None:
    """And the live sync sees the rows."""
    old.sync.start()
    done = old.sync.bootstrap("ce.accounts", RULES, "USMF", apply=True)

    assert done.written
    assert _companies(old) == {"O1": "DEMF", "O2": "USMF", "O3": "USMF"}
    assert old.sync.bootstrap("ce.accounts", RULES, "USMF", apply=True).companies == {}
    old.sync.settle()
    assert ("O1", "DEMF") in old.rows("fo.Customers", "CustomerAccount", "dataAreaId")


def test_too_many_faults_write_nothing(old: Bench) -> None:
    """Unless so many are allowed."""
    done = old.sync.bootstrap("ce.accounts", RULES, max_faults=1, apply=True)
    assert (len(done.faults), done.written) == (2, False)
    assert done.faults[0] == Fault(
        "00000000-0000-4000-8000-000000000002", "no rule fits it"
    )
    assert set(_companies(old).values()) == {None}

    done = old.sync.bootstrap("ce.accounts", RULES, max_faults=2, apply=True)
    assert (len(done.faults), done.written) == (2, True)
    assert _companies(old)["O1"] == "DEMF"


def test_what_cannot_be_stamped(old: Bench) -> None:
    """Each refusal says what there is."""
    with pytest.raises(EndError, match=r"no table ce\.nothing; .* ce\.accounts"):
        old.sync.bootstrap("ce.nothing")
    with pytest.raises(EndError, match="has no company to stamp"):
        old.sync.bootstrap("ce.currencies")
    with pytest.raises(EndError, match="no company FRMF"):
        old.sync.bootstrap("ce.accounts", (), "FRMF")


def test_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run, a wrong rule, and the real thing."""
    urls = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}
    bench = Bench(PROJECT, urls, f"{tmp_path}/state.db")
    bench.seed()
    bench.sync.initial()
    _put_old(bench)
    bench.sync.close()
    given = [word for name, url in urls.items() for word in ("--end", f"{name}={url}")]
    given += ["--state", f"{tmp_path}/state.db"]
    rule = ["bootstrap", "ce.accounts", "--rule", "partynumber=DE:DEMF", *given]

    assert main(PROJECT, rule) == 1
    out = capsys.readouterr().out
    assert "1 rows of ce.accounts would get the company DEMF" in out
    assert "2 faults" in out and "--apply does it" in out
    assert (
        main(PROJECT, [*rule, "--company", "USMF", "--apply", "--format", "json"]) == 0
    )
    assert json.loads(capsys.readouterr().out)["companies"] == {"DEMF": 1, "USMF": 2}
    with pytest.raises(SystemExit):
        main(PROJECT, ["bootstrap", "ce.accounts", "--rule", "nonsense", *given])
    assert "FIELD=VALUE:COMPANY" in capsys.readouterr().err
