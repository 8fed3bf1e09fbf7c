"""The examples of the published maps: where the language can be wrong about them, an example shows what is meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from dwmap.diagnostics import Report
from dwmap.examples.coverage import cover
from dwmap.examples.mutate import mutate
from dwmap.examples.run import Result, run_examples
from dwmap.examples.samples import read_samples, run_samples
from dwmap.interpret.maps import Interpreter
from dwmap.ir.model import Map, PathRef
from dwmap.ir.scope import Scope
from dwmap.project import read_beside
from harness.golden import ROOT
from harness.solutions import specs

LARGEST_WHOLE = 12
"""Value maps of more entries are sampled: the first, one of the middle, the last."""
UNREACHABLE = {
    ("Prospects_leads", "IsB2BProspect"),
    ("Prospects_leads", "msdyn_b2bcommerceprospect"),
}
"""Entries for values that the filter of their side keeps out."""
POINTS, COVERED = 2946, 1881
"""What the examples of these maps could touch, and what they do touch."""


@cache
def _results() -> tuple[Result, ...]:
    return tuple(run_examples(specs()))


def _wanting() -> Iterator[Map]:
    """Maps with a value map, a state table or a filter."""
    for map in specs().maps:
        used = {line.transform.kind for line in map.fields if line.transform}
        if used & {"value_map", "states"} or map.left_filter or map.right_filter:
            yield map


@pytest.mark.parametrize("map", list(_wanting()), ids=lambda map: map.name)
def test_every_direction_has_an_example(map: Map) -> None:
    """Of every map that translates values or leaves records out."""
    shown = {
        result.heading
        for result in _results()
        if result.map == map.name and result.compared
    }
    interpreter = Interpreter(map, Scope(specs()))

    assert shown == {
        heading for heading in ("to_right", "to_left") if interpreter.lines(heading)
    }


def test_every_example_holds() -> None:
    """Each map does what its examples show, in every direction that they show."""
    results = _results()

    assert [each for each in results if not each.passed] == []
    assert len(results) > 500


def test_what_the_examples_touch() -> None:
    """Both answers of every filter; every entry of the value maps that are not large."""
    maps = list(_wanting())
    points = list(cover(specs(), frozenset(map.name for map in maps)))
    missing = {
        (point.map, point.what.partition(" becomes ")[0].partition(" ")[0])
        for point in points
        if not point.covered
    }

    large = {(map.name, path) for map in maps for path in _sampled(map)}
    assert missing <= large | UNREACHABLE
    assert sum(point.covered for point in points) >= COVERED
    assert len(points) == POINTS


def test_every_fault_of_a_filter_is_noticed() -> None:
    """Whatever lets in or leaves out too much, an example fails."""
    filtered = frozenset(
        map.name for map in _wanting() if map.left_filter or map.right_filter
    )
    found = [one for one in mutate(specs(), filtered) if one.kind == "filter"]

    assert [(one.map, one.fault) for one in found if not one.noticed] == []
    assert len(found) > 80


def test_every_sample_comes_back() -> None:
    """Or is left alone by the filter; none is refused."""
    report, scope = Report(), Scope(specs())
    samples = []
    for each in specs().samples:
        source = read_beside(ROOT / "specs", each.path, report)
        assert source is not None
        samples += read_samples(source, each, scope, report)
    results = list(run_samples(samples, scope))

    assert report.diagnostics == ()
    assert [one for one in results if not one.passed] == []
    assert {one.journey.fate for one in results} == {"carried", "outside"}


def _sampled(map: Map) -> Iterator[str]:
    """The fields whose value maps are too large for an example an entry."""
    tables = {each.name: each for each in specs().value_maps}
    for line in map.fields:
        table = tables.get(line.transform.name) if line.transform else None
        if table is not None and len(table.pairs) > LARGEST_WHOLE:
            yield from (
                one.text for one in (line.left, line.right) if isinstance(one, PathRef)
            )
