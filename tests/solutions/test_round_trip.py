"""Whatever a solution holds comes back: what maps mean by the specs, all else by the side files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dwmap.diagnostics import Report
from dwmap.importers import Sources, import_sources, open_solution
from dwmap.solutions.extras import Extras, read_extras
from dwmap.solutions.overlay import differences, same, with_changes
from dwmap.solutions.stored import ID
from harness.golden import CASES
from harness.solutions import (
    customizations,
    exported_specs,
    give,
    row_of,
    rows_in,
    take,
    zip_of,
)
from harness.stored_maps import mappings, meaning
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TABLE = """<Entities><Entity><EntityInfo><entity Name="new_bad">
<EntitySetName>new_bads</EntitySetName><attributes><attribute PhysicalName="A">
<Name>a</Name><Type>bit</Type></attribute></attributes></entity></EntityInfo></Entity></Entities>"""
SCALARS = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from("abAB")
NAMES = st.sampled_from(
    ["fieldMappings", "legs", "valueMap", "valueTransforms", "sourceField", "a", "A"]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner),
    max_leaves=12,
)


@given(TREES, TREES)
@settings(max_examples=400, deadline=None)
def test_changes_make_ours_theirs(ours: Any, theirs: Any) -> None:
    """Any JSON from any other."""
    assert same(with_changes(ours, differences(ours, theirs)), theirs)


@given(TREES, TREES, TREES)
@settings(max_examples=200, deadline=None)
def test_a_spec_has_the_last_word(ours: Any, theirs: Any, now: Any) -> None:
    """Changes of a tree that has become another one are applied where they fit, and never fail."""
    with_changes(now, differences(ours, theirs))

    assert same(with_changes(now, []), now)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_solution_comes_back(places: list[int], data: st.DataObject) -> None:
    """Member by member with the side files, and in meaning without them."""
    given = [data.draw(mappings(place)) for place in places]
    rows = [row_of(one, f"Map {n}") for n, one in enumerate(given)]
    before = zip_of({"customizations.xml": customizations(rows)})

    taken = take(before)
    kept = rows_in(give(taken).package.zipped())
    bare = rows_in(give(taken, with_extras=False).package.zipped())

    assert same(kept, rows_in(before))
    legs = [leg for row in bare for leg in meaning(row["msdyn_mapping"])]
    wanted = [leg for one in given for leg in meaning(one)]
    assert sorted(legs, key=repr) == sorted(wanted, key=repr)


def _odd(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as the field has them: numbers for texts, members that are missing or null, unknown ones."""
    for number, row in enumerate(rows):
        row["msdyn_properties"]["TargetVersionInfo"] = None
        for leg in row["msdyn_mapping"]["legs"]:
            leg["mashup"] = None
            for place, rule in enumerate(leg["fieldMappings"]):
                if number % 2:
                    rule["syncDirection"] = int(rule["syncDirection"])
                if not rule["valueTransforms"]:
                    kinds: dict[int, Any] = {0: [], 1: None}
                    rule["valueTransforms"] = kinds.get(place % 3, ...)
                    if rule["valueTransforms"] is ...:
                        del rule["valueTransforms"]
                for side in ("sourceField", "destinationField"):
                    rule[side] = rule[side] or (None if place % 2 else "")
                rule["origin"] = {"by": "hand", "at": [place, 1.5]}
    return rows


def _written(row: dict[str, Any]) -> dict[str, str]:
    """A row with its JSON as text, a byte-order mark before and commas too many."""
    properties = json.dumps(row["msdyn_properties"]).removesuffix("}") + ",}"
    mapping = "\ufeff" + json.dumps(row["msdyn_mapping"], indent=2)
    return row | {"msdyn_mapping": mapping, "msdyn_properties": properties}


@pytest.mark.parametrize("name", ["CustomerMaster", "ProspectToCash", "Loyalty"])
def test_a_solution_with_oddities(name: str) -> None:
    """Every rule, value map, default and filter is accounted for, and every member comes back."""
    rows = _odd(rows_in(exported_specs()[name].package.zipped()))
    before = zip_of({"customizations.xml": customizations(map(_written, rows))})

    taken = take(before)
    made = give(taken)
    after = rows_in(made.package.zipped())

    assert same(after, rows)
    assert made.counts == exported_specs()[name].counts
    lines = [one for each in taken.project.maps for one in each.fields]
    assert len([one for one in lines if not one.implied]) == made.counts["rules"]
    assert [meaning(row["msdyn_mapping"]) for row in after] == [
        meaning(row["msdyn_mapping"]) for row in rows
    ]


