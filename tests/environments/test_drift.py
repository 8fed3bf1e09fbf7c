"""Every kind of drift, made over HTTP, is found, under its rule and with its class; and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from environments.conftest import Verify
from harness.environments import (
    MAPS,
    TRADE,
    Environment,
)

ACCOUNTS = "accounts - Customers V3"
Found = list[dict[str, Any]]


def told(findings: Found) -> list[tuple[str, str, str | None]]:
    """Of each finding the rule, the class and the map."""
    return [(one["rule"], one["class"], one["map"]) for one in findings]


def rule(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The rule of a leg whose destination is called so."""
    return lambda leg: next(
        one for one in leg["fieldMappings"] if one["destinationField"] == name
    )


def test_what_was_deployed_is_no_drift(verify: Verify) -> None:
    """Neither by the maps, nor by what solutions do not carry."""
    assert verify(companies=["USMF"], state="running") == []


def test_lines(environment: Environment, verify: Verify) -> None:
    """A line that is gone there, one that is there only, and a direction."""

    def edit(leg: dict[str, Any]) -> None:
        rules = leg["fieldMappings"]
        rules.remove(rule("group.code")(leg))
        rule("name")(leg)["syncDirection"] = 1
        rules.append(
            {"sourceField": "MEMO", "destinationField": "memo", "syncDirection": "3"}
        )

    environment.change(ACCOUNTS, edit)

    found = verify()
    assert told(found) == [
        ("line-removed", "breaking", "Customers_accounts"),
        ("direction-widened", "breaking", "Customers_accounts"),
        ("line-added", "caution", "Customers_accounts"),
        ("version-step-missing", "note", "Customers_accounts"),
    ]


def test_a_filter_and_an_entry_of_a_value_map(
    environment: Environment, verify: Verify
) -> None:
    """A map whose filter was changed is the same map; an entry is told as one."""

    def edit(leg: dict[str, Any]) -> None:
        leg["sourceFilter"] = '(Party == "Organization") && (Name != "")'
        (transform,) = rule("kind")(leg)["valueTransforms"]
        transform["valueMap"]["small"] = "2"

    environment.change(ACCOUNTS, edit)

    found = verify()
    assert {one["rule"] for one in found} >= {"filter-widened", "entry-changed"}
    assert "`Kind`" in next(o for o in found if o["rule"] == "entry-changed")["message"]
    assert not {"map-not-deployed", "map-not-in-specs"} & {o["rule"] for o in found}


def test_a_value_that_is_translated_twice(
    environment: Environment, verify: Verify
) -> None:
    """Nobody knows which of the two counts there, so it is not taken for the first."""

    def edit(leg: dict[str, Any]) -> None:
        (transform,) = rule("kind")(leg)["valueTransforms"]
        transform["valueMap"]["SMALL"] = "2"

    environment.change(ACCOUNTS, edit)

    (finding,) = verify()
    assert (finding["rule"], finding["map"]) == ("map-unreadable", "Customers_accounts")
    assert "is translated twice" in finding["message"]


def test_all_legs_and_all_transforms(environment: Environment, verify: Verify) -> None:
    """A row may hold several maps, and a rule several transforms: the last of them count as the first."""
    rows = [environment.row_of(t) for t in (ACCOUNTS, "contacts - Customers V3")]
    first, second = (json.loads(one["msdyn_mapping"]) for one in rows)
    first["legs"] += second["legs"]
    key = rows[1]["msdyn_dualwriteentitymapid"]
    environment.dataverse.delete(f"{MAPS}({key})")
    environment.patch(rows[0], msdyn_mapping=json.dumps(first))
    found = verify(link=None, finops=None)
    assert [one["rule"] for one in found] == ["fact-not-told"]

    first["legs"][1]["fieldMappings"].pop()
    extra = {"transformType": "Default", "defaultValue": "1"}
    (kind,) = (
        one
        for one in first["legs"][0]["fieldMappings"]
        if one["destinationField"] == "kind"
    )
    kind["valueTransforms"].append(extra)
    environment.patch(rows[0], msdyn_mapping=json.dumps(first))
    found = verify(link=None, finops=None)
    assert {(one["rule"], one["map"]) for one in found} >= {
        ("line-added", "Customers_contacts"),
        ("default-changed", "Customers_accounts"),
    }


def test_what_no_environment_can_hold(verify: Verify) -> None:
    """Is not compared, and said so; the rest of the map is."""
    text = TRADE.replace(
        "  Account = number\n  Name    = name\n  Group",
        '  Account = number\n  Name    > name when Party == "x"\n  Group',
    )

    found = verify(text)
    assert told(found) == [
        ("line-removed", "breaking", "Customers_accounts"),
        ("fact-not-told", "note", "Customers_accounts"),
        ("version-step-missing", "note", "Customers_accounts"),
    ]
    assert (
        found[1]["message"]
        == "a line of `Customers_accounts` was not compared: dual-write has no form for it"
    )


