"""
Every rule about environments is fired by what somebody did to one, and kept silent by a twin: something like it, which is none.

The twin is made first, then the drift, in one environment. A rule without a case fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.rule_table import RULES
from dwmap.cli.app import run
from harness.environments import (
    CE,
    MAPS,
    TRADE,
    Environment,
    compiled,
    deployed,
    write_project,
)

ACCOUNTS = "accounts - Customers V3"
Edit = Callable[[Environment], None]
Capture = pytest.CaptureFixture[str]


def nothing(environment: Environment) -> None:
    """It is left as it is."""


@dataclass(frozen=True)
class Case:
    """
    What is done to an environment for the twin and for the drift, and what is expected of it, of the twin perhaps otherwise.

    Where tables differ, the environment is made from other specs: `there` are edits of these, without which it is the twin.
    """

    twin: Edit = nothing
    drift: Edit = nothing
    expected: Mapping[str, Any] = field(default_factory=dict)
    quiet: Mapping[str, Any] | None = None
    there: tuple[tuple[str, str], ...] = ()


def link(**members: Any) -> Edit:
    """Members of the link are others."""
    return lambda environment: environment.link(lambda one: one.update(members))


def key(*columns: str) -> Edit:
    """The integration key of accounts is another."""
    return lambda env: env.link(lambda one: one["keys"].update(accounts=[*columns]))


def state(number: str) -> Edit:
    """The first map is in another state."""
    return lambda env: env.link(
        lambda one: one["entities"][0]["detail"].update(state=number)
    )


def order(**places: int) -> Edit:
    """Rows of maps state a place."""

    def edit(environment: Environment) -> None:
        for row in environment.rows("msdyn_dualwriteentitymaps"):
            place = places[row["msdyn_displayname"].partition(" ")[0]]
            known = json.loads(row["msdyn_mapping"]) | {"order": place}
            environment.patch(row, msdyn_mapping=json.dumps(known))

    return edit


def version(text: str) -> Edit:
    """There is another version of a map."""

    def edit(environment: Environment) -> None:
        row = environment.row_of(ACCOUNTS)
        names = ("msdyn_name", "msdyn_displayname", "msdyn_mapping")
        body = {name: row[name] for name in names} | {"msdyn_version": text}
        environment.dataverse.post(MAPS, json=body).raise_for_status()

    return edit


def active(number: int) -> Edit:
    """The last part of the active version of the first map is another."""

    def edit(one: dict[str, Any]) -> None:
        one["entities"][0]["detail"]["template"]["version"]["revision"] = number

    return lambda environment: environment.link(edit)


def both(*edits: Edit) -> Edit:
    """One after the other."""

    def edit(environment: Environment) -> None:
        for one in edits:
            one(environment)

    return edit


def mapping(text: str) -> Edit:
    """The column of a map holds another text."""
    return lambda env: env.patch(env.row_of(ACCOUNTS), msdyn_mapping=text)


def spaced(environment: Environment) -> None:
    """The column of a map has another layout."""
    known = json.loads(environment.row_of(ACCOUNTS)["msdyn_mapping"])
    mapping(json.dumps(known, indent=4))(environment)


def renamed(environment: Environment) -> None:
    """A map has another name, which is not what it is known by."""
    row = environment.row_of("groups - Customer groups")
    environment.patch(row, msdyn_displayname="Gruppen")


def without_groups(environment: Environment) -> None:
    """A map is gone."""
    row = environment.row_of("Gruppen")
    answer = environment.dataverse.delete(
        f"{MAPS}({row['msdyn_dualwriteentitymapid']})"
    )
    answer.raise_for_status()


def leads(environment: Environment) -> None:
    """There is a map that nobody knows."""
    known = json.loads(environment.row_of(ACCOUNTS)["msdyn_mapping"])
    known["legs"][0]["destinationSchema"] = "leads"
    body = {"msdyn_displayname": "Leads", "msdyn_mapping": json.dumps(known)}
    environment.dataverse.post(MAPS, json=body).raise_for_status()


def team(name: str) -> Edit:
    """A team owns the rows of the company."""

    def edit(environment: Environment) -> None:
        client = environment.dataverse
        client.post(f"{CE}teams", json={"name": name}).raise_for_status()
        teams = {one["name"]: one["teamid"] for one in environment.rows("teams")}
        bound = {"cdm_defaultowningteam@odata.bind": f"/teams({teams[name]})"}
        url = f"{CE}cdm_companies(cdm_companycode='USMF')"
        client.patch(url, json=bound).raise_for_status()

    return edit


ALERT = {"name": "Mail", "action": "Pause", "errorTypes": ["429"]}
CASES = {
    "active-version-differs": Case(
        version("1.0.0.3"), both(version("1.0.0.9"), active(9))
    ),
    "alert-differs": Case(
        link(alerts=[ALERT]), link(alerts=[]), expected={"alerts": ["Mail"]}
    ),
    "alternate-key-missing": Case(
        there=(("  alternate key by_both code, name\n", ""),)
    ),
    "column-differs": Case(
        there=(("  name      string(100)?\n  group", "  name string(40)?\n  group"),)
    ),
    "column-missing": Case(
        there=(
            ("  name      string(100)?\n  group", "  group"),
            ("  Name    = name\n  Group", "  Group"),
        )
    ),
    "company-not-expected": Case(
        link(companies=["usmf"]),
        link(companies=["USMF", "DEMF"]),
        expected={"companies": ["USMF"]},
    ),
    "company-not-linked": Case(
        link(companies=["usmf"]), link(companies=[]), expected={"companies": ["USMF"]}
    ),
    "fact-not-told": Case(
        quiet={"state": "running"}, expected={"state": "running", "link": None}
    ),
    "integration-key-differs": Case(key("NUMBER"), key("number", "name")),
    "map-not-deployed": Case(renamed, without_groups),
    "map-not-in-specs": Case(version("1.0.0.3"), leads),
    "map-state-differs": Case(state("4"), state("5"), expected={"state": "running"}),
    "map-unreadable": Case(spaced, mapping("{")),
    "master-differs": Case(
        link(master="CDS"), link(master="AX"), expected={"master": "dataverse"}
    ),
    "newer-version-there": Case(version("1.0.0.3"), version("1.0.0.10")),
    "options-differ": Case(there=(("  2 Large\n", "  3 Large\n"),)),
    "order-against-plan": Case(
        order(groups=1, accounts=2, contacts=0),
        order(groups=2, accounts=1, contacts=0),
    ),
    "order-differs": Case(
        order(groups=1, accounts=2, contacts=3),
        quiet={"order": ["Groups_groups", "Customers_contacts"]},
        expected={"order": ["Customers_contacts", "Groups_groups"]},
    ),
    "owning-team-differs": Case(
        team("USMF DW"), team("Sales"), expected={"team": "{company} DW"}
    ),
    "table-missing": Case(
        there=(("ce.contacts", "ce.persons"), ("table contact", "table person"))
    ),
    "version-not-deployed": Case(
        version("1.0.0.3"),
        quiet={"maps": {"Customers_accounts": {"version": "1.0.0.4"}}},
        expected={"maps": {"Customers_accounts": {"version": "1.0.0.9"}}},
    ),
}
"""By rule. What is not said is as it was deployed."""


def fired(
    environment: Environment,
    expected: Mapping[str, Any],
    project: Path,
    capsys: Capture,
) -> set[str]:
    """The rules under which something is found."""
    write_project(project, TRADE, environment.settings(**expected))
    capsys.readouterr()
    code = run(["verify", "test", str(project), "--format", "json"])
    told = capsys.readouterr()
    assert code in (0, 1), told.err
    return {one["rule"] for one in json.loads(told.out)["findings"]}


@pytest.mark.parametrize(
    "code", sorted(r.code for r in RULES if issubclass(r, DriftRule))
)
def test_a_rule(code: str, tmp_path: Path, capsys: Capture) -> None:
    """It finds what it is for, and not its twin."""
    case, drifted = CASES[code], TRADE
    for old, new in case.there:
        assert old in drifted
        drifted = drifted.replace(old, new)
    with deployed(compiled(TRADE)) as environment:
        case.twin(environment)
        quiet = case.expected if case.quiet is None else case.quiet
        twin = fired(environment, quiet, tmp_path, capsys)
        case.drift(environment)
        if drifted == TRADE:
            drift = fired(environment, case.expected, tmp_path, capsys)
    if drifted != TRADE:
        with deployed(compiled(drifted)) as environment:
            drift = fired(environment, case.expected, tmp_path, capsys)

    assert code not in twin
    assert code in drift


def test_every_case_is_of_a_rule() -> None:
    """A case of a rule that is gone is gone, too."""
    assert set(CASES) <= {one.code for one in RULES}
