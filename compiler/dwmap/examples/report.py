"""What `dwmap test` found, as plain data: every printed form is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from xml.etree import ElementTree

from dwmap.diagnostics import Diagnostic
from dwmap.examples.coverage import Point
from dwmap.examples.mutate import Mutant
from dwmap.examples.run import Result, why_not
from dwmap.examples.samples import SampleResult
from dwmap.interpret.show import show_value
from dwmap.interpret.values import Unset, Value

ARROWS: Final = {"to_right": "->", "to_left": "<-", "both": "<->"}


@dataclass(frozen=True)
class Tested:
    """
    All that was run. `unread` says what of the files of samples could not be read, `where` names the place of
    an example by its place in the project.
    """

    results: Sequence[Result]
    samples: Sequence[SampleResult] = ()
    points: Sequence[Point] = ()
    mutants: Sequence[Mutant] = ()
    unread: Sequence[Diagnostic] = ()
    where: Callable[[int], str] = field(default=lambda _: "")

    @property
    def failed(self) -> bool:
        """Whether an example or a sample failed, or could not be read."""
        if self.unread:
            return True
        shown = all(one.passed for one in self.results)
        return not (shown and all(one.passed for one in self.samples))


@dataclass(frozen=True)
class Failure:
    """A test that failed: what it is called, where it stands, why, and the fields that differ."""

    name: str
    place: str
    reason: str
    cells: tuple[tuple[str, str, str], ...]


def failures(tested: Tested) -> Iterator[Failure]:
    """What failed, examples first; a cell is a field, what was expected, and what it is."""
    for one in tested.results:
        if not one.passed:
            cells = [
                (each.field, each.expected, each.actual) for each in one.differences
            ]
            yield Failure(
                f"{one.map} {ARROWS[one.heading]} {one.example}",
                tested.where(one.place),
                one.problem,
                tuple(_cell(*cell) for cell in cells),
            )
    for finding in tested.unread:
        name = f"samples {finding.code}"
        yield Failure(name, _place(finding), finding.message, ())
    for sample in tested.samples:
        if not sample.passed:
            lost = [(each.field, each.start, each.back) for each in sample.losses]
            of = sample.sample
            yield Failure(
                f"{of.map} {ARROWS[of.heading]} a sample",
                f"{of.path}:{of.line}",
                why_not(sample.journey),
                tuple(_cell(*cell) for cell in lost),
            )


def _cell(field: str, expected: Value, actual: Value | Unset) -> tuple[str, str, str]:
    """Both values; of two long texts the part where they begin to differ."""
    if isinstance(expected, str) and isinstance(actual, str):
        expected, actual = _from_difference(expected, actual)
    return field, show_value(expected), show_value(actual)


def _from_difference(one: str, other: str) -> tuple[str, str]:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    if same < 24:
        return one, other
    return f"…{one[same - 8 :]}", f"…{other[same - 8 :]}"


def test_data(tested: Tested) -> dict[str, Any]:
    """Everything, for programs."""
    return {
        "version": 2,
        "results": [
            {
                "map": one.map,
                "example": one.example,
                "place": tested.where(one.place),
                "direction": one.heading,
                "passed": one.passed,
                "problem": one.problem,
                "differences": [
                    {
                        "field": each.field,
                        "expected": show_value(each.expected),
                        "actual": show_value(each.actual),
                    }
                    for each in one.differences
                ],
            }
            for one in tested.results
        ],
        "samples": [_sample_data(one) for one in tested.samples],
        "unread": [
            {"code": one.code, "place": _place(one), "message": one.message}
            for one in tested.unread
        ],
        "coverage": [asdict(one) for one in tested.points],
        "mutants": [asdict(one) for one in tested.mutants],
    }


def _place(one: Diagnostic) -> str:
    if one.primary is None:
        return ""
    span = one.primary.span
    return f"{span.file.path}:{span.position.line}"


def _sample_data(one: SampleResult) -> dict[str, Any]:
    refusal = one.journey.refusal
    return {
        "map": one.sample.map,
        "path": one.sample.path,
        "line": one.sample.line,
        "direction": one.sample.heading,
        "passed": one.passed,
        "fate": one.journey.fate,
        "code": refusal.code if refusal is not None else None,
        "field": refusal.field if refusal is not None else None,
        "problem": why_not(one.journey),
        "losses": [
            {
                "field": each.field,
                "start": show_value(each.start),
                "back": show_value(each.back),
                "accepted": each.accepted,
            }
            for each in one.journey.losses
        ],
    }


def junit_xml(tested: Tested) -> str:
    """A suite with a case for each direction of each example, and for each sample."""
    failed = {one.name + one.place: one for one in failures(tested)}
    names = [
        (one.map, f"{ARROWS[one.heading]} {one.example}", tested.where(one.place))
        for one in tested.results
    ]
    names += [("samples", one.code, _place(one)) for one in tested.unread]
    names += [
        (of.map, f"{ARROWS[of.heading]} a sample", f"{of.path}:{of.line}")
        for of in (one.sample for one in tested.samples)
    ]
    suite = ElementTree.Element(
        "testsuite", name="dwmap", tests=str(len(names)), failures=str(len(failed))
    )
    for map, name, place in names:
        title = f"{name} ({place})" if name.endswith(" a sample") else name
        case = ElementTree.SubElement(
            suite, "testcase", classname=map, name=_clean(title), file=_clean(place)
        )
        failure = failed.get(f"{map} {name}{place}")
        if failure is not None:
            lines = _reasons(failure)
            found = ElementTree.SubElement(case, "failure", message=_clean(lines[0]))
            found.text = _clean("\n".join(lines))
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _reasons(one: Failure) -> list[str]:
    cells = [f"{name}: expected {was}, is {now}" for name, was, now in one.cells]
    return [*([one.reason] if one.reason else []), *cells]


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(c if c in "\t\n" or c.isprintable() else "\ufffd" for c in text)
