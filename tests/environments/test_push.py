"""`dwmap push` writes nothing until it is told to, and says what an import leaves to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from dwmap.cli.app import CANNOT, CLEAN, run
from harness.environments import TRADE, Environment, write_project

Capture = pytest.CaptureFixture[str]
ACCOUNTS = "accounts - Customers V3"


def methods(environment: Environment) -> set[str]:
    """Those of all requests since the log was cleared."""
    return {line.split()[2] for line in environment.log}


def drift(environment: Environment) -> None:
    """A line is gone, and what no import mends is otherwise, too."""
    environment.change(ACCOUNTS, lambda leg: leg["fieldMappings"].pop(1))
    environment.link(lambda link: link["keys"].update(accounts=["number", "name"]))


def test_nothing_is_written_without_apply(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """The plan is shown, with what is to be imported and what is left to do."""
    drift(environment)
    project = write_project(
        tmp_path, TRADE, environment.settings(companies=["USMF", "DEMF"])
    )
    environment.log.clear()

    assert run(["push", "test", str(project)]) == CLEAN
    out = capsys.readouterr().out
    assert methods(environment) == {"GET"}
    assert "caution[line-added]" in out
    assert "Trade 1.4.0.2, 1 map that differs" in out
    assert "Nothing was written; --apply imports." in out
    by_hand = out.partition("By hand, after the import\n")[2].splitlines()[:5]
    assert [line.strip() for line in by_hand] == [
        "1. choose `Apply solution` in dual-write, for each solution in turn",
        "2. set the integration key of `accounts` to number",
        "3. link the company DEMF",
        "4. stop `Customers_accounts`, and choose version 1.0.0.4 under `Table map version`",
        "5. run `Customers_accounts`",
    ]


def test_apply(environment: Environment, tmp_path: Path, capsys: Capture) -> None:
    """One POST; what is left is what no solution carries; and then there is nothing to import."""
    drift(environment)
    project = write_project(tmp_path, TRADE, environment.settings())
    environment.log.clear()

    assert run(["push", "test", str(project), "--apply"]) == CLEAN
    assert "Imported Trade 1.4.0.2" in capsys.readouterr().out
    posts = [line for line in environment.log if " GET " not in line]
    assert [line.split()[1:4] for line in posts] == [
        ["204", "POST", "/api/data/v9.2/ImportSolution"]
    ]
    run(["verify", "test", str(project), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one["rule"] for one in found] == ["integration-key-differs"]
    environment.log.clear()
    assert run(["push", "test", str(project), "--apply"]) == CLEAN
    assert methods(environment) == {"GET"}
    assert "Nothing to import: test has these maps already." in capsys.readouterr().out


def test_a_map_without_a_version(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """What is to be chosen is said without a number."""
    drift(environment)
    [version] = [one for one in TRADE.splitlines() if one.strip() == "version 1.0.0.4"]
    text = TRADE.replace(f"{version}\n", "")
    project = write_project(tmp_path, text, environment.settings())

    assert run(["push", "test", str(project)]) == CLEAN
    told = capsys.readouterr().out
    assert "stop `Customers_accounts`, and choose its new version under" in told


def test_a_new_version_does_not_run_by_itself(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """It is there beside the old one until somebody chooses it, is told as such, and not imported again."""
    newer = TRADE.replace("version 1.0.0.4", "version 1.1.0.0")
    project = write_project(tmp_path, newer, environment.settings())

    run(["verify", "test", str(project), "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["rule"] == "version-not-deployed"
    assert run(["push", "test", str(project), "--apply"]) == CLEAN
    assert "choose version 1.1.0.0 under" in capsys.readouterr().out
    run(["verify", "test", str(project), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one["rule"] for one in found] == ["active-version-differs"]
    assert "waits to be chosen under `Table map version`" in found[0]["help"]
    assert run(["push", "test", str(project), "--apply"]) == CLEAN
    out = capsys.readouterr().out
    assert "Nothing to import" in out
    assert "stop `Customers_accounts`, choose version 1.1.0.0 under" in out


def test_what_the_environment_refuses(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """In its own words, and without another try."""
    older = TRADE.replace("version 1.4.0.2", "version 1.3.0.0")
    drift(environment)
    project = write_project(tmp_path, older, environment.settings())
    environment.log.clear()

    assert run(["push", "test", str(project), "--apply"]) == CANNOT
    assert "is older than 1.4.0.2" in capsys.readouterr().err
    assert sum(" POST " in line for line in environment.log) == 1


def test_an_answer_that_is_lost(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """It is asked for once, and said that nobody knows what came of it."""
    drift(environment)
    project = write_project(tmp_path, TRADE, environment.settings())
    environment.fault("drop-after", match="ImportSolution")
    environment.log.clear()

    assert run(["push", "test", str(project), "--apply"]) == CANNOT
    assert (
        "it is not known whether the solution was imported" in capsys.readouterr().err
    )
    assert sum(" POST " in line for line in environment.log) == 1


def test_what_dual_write_has_no_form_for(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """Nothing is imported, unless the rest is wanted without it."""
    text = TRADE.replace(
        "  GroupId = code", '  GroupId = code\n  "x" >> name when GroupId == "a"'
    )
    text = text.replace(
        "  Name    = name\n}\n\nmap Customers_accounts", "}\n\nmap Customers_accounts"
    )
    project = write_project(tmp_path, text, environment.settings())
    environment.log.clear()

    assert run(["push", "test", str(project), "--apply"]) == 1
    assert "Nothing was written." in capsys.readouterr().err
    assert methods(environment) == set()
    assert run(["push", "test", str(project), "--apply", "--partial"]) == CLEAN
    assert methods(environment) == {"GET", "POST"}
    assert run(["push", "test", str(project), "--solution", "Sales"]) == CANNOT
    assert (
        "no solution `Sales` has maps, or overlays of maps; those that have are: Trade"
        in capsys.readouterr().err
    )


def test_what_runs_otherwise_is_done_by_hand(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """States and active versions do not travel, so nothing is imported for them."""

    def edit(link: dict[str, Any]) -> None:
        link["entities"][0]["detail"]["state"] = "5"
        link["alerts"], link["master"] = [], "AX"

    environment.link(edit)
    contacts = {"Customers_contacts": {"state": "stopped"}}
    settings = environment.settings(
        alerts=["Mail"], master="dataverse", state="running", maps=contacts
    )
    project = write_project(tmp_path, TRADE, settings)

    assert run(["push", "test", str(project)]) == CLEAN
    out = capsys.readouterr().out
    assert "import the new maps" not in out
    assert "Nothing to import: test has these maps already." in out
    by_hand = out.partition("By hand\n")[2].splitlines()
    assert sorted(line.partition(". ")[2] for line in by_hand) == [
        "let dataverse be the master of the link",
        "run `Customers_accounts`",
        "set the alert `Mail`",
        "stop `Customers_contacts`",
    ]


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("running", ", choose {}, and run it"),
        ("paused", ", choose {}, run it, and pause it"),
        ("stopped", ", and choose {}"),
    ],
)
def test_a_version_is_chosen_as_its_state_is_expected(
    state: str, step: str, environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """One step for both, which runs no map that is to stand still."""

    def edit(link: dict[str, Any]) -> None:
        (one,) = (o for o in link["entities"] if o["rightEntity"]["name"] == "accounts")
        one["detail"]["template"]["version"]["revision"] = 3
        one["detail"]["state"] = "4" if state != "running" else "5"

    environment.link(edit)
    own = {"Customers_accounts": {"state": state}}
    project = write_project(tmp_path, TRADE, environment.settings(maps=own))

    assert run(["push", "test", str(project)]) == CLEAN
    (line,) = capsys.readouterr().out.partition("By hand\n")[2].splitlines()
    chosen = step.format("version 1.0.0.4 under `Table map version`")
    assert line == f"  1. stop `Customers_accounts`{chosen}"


def test_a_version_that_nobody_has(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """What no import brings is not imported for, again and again."""
    own = {"Customers_accounts": {"version": "9.9.9.9"}}
    project = write_project(tmp_path, TRADE, environment.settings(maps=own))

    assert run(["push", "test", str(project), "--apply"]) == CLEAN
    out = capsys.readouterr().out
    assert (
        "no import brings it, since the specs have version 1.0.0.4: mend `version` in dwmap.toml, or in them"
        in out
    )
    assert "Nothing to import" in out
    assert "Table map version" not in out


def test_a_map_that_cannot_be_read_is_imported_anew(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """What is there says nothing, and the specs say what is to be there."""
    environment.patch(environment.row_of(ACCOUNTS), msdyn_mapping="{")
    project = write_project(tmp_path, TRADE, environment.settings())

    assert run(["push", "test", str(project), "--apply"]) == CLEAN
    assert "Imported Trade 1.4.0.2" in capsys.readouterr().out
    run(["verify", "test", str(project), "--format", "json"])
    assert json.loads(capsys.readouterr().out)["findings"] == []
