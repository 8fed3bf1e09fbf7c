"""The maps of specs/ as solutions: all of them can be said, and come back as they went."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from dwmap.solutions.overlay import same
from harness.solutions import exported_specs, give, rows_in, specs, take

NAMES = sorted(exported_specs())


def _legs(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [leg for row in rows for leg in row["msdyn_mapping"]["legs"]]


def test_every_line_is_exported() -> None:
    """Each line, value map, default, constant and filter of the 111 maps is in one of the solutions."""
    made = exported_specs().values()
    lines = [line for one in specs().maps for line in one.fields if not line.implied]
    filters = [f for one in specs().maps for f in (one.left_filter, one.right_filter)]
    totals: Counter[str] = Counter()
    for one in made:
        totals.update(one.counts)

    constants = [
        line
        for line in lines
        if line.default or "constant" in (line.left.node, line.right.node)
    ]
    used = [line for line in lines if line.transform is not None]
    assert [part for one in made for part in one.unstored] == []
    assert totals == {
        "maps": len(specs().maps),
        "rules": len(lines),
        "value maps": len(used),
        "defaults": len(constants),
        "filters": sum(each is not None for each in filters),
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes(name: str) -> None:
    """Nothing in a zip hangs on the moment or on the machine."""
    package = exported_specs()[name].package

    assert package.zipped() == package.zipped()


@pytest.mark.parametrize("name", NAMES)
def test_export_of_an_import_is_the_export(name: str) -> None:
    """Member by member, with the side files."""
    before = exported_specs()[name].package.zipped()

    after = give(take(before)).package.zipped()

    assert same(rows_in(after), rows_in(before))


@pytest.mark.parametrize("name", NAMES)
def test_import_of_an_export_is_the_project(name: str) -> None:
    """The IR is equal, with side files and without: they hold nothing that a map means."""
    once = take(exported_specs()[name].package.zipped())

    kept = take(give(once).package.zipped())
    bare = take(give(once, with_extras=False).package.zipped())

    assert kept.project == once.project
    assert kept.texts == once.texts
    assert bare.project.maps == once.project.maps
    assert bare.project.value_maps == once.project.value_maps


def test_rules_are_told_by_json_alone() -> None:
    """A rule in the zip has the form of the product: texts throughout, one leg a map."""
    for one in exported_specs().values():
        for leg in _legs(rows_in(one.package.zipped())):
            for rule in leg["fieldMappings"]:
                assert rule["syncDirection"] in ("1", "2", "3")
                assert (
                    json.dumps(rule["sourceField"]).isupper() or not rule["sourceField"]
                )
