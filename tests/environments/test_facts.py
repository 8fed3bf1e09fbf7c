"""Drift of what solutions do not carry: keys, companies, teams, states, versions, order, and the tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from dwmap.cli.app import run
from dwmap.environments.project_side import known_of
from dwmap.environments.schema_drift import Uses, schema_drift
from environments.conftest import Verify
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
Found = list[dict[str, Any]]


def told(findings: Found) -> list[tuple[str, str, str | None]]:
    """Of each finding the rule, the class and the map."""
    return [(one["rule"], one["class"], one["map"]) for one in findings]


def test_the_integration_key(environment: Environment, verify: Verify) -> None:
    """It weighs what a changed key weighs, and the rollout makes the links anew."""
    environment.link(lambda link: link["keys"].update(accounts=["number", "name"]))

    (finding,) = verify()
    assert (finding["rule"], finding["class"]) == (
        "integration-key-differs",
        "destructive",
    )
    assert (finding["before"], finding["after"]) == ("number, name", "number")
    assert [one["map"] for one in finding["effects"]] == ["Customers_accounts"]
    assert "rekey" in finding["obligations"]


def test_the_order_and_case_of_a_key_are_no_drift(
    environment: Environment, verify: Verify
) -> None:
    """A key is a set of columns."""
    environment.link(lambda link: link["keys"].update(accounts=["NUMBER"]))

    assert verify() == []


def test_the_key_that_finance_and_operations_tells(
    environment: Environment, verify: Verify
) -> None:
    """Without the service of the link it is asked, and it is said that it knows running maps only."""
    rows = environment.finops.get("/data/DualWriteProjectConfigurations").json()
    for row in rows["value"]:
        if row["ExternalEntityName"] == "accounts":
            name = row["ProjectName"]
            url = f"/data/DualWriteProjectConfigurations(ProjectName='{name}')"
            environment.finops.patch(
                url, json={"IntegrationKey": "name"}
            ).raise_for_status()

    found = verify(link=None)
    assert told(found) == [
        ("integration-key-differs", "destructive", None),
        ("fact-not-told", "note", None),
    ]
    assert "running maps only" in found[1]["help"]


def test_what_nobody_tells_is_named(verify: Verify) -> None:
    """With Dataverse alone keys, companies and states are not known, which is said where they are asked for."""
    found = verify(link=None, finops=None, state="running", companies=["USMF"])

    named = [one["message"] for one in found if one["rule"] == "fact-not-told"]
    assert named == [
        "companies of test were not compared",
        "integration keys of test were not compared",
        "states of test were not compared",
    ]


def test_companies(environment: Environment, verify: Verify) -> None:
    """One that is not linked, and one that nobody expects."""
    environment.link(lambda link: link.update(companies=["usmf", "DEMF"]))

    assert told(verify(companies=["USMF", "FRRT"])) == [
        ("company-not-linked", "breaking", None),
        ("company-not-expected", "caution", None),
    ]


def test_owning_teams(environment: Environment, verify: Verify) -> None:
    """The default owning team of a company, by its name."""
    client = environment.dataverse
    for name in ("Sales", "USMF DW"):
        client.post(f"{CE}teams", json={"name": name}).raise_for_status()
    teams = {one["name"]: one["teamid"] for one in environment.rows("teams")}
    company = {
        "cdm_companycode": "USMF",
        "cdm_defaultowningteam@odata.bind": f"/teams({teams['Sales']})",
    }
    client.post(f"{CE}cdm_companies", json=company).raise_for_status()

    (finding,) = verify(team="{company} DW")
    assert (finding["rule"], finding["before"], finding["after"]) == (
        *("owning-team-differs", "Sales", "USMF DW"),
    )
    assert verify(team="Sales") == []


def test_states(environment: Environment, verify: Verify) -> None:
    """A map that should run and does not is worse than one that runs and should not."""

    def stop(link: dict[str, Any]) -> None:
        link["entities"][0]["detail"]["state"] = "5"

    environment.link(stop)

    found = verify(state="running")
    assert told(found) == [("map-state-differs", "breaking", "Customers_accounts")]
    assert found[0]["before"] == "paused"


def test_expectations_of_one_map(verify: Verify) -> None:
    """What is said of a map goes before what is said of all."""
    own = {"Customers_contacts": {"state": "stopped", "version": "1.0.0.3"}}

    assert told(verify(state="running", maps=own)) == [
        ("version-not-deployed", "caution", "Customers_contacts"),
        ("map-state-differs", "caution", "Customers_contacts"),
    ]


def test_the_active_version(environment: Environment, verify: Verify) -> None:
    """Of several versions the active one is compared, not the newest; that it is another one is told once."""
    row = environment.row_of(ACCOUNTS)
    newer = {
        name: row[name] for name in ("msdyn_name", "msdyn_displayname", "msdyn_mapping")
    }
    body = {**newer, "msdyn_version": "9.9.9.9"}
    environment.dataverse.post(MAPS, json=body).raise_for_status()
    found = verify()
    assert told(found) == [("newer-version-there", "note", "Customers_accounts")]
    assert (found[0]["before"], found[0]["after"]) == ("1.0.0.4", "9.9.9.9")

    def activate(link: dict[str, Any]) -> None:
        for one in link["entities"]:
            if one["rightEntity"]["name"] == "accounts":
                version = dict.fromkeys(("major", "minor", "build", "revision"), 9)
                one["detail"]["template"]["version"] = version

    environment.link(activate)

    found = verify()
    assert told(found) == [
        ("active-version-differs", "caution", "Customers_accounts"),
        ("version-went-back", "caution", "Customers_accounts"),
    ]
    assert (found[0]["before"], found[0]["after"]) == ("9.9.9.9", "1.0.0.4")
    assert "it is there as the specs have it" in found[0]["help"]
    environment.change(ACCOUNTS, lambda leg: leg["fieldMappings"].pop(1))
    assert verify()[0]["help"] == "also there: 1.0.0.4"


def test_a_version_of_two_numbers(environment: Environment, tmp_path: Path) -> None:
    """Is the one that the link calls by four."""

    def edit(link: dict[str, Any]) -> None:
        (one,) = (o for o in link["entities"] if o["rightEntity"]["name"] == "accounts")
        one["detail"]["template"]["version"] |= {"minor": 1, "revision": 0}

    environment.link(edit)
    environment.patch(environment.row_of(ACCOUNTS), msdyn_version="1.1")
    specs = TRADE.replace("version 1.0.0.4", "version 1.1")
    project = write_project(tmp_path, specs, environment.settings())
    out = tmp_path / "found.json"

    run(["verify", "test", str(project), "--format", "json", "-o", str(out)])
    assert json.loads(out.read_text())["findings"] == []


def test_the_order(environment: Environment, verify: Verify) -> None:
    """Maps that come before one that they need."""
    for place, title in enumerate((ACCOUNTS, "groups - Customer groups"), 1):
        row = environment.row_of(title)
        mapping = json.loads(row["msdyn_mapping"]) | {"order": place}
        environment.patch(row, msdyn_mapping=json.dumps(mapping))

    assert told(verify()) == [("order-against-plan", "caution", "Customers_accounts")]


def test_the_expected_order(verify: Verify) -> None:
    """That of dwmap.toml is held against the plan, where the environment tells none."""
    found = verify(order=["Customers_accounts", "Groups_groups"])

    assert told(found) == [
        ("order-against-plan", "caution", "Customers_accounts"),
        ("fact-not-told", "note", None),
    ]


def _put(environment: Environment, **places: int) -> None:
    """State the places of maps by the names of their sets."""
    titles = {"groups": "groups - Customer groups", "accounts": ACCOUNTS}
    titles["contacts"] = "contacts - Customers V3"
    for name, place in places.items():
        row = environment.row_of(titles[name])
        mapping = json.loads(row["msdyn_mapping"]) | {"order": place}
        environment.patch(row, msdyn_mapping=json.dumps(mapping))


def test_maps_in_one_place_have_no_order(
    environment: Environment, verify: Verify
) -> None:
    """Neither does one come before the other, nor do many maps at 0 come before a single one that was put elsewhere."""
    _put(environment, groups=2, accounts=2, contacts=1)
    assert verify() == []

    _put(environment, groups=2, accounts=0, contacts=0)
    assert verify() == []

    _put(environment, groups=2, accounts=0, contacts=1)
    assert told(verify()) == [("order-against-plan", "caution", "Customers_accounts")]


def test_both_orders(environment: Environment, verify: Verify) -> None:
    """That of the environment is held against the expected one, where the plan has nothing against it."""
    _put(environment, groups=1, accounts=2, contacts=3)
    order = ["Groups_groups", "Customers_contacts", "Customers_accounts"]
    assert verify(order=[order[0], *order[:0:-1]]) == []

    (finding,) = verify(order=order)
    assert (finding["rule"], finding["class"]) == ("order-differs", "note")
    assert finding["before"] == "Groups_groups, Customers_accounts, Customers_contacts"
    assert finding["after"] == ", ".join(order)

    (finding,) = verify(order=order[::-1])
    assert finding["rule"] == "order-differs"
    _put(environment, groups=3)
    found = verify(order=order)
    assert told(found) == [("order-against-plan", "caution", "Customers_accounts")]


ALERT = {
    "name": "Mail",
    "state": "On",
    "errorTypes": ["429", "Application error"],
    "threshold": {"count": 10, "interval": 15, "unitOfTime": "Minutes"},
    "action": "Pause",
}


def test_alerts_and_the_master(environment: Environment, verify: Verify) -> None:
    """Of the link; who wins the conflicts of a single map is kept nowhere, which is said."""
    environment.link(lambda link: link.update(alerts=[ALERT], master="CRM"))
    assert verify(master="dataverse", alerts=["Mail"]) == []

    own = {"Groups_groups": {"master": "finops"}}
    found = verify(master="finops", alerts=["Stop"], maps=own)
    assert told(found) == [
        ("alert-differs", "caution", None),
        ("master-differs", "caution", None),
        ("alert-differs", "note", None),
        ("fact-not-told", "note", None),
    ]
    assert found[2]["before"] == "429, Application error, 10 in 15 minutes, Pause, On"
    assert found[3]["message"] == "masters of maps of test were not compared"
    named = [one["message"] for one in verify(master="finops", alerts=[], link=None)]
    assert named[:2] == [
        "alerts of test were not compared",
        "conflict settings of test were not compared",
    ]


def test_a_solution_of_another_version(
    environment: Environment, verify: Verify
) -> None:
    """The version of a solution is compared, too."""
    (row,) = environment.rows("solutions")
    url = f"{CE}solutions({row['solutionid']})"
    environment.dataverse.patch(url, json={"version": "1.5.0.0"}).raise_for_status()

    found = verify()
    assert [(one["rule"], one["class"]) for one in found] == [
        ("version-went-back", "caution"),
        ("version-changed", "note"),
    ]


GROUP = "  group     -> ce.groups?\n"
TABLES = {
    "column-missing": (
        [
            ("  name      string(100)?\n  group", "  group"),
            ("  Name    = name\n  Group", "  Group"),
        ],
        "`accounts` has no column `name` in test",
    ),
    "column-differs": (
        [("  name      string(100)?\n  group", "  name string(40)?\n  group")],
        "`accounts.name` is string(40) in test",
    ),
    "alternate-key-missing": (
        [("  alternate key by_both code, name\n", "")],
        "`groups` has no alternate key of code, name in test",
    ),
    "options-differ": (
        [("  2 Large\n", "  3 Large\n")],
        "the option 2 (Large) of `accounts.kind` is not in test",
    ),
    "table-missing": (
        [("ce.contacts", "ce.persons"), ("table contact", "table person")],
        "there is no table of `contacts` in test",
    ),
}
"""What is otherwise in the environment, and what is said of it, by the rule that says so."""


@pytest.mark.parametrize("code", TABLES)
def test_tables(code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `EntityDefinitions` says against the entities of the specs."""
    edits, message = TABLES[code]
    drifted = TRADE
    for old, new in edits:
        assert old in drifted
        drifted = drifted.replace(old, new)
    with deployed(compiled(drifted)) as environment:
        project = write_project(tmp_path, TRADE, environment.settings())
        run(["verify", "test", str(project), "--format", "json"])
        found = json.loads(capsys.readouterr().out)["findings"]

    (finding,) = (one for one in found if one["message"] == message)
    assert (finding["rule"], finding["class"]) == (code, "breaking")


@pytest.mark.parametrize(
    ("old", "new", "said", "weight"),
    [
        ("name      string(100)?", "name      string(200)?", "string(200)", "note"),
        ("type      int?", "type decimal(9, 2)?", "decimal with 2 digits", "breaking"),
        ("type      int?", "type int? required", "must have a value", "caution"),
        (GROUP, "  group -> ce.contacts?\n", "a lookup of contact", "breaking"),
    ],
)
def test_a_column_that_is_another_one(
    old: str, new: str, said: str, weight: str
) -> None:
    """Larger does no harm, smaller does, and so does another type or target."""
    wanted = known_of(compiled(TRADE)).schema
    there = known_of(
        compiled(
            TRADE.replace(old, new).replace(
                "= group.code",
                "= group.number" if "contacts" in new else "= group.code",
            )
        )
    ).schema

    (finding,) = schema_drift(there, wanted, {"accounts": Uses()}, "test")
    assert (finding.rule, finding.weight.word) == ("column-differs", weight)
    assert finding.before == said