def test_a_default(environment: Environment, verify: Verify) -> None:
    """A constant is another one there."""

    def edit(leg: dict[str, Any]) -> None:
        (transform,) = rule("type")(leg)["valueTransforms"]
        transform["defaultValue"] = "5"

    environment.change(ACCOUNTS, edit)

    found = verify()
    assert [one["map"] for one in found] == ["Customers_accounts"] * len(found)
    assert {"breaking", "destructive"} & {one["class"] for one in found}


def test_other_words_are_no_drift(environment: Environment, verify: Verify) -> None:
    """Case, layout, numbers for texts, the name that is shown: the map does what it did."""

    def edit(leg: dict[str, Any]) -> None:
        leg["sourceFilter"] = '((Party=="Organization"))'
        for one in leg["fieldMappings"]:
            one["syncDirection"] = float(one["syncDirection"])
            one["sourceField"] = one["sourceField"].title()
        (transform,) = rule("kind")(leg)["valueTransforms"]
        transform["valueMap"] = {"LARGE": "2", "Small": "1"}
        leg["fieldMappings"].reverse()

    environment.change(ACCOUNTS, edit)

    assert [one for one in verify() if one["class"] not in ("safe", "note")] == []


def test_a_map_that_is_not_there_and_one_that_is_unknown(
    environment: Environment, verify: Verify
) -> None:
    """Both are told, with what is known of them."""
    row = environment.row_of("groups - Customer groups")
    environment.dataverse.delete(f"{MAPS}({row['msdyn_dualwriteentitymapid']})")
    mapping = json.loads(row["msdyn_mapping"])
    mapping["legs"][0]["destinationSchema"] = "leads"
    body = {"msdyn_displayname": "Leads", "msdyn_mapping": json.dumps(mapping)}
    environment.dataverse.post(MAPS, json=body).raise_for_status()

    assert told(verify()) == [
        ("map-not-deployed", "breaking", "Groups_groups"),
        ("map-not-in-specs", "caution", None),
    ]


def test_drafts_and_retired_maps(environment: Environment, verify: Verify) -> None:
    """A draft need not be there, and a retired map should not."""
    row = environment.row_of("groups - Customer groups")
    environment.dataverse.delete(f"{MAPS}({row['msdyn_dualwriteentitymapid']})")
    text = TRADE.replace("version 1.0.0.1", "version 1.0.0.1\n  status draft")
    text = text.replace("version 1.0.0.2", "version 1.0.0.2\n  status retired")

    found = verify(text)
    assert told(found) == [
        ("map-not-in-specs", "caution", None),
        ("map-not-deployed", "note", "Groups_groups"),
    ]
    assert "`Customers_contacts` is retired in the specs" in found[0]["message"]


def test_a_map_that_cannot_be_read(environment: Environment, verify: Verify) -> None:
    """It is never taken for equal, as a whole or in part."""
    environment.patch(environment.row_of(ACCOUNTS), msdyn_mapping='{"legs": [')
    environment.change(
        "groups - Customer groups",
        lambda leg: rule("name")(leg).update(destinationField="not a name"),
    )

    assert told(verify()) == [
        ("map-unreadable", "breaking", "Customers_accounts"),
        ("map-unreadable", "breaking", "Groups_groups"),
        ("line-added", "caution", "Groups_groups"),
        ("version-step-missing", "note", "Groups_groups"),
    ]


def test_a_version_that_cannot_be_read(
    environment: Environment, verify: Verify
) -> None:
    """Where it runs, nothing is said of another version in its place; where it waits, it is a note."""
    row = environment.row_of(ACCOUNTS)
    older = {
        **{name: row[name] for name in ("msdyn_name", "msdyn_displayname")},
        "msdyn_mapping": row["msdyn_mapping"].replace("MEMO", "NAME"),
        "msdyn_version": "1.0.0.3",
    }
    environment.dataverse.post(MAPS, json=older).raise_for_status()
    environment.patch(row, msdyn_mapping="{")
    assert told(verify()) == [("map-unreadable", "breaking", "Customers_accounts")]

    environment.patch(row, msdyn_mapping=row["msdyn_mapping"])
    waiting = older | {"msdyn_mapping": "[]", "msdyn_version": "1.0.0.9"}
    environment.dataverse.post(MAPS, json=waiting).raise_for_status()
    assert told(verify()) == [("map-unreadable", "note", "Customers_accounts")]


def test_a_map_that_cannot_be_read_under_a_name_of_its_own(
    environment: Environment, verify: Verify
) -> None:
    """It is known by what an export of the specs calls it, too; what has another name is another map."""
    named = TRADE.replace(
        "map Customers_accounts :", 'map Customers_accounts "Debitoren" :'
    )
    row = environment.row_of(ACCOUNTS)
    environment.patch(row, msdyn_displayname="Debitoren", msdyn_mapping="{")
    environment.patch(row, msdyn_name="msdyn_[Debitoren]")
    assert told(verify(named)) == [("map-unreadable", "breaking", "Customers_accounts")]

    environment.patch(row, msdyn_displayname="leads - Prospects")
    environment.patch(row, msdyn_name="msdyn_[leads - Prospects]")
    assert told(verify()) == [
        ("map-unreadable", "breaking", None),
        ("map-not-deployed", "breaking", "Customers_accounts"),
    ]
