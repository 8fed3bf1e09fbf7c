"""Results of examples as text, JSON and JUnit XML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from xml.etree import ElementTree

from dwmap.examples.coverage import Point
from dwmap.examples.mutate import Mutant
from dwmap.examples.run import Result
from dwmap.interpret.values import Unset, Value

_ARROWS = {"to_right": "->", "to_left": "<-", "both": "<->"}


def text_lines(
    results: Sequence[Result], points: Sequence[Point], mutants: Sequence[Mutant]
) -> Iterator[str]:
    """What failed field by field, what nothing touches, what nobody would notice, and the counts."""
    for one in results:
        if not one.passed:
            yield f"FAILED {_name(one)}"
            yield from (f"  {line}" for line in _reasons(one))
    yield from _missing("no example touches", points)
    yield from _missing("no example notices", mutants)
    failed = sum(not one.passed for one in results)
    yield f"{len(results)} examples run, {failed} failed"
    if points:
        covered = sum(one.covered for one in points)
        yield f"{covered} of {len(points)} points covered"
    if mutants:
        noticed = sum(one.noticed for one in mutants)
        yield f"{noticed} of {len(mutants)} faults noticed"


def _missing(title: str, found: Sequence[Point | Mutant]) -> Iterator[str]:
    for map, group in groupby(found, key=_map_of):
        lines = [_what(one) for one in group if not _is_seen(one)]
        if lines:
            yield f"{map}: {title}"
            yield from (f"  {line}" for line in lines)


def _map_of(one: Point | Mutant) -> str:
    return one.map


def _what(one: Point | Mutant) -> str:
    return one.what if isinstance(one, Point) else one.fault


def _is_seen(one: Point | Mutant) -> bool:
    return one.covered if isinstance(one, Point) else one.noticed


def _name(one: Result) -> str:
    return f"{one.map} {_ARROWS[one.heading]} {one.example}"


def _reasons(one: Result) -> Iterator[str]:
    if one.problem:
        yield one.problem
    for each in one.differences:
        expected, actual = _shown(each.expected), _shown(each.actual)
        yield f"{each.field}: expected {expected}, is {actual}"


def _shown(value: Value | Unset) -> str:
    if value is None:
        return "blank"
    return repr(value) if isinstance(value, str) else str(value)


def results_data(
    results: Sequence[Result], points: Sequence[Point], mutants: Sequence[Mutant]
) -> dict[str, Any]:
    """Everything as plain data."""
    return {
        "version": 1,
        "results": [
            {
                "map": one.map,
                "example": one.example,
                "direction": one.heading,
                "passed": one.passed,
                "problem": one.problem,
                "differences": [
                    {
                        "field": each.field,
                        "expected": _shown(each.expected),
                        "actual": _shown(each.actual),
                    }
                    for each in one.differences
                ],
            }
            for one in results
        ],
        "coverage": [vars(one) for one in points],
        "mutants": [vars(one) for one in mutants],
    }


def junit_xml(results: Sequence[Result]) -> str:
    """A suite with a case for each direction of each example."""
    failed = sum(not one.passed for one in results)
    suite = ElementTree.Element(
        "testsuite", name="dwmap", tests=str(len(results)), failures=str(failed)
    )
    for one in results:
        name = _clean(f"{_ARROWS[one.heading]} {one.example}")
        case = ElementTree.SubElement(suite, "testcase", classname=one.map, name=name)
        if not one.passed:
            text = _clean("\n".join(_reasons(one)))
            failure = ElementTree.SubElement(
                case, "failure", message=text.split("\n")[0]
            )
            failure.text = text
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(c if c in "\t\n" or c.isprintable() else "\ufffd" for c in text)
