"""What must hold whatever the maps are: nothing differs from itself, and both sides see the same."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from dwmap.changes.model import Finding
from dwmap.diagnostics import Report
from dwmap.driver import compile_sources
from dwmap.environment_settings import EnvironmentSettings
from dwmap.environments.both import compare_held
from dwmap.environments.held import Facts, Held, Leg
from dwmap.environments.matching import choose, match
from dwmap.environments.project_side import held_by_project
from dwmap.environments.verify import Specs, verify
from dwmap.importers.together import legs_of
from dwmap.ir.model import Project
from dwmap.project import load_project
from dwmap.solutions.stored import MapWriter
from harness.environments import TRADE, compiled
from harness.stored_maps import mappings
from hypothesis import given, settings
from hypothesis import strategies as st

SPECS = Path(__file__).parents[2] / "specs"


@pytest.fixture(scope="module")
def published() -> Project:
    """The 111 published maps."""
    files = load_project(SPECS, Report())
    project = compile_sources(files.sources, "dual_write", Report())
    assert project is not None
    return project


def held(title: str, rows: list[dict[str, Any]]) -> Held:
    """An environment with these rows."""
    found, report = Held(title), Report()
    for place, row in enumerate(rows):
        for table in legs_of(row, f"{title}/{place}", report):
            names = {"stored_name": row["msdyn_name"], "version": row["msdyn_version"]}
            found.legs.append(Leg(table, **names))
    return found


def rows_of(project: Project) -> list[dict[str, Any]]:
    """The rows of its maps, as the Web API gives them."""
    writer = MapWriter(project)
    rows = [copy.deepcopy(writer.stored(one).row) for one in project.maps]
    for row in rows:
        row["msdyn_mapping"] = json.dumps(row["msdyn_mapping"])
    return rows


def test_published_maps_that_were_deployed_are_no_drift(published: Project) -> None:
    """All 111 of them, with their filters, value maps and lookups."""
    rows = rows_of(published)

    found = verify(
        Specs("specs", published), held("there", rows), EnvironmentSettings()
    )
    assert [one.message for one in found.findings] == []


def test_a_project_is_like_itself(published: Project) -> None:
    """Also compared as two sides of which neither is the wanted one."""
    one, _ = held_by_project(published, "one")
    other, _ = held_by_project(published, "other")

    assert compare_held(one, other).findings == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(mappings(), min_size=1, max_size=3))
def test_rows_in_any_form_are_like_themselves(maps: list[Any]) -> None:
    """Whatever forms of directions, names and transforms are mixed in them."""
    rows = [
        {
            "msdyn_name": f"map {place}",
            "msdyn_version": "1.0.0.0",
            "msdyn_mapping": json.dumps(one),
        }
        for place, one in enumerate(maps)
    ]

    found = compare_held(held("a", rows), held("b", rows[::-1]))
    rules = {one.rule for one in found.findings}
    assert rules <= {"map-unreadable"}  # rules of a map may contradict one another


EDITS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 3),
        st.sampled_from(["remove", "to right", "to left", "default", "filter"]),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_both_sides_see_the_same(edits: list[tuple[int, int, str]]) -> None:
    """What is added seen from here is removed seen from there, in the same maps and lines."""
    rows = rows_of(compiled(TRADE))
    edited = [_edited(row, place, edits) for place, row in enumerate(rows)]

    there = compare_held(held("a", rows), held("b", edited)).findings
    back = compare_held(held("b", edited), held("a", rows)).findings
    assert _places(there) == _places(back)
    assert bool(there) == (rows != edited)


def _edited(
    row: dict[str, Any], place: int, edits: list[tuple[int, int, str]]
) -> dict[str, Any]:
    mapping = json.loads(row["msdyn_mapping"])
    (leg,) = mapping["legs"]
    for map, line, what in edits:
        rules = leg["fieldMappings"]
        if map != place or line >= len(rules):
            continue
        rule = rules[line]
        if what == "filter":
            leg["sourceFilter"] = '(Name == "x")'
        elif what == "remove":
            rules.remove(rule)
        elif what == "default":
            rule["valueTransforms"] = [
                {"transformType": "Default", "defaultValue": "7"}
            ]
        elif rule["sourceField"] and rule["destinationField"]:
            rule["syncDirection"] = "1" if what == "to right" else "2"
    return row | {"msdyn_mapping": json.dumps(mapping)}


FOLLOWING = ("law-broken", "version-", "lines-reordered", "filter-field-written")
"""What only one direction can break, and what follows from it."""


def _places(findings: tuple[Finding, ...]) -> set[object]:
    """Where something differs, whatever it is called from that side."""
    return {
        (
            one.map,
            tuple(frozenset((step.before, step.after)) for step in change.path),
            change.member,
        )
        for one in findings
        for change in one.changes
        if not one.rule.startswith(FOLLOWING)
    }


def _legs(*versions: tuple[str, str, str]) -> list[Leg]:
    """Versions of maps between the same ends: their name, version and filter."""
    found = []
    for name, version, where in versions:
        mapping = {
            "legs": [
                {
                    "sourceSchema": "Contacts V2",
                    "destinationSchema": "contacts",
                    "sourceFilter": where,
                }
            ]
        }
        (table,) = legs_of({"msdyn_mapping": json.dumps(mapping)}, "x", Report())
        found.append(Leg(table, stored_name=name, version=version))
    return found


def test_maps_of_the_same_ends_are_told_apart_by_their_filters() -> None:
    """Even where both have the same name and other versions: the specs know that there are two."""
    customers, vendors = "A == 1", "A == 2"
    here = _legs(("", "1.0.0.0", customers), ("", "1.0.0.0", vendors))
    there = _legs(("n", "1.0.0.3", customers), ("n", "1.0.0.5", vendors))

    variants = {(one.ends, one.variant) for one in here}
    pairs = match(choose(there, Facts(), variants), choose(here, Facts()))
    assert [(a and a.leg.version, b and b.leg.variant[0]) for a, b in pairs] == [
        ("1.0.0.3", "A==1"),
        ("1.0.0.5", "A==2"),
    ]


def test_a_changed_filter_makes_another_version_and_no_other_map() -> None:
    """Versions of one name are one map; `10` is newer than `9`."""
    there = _legs(("n", "1.0.0.9", "A == 1"), ("n", "1.0.0.10", "A == 2"))

    (chosen,) = choose(there, Facts())
    assert (chosen.leg.version, [one.version for one in chosen.others]) == (
        "1.0.0.10",
        ["1.0.0.9"],
    )