def test_what_a_spec_says_anew_is_exported() -> None:
    """A side file keeps the form of what has not changed, and no more."""
    leg = {
        "sourceSchema": "Things",
        "destinationSchema": "things",
        "sourceFilter": '((Kind == "A"))',
        "fieldMappings": [
            {"syncDirection": 3, "sourceField": "A", "destinationField": "a", "x": 1},
            {"syncDirection": 3, "sourceField": "B", "destinationField": "b", "x": 2},
            "what is this",
            None,
        ],
    }
    taken = take(
        zip_of({"customizations.xml": customizations([row_of({"legs": [leg]})])})
    )
    [old] = taken.project.maps
    first = old.fields[0]
    changed = replace(first, direction="to_right")
    new = replace(old, fields=(changed,), left_filter=None)
    project = replace(taken.project, maps=(new,))

    made = give(type(taken)(project, taken.extras, taken.texts, taken.report))

    [found] = made.package.rows[0]["msdyn_mapping"]["legs"]
    assert found["fieldMappings"] == [
        {"syncDirection": "1", "sourceField": "A", "destinationField": "a", "x": 1},
        "what is this",
        None,
    ]
    assert found["sourceFilter"] == ""


def _leg(name: str, **more: Any) -> dict[str, Any]:
    rule = {"syncDirection": 3, "sourceField": "A", "destinationField": "a"}
    made = {"sourceSchema": name, "destinationSchema": f"new_{name.lower()}s"}
    return made | {"fieldMappings": [rule]} | more


def _imported(*solutions: str) -> tuple[Extras, Report]:
    """The side files of solutions that are imported together."""
    report = Report()
    opened = [
        open_solution(f"{n}.zip", zip_of({"customizations.xml": one}), report)
        for n, one in enumerate(solutions)
    ]
    sources = Sources([], solutions=[one for one in opened if one is not None])
    extras = Extras()
    for text in import_sources(sources, report).side_files.values():
        read_extras(text, extras)
    return extras, report


def test_a_faulty_map_costs_no_other_one_its_id() -> None:
    """A filter that compares what cannot be compared is an error of one spec; the side files of all others are whole."""
    bad = _leg("Bad", reversedSourceFilter="a eq true and a gt 5")
    rows = [row_of({"legs": [_leg(name)]}, name) for name in ("One", "Two", "Three")]
    rows.append(row_of({"legs": [bad]}, "Bad"))

    extras, report = _imported(customizations(rows, TABLE))

    assert "refused-rule" in {one.code for one in report}
    ids = {
        change["theirs"]: change.get("always", False)
        for one in extras.maps.values()
        for change in one.changes
        if change["at"] == [ID]
    }
    assert ids == {row[ID]: row["msdyn_displayname"] == "Bad" for row in rows}


def test_a_map_in_two_solutions() -> None:
    """Each has its own side file, with conditions: solutions that are imported together have a folder each."""
    texts = [
        customizations([row_of({"name": "The map", "legs": [_leg("Thing")]}, name)])
        for name in ("One", "Two")
    ]

    extras, _ = _imported(*texts)

    changes = [one.changes for one in extras.maps.values()]
    assert len(changes) == 2
    assert not any(each.get("always") for one in changes for each in one)
    assert all(
        {"at": ["msdyn_mapping", "name"], "ours": "[Thing] - [new_things]"}.items()
        <= each.items()
        for one in changes
        for each in one
        if each["at"] == ["msdyn_mapping", "name"]
    )


WITH_MAPS = [
    path
    for path in sorted(CASES.glob("import/*/input.solution.xml"))
    if "msdyn_mapping" in path.read_text("utf-8")
]


@pytest.mark.parametrize("case", WITH_MAPS)
def test_every_case_comes_back(case: Path) -> None:
    """What was read, what was refused and what no version of dwmap knows, row by row."""
    before = zip_of({"customizations.xml": case.read_bytes()})

    after = give(take(before)).package.zipped()

    assert same(rows_in(after, faulty=True), rows_in(before, faulty=True))


def test_a_filter_that_is_not_understood_comes_back() -> None:
    """It is an error of the import, and no reason to lose it."""
    leg = {
        "sourceSchema": "Things",
        "destinationSchema": "things",
        "sourceFilter": '((A == "x") &&',
        "fieldMappings": [],
    }
    before = zip_of({"customizations.xml": customizations([row_of({"legs": [leg]})])})

    taken = take(before)

    assert taken.report.has_errors
    assert same(rows_in(give(taken).package.zipped()), rows_in(before))
