"""Examples are carried over in every direction that they show."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from dwmap.cli.app import CLEAN, FINDINGS, run
from dwmap.examples.coverage import cover
from dwmap.examples.mutate import mutate
from dwmap.examples.run import Result, run_examples
from dwmap.ir.model import Project
from harness.projects import compile_text

MAP = """
enum fo.Kind { Person, Robot }

entity fo.A {
  key Id
  Id     string(5)
  Kind   Kind?
  Memo   string(20)?
  Count  int?
}

entity ce.a {
  key             aid
  integration key id
  aid    guid        readonly
  id     string(5)
  code   int?
  memo   string(20)?
  total  decimal(9, 2)?
}

valuemap V : fo.Kind <-> int {
  Person = 1
  Robot  = 2
}

map A : fo.A <-> ce.a {
  where fo Kind is not blank

  Id     =   id
  Kind   ><  code   : V
  Memo   =   memo   on null keep
  Count  >   total
}
"""


def _project(examples: str) -> Project:
    project, report = compile_text(MAP + examples)
    assert project is not None, report.diagnostics
    return project


def _results(examples: str) -> list[Result]:
    return list(run_examples(_project(examples)))


def test_a_pair_is_shown_both_ways() -> None:
    """Each record becomes the other; what an example leaves out is not compared."""
    found = _results(
        'example "a robot" for A {\n'
        '  fo { Id "1"  Kind "Robot" }\n  ce { id "1"  code 2 }\n}\n'
    )

    assert [(one.heading, one.passed) for one in found] == [
        ("to_right", True),
        ("to_left", True),
    ]


def test_each_field_that_differs_is_told() -> None:
    """With the values, as the types have them."""
    found = _results(
        'example "wrong" for A {\n'
        '  fo { Id "1"  Kind "Robot"  Count 3 }\n'
        '  ce { id "1"  code 1  total 4 }\n}\n'
    )

    there = found[0].differences
    assert [(one.field, str(one.expected), str(one.actual)) for one in there] == [
        ("code", "1", "2"),
        ("total", "4", "3"),
    ]
    assert [one.field for one in found[1].differences] == ["Kind"]


def test_a_record_outside_the_filter_is_a_failure() -> None:
    """Nothing is written, so nothing can become the other record."""
    found = _results('example "no kind" for A {\n  fo { Id "1" }\n  ce { id "1" }\n}\n')

    assert "outside the filter" in found[0].problem
    assert found[1].passed


def test_a_refused_record_is_a_failure_with_its_reason() -> None:
    """As the runtime would refuse it."""
    found = _results(
        'example "no such code" for A {\n'
        '  fo { Id "1"  Kind "Robot" }\n  ce { id "1"  code 7 }\n}\n'
    )

    assert found[1].problem.startswith("refused (value-map-miss)")


@pytest.mark.parametrize(
    ("memo", "expected", "passed"),
    [
        ("blank", '"old"', True),
        ('"new"', '"new"', True),
        ('"new"', '"old"', False),
    ],
)
def test_a_step_updates_what_is_there(memo: str, expected: str, passed: bool) -> None:
    """What a line leaves alone stays as it was."""
    found = _results(
        'example "a memo" for A {\n'
        f'  put ce {{ id "1"  memo {memo} }}\n'
        '  after fo { Id "1"  Memo "old" }\n'
        f'  expect fo {{ Id "1"  Memo {expected} }}\n}}\n'
    )

    assert [(one.heading, one.passed) for one in found] == [("to_left", passed)]


def test_a_step_of_a_record_outside_changes_nothing() -> None:
    """So an example can show what a filter keeps out."""
    (found,) = _results(
        'example "no kind" for A {\n  put fo { Id "1"  Memo "new" }\n'
        '  after ce { id "1"  memo "old" }\n  expect ce { id "1"  memo "old" }\n}\n'
    )

    assert found.passed


ROBOT = (
    'example "a robot" for A {\n'
    '  fo { Id "1"  Kind "Robot" }\n  ce { id "1"  code 2 }\n}\n'
)


def test_coverage_names_what_nothing_touches() -> None:
    """Entries in each direction, and both answers of a filter."""
    points = {one.what: one.covered for one in cover(_project(ROBOT))}

    assert points == {
        "a record of fo.A passes the filter": True,
        "a record of fo.A does not": False,
        "in fo.A Kind is not blank is true": True,
        "in fo.A Kind is not blank is false": False,
        "a record of fo.A travels": True,
        "Kind Person becomes 1": False,
        "Kind Robot becomes 2": True,
        "a record of ce.a travels": True,
        "code 1 becomes Person": False,
        "code 2 becomes Robot": True,
    }


BRANCHES = """
enum fo.Kind { Person, Robot }

entity fo.A {
  Id     string(5)
  Kind   Kind?
  Count  int
}

entity ce.a {
  id     string(5)
  stage  int?
  kind   string(10)?
}

states Stage(kind: Kind, count: int) -> int {
  Person, _ -> 1
  Robot,  0 -> 2
  else null
}

map A : fo.A <-> ce.a {
  where fo Kind in ["Person", "Robot"] and not Count < 0

  Id             >   id
  (Kind, Count)  >>  stage  : Stage
  Kind           >>  kind   default "Nobody"  when Count >= 10
}

example "a person" for A {
  put fo { Id "1"  Kind "Person"  Count 3 }
  expect ce { id "1"  stage 1 }
}

example "a robot without a count" for A {
  put fo { Id "2"  Kind "Robot"  Count 0 }
  expect ce { id "2"  stage 2 }
}
"""


def _branches() -> Project:
    project, report = compile_text(BRANCHES)
    assert project is not None, report.diagnostics
    return project


def test_coverage_looks_into_conditions_and_tables() -> None:
    """Each option of a list, both answers of each condition, the rows of a state table."""
    points = {one.what: one.covered for one in cover(_branches())}

    assert points["in fo.A Kind is Person"]
    assert points["in fo.A Count < 0 is false"]
    assert not points["in fo.A Count < 0 is true"]
    assert not points["for kind, Count >= 10 is true"]
    assert points["Stage: the row Person, _ decides"]
    assert points["Stage: the row Robot, 0 decides"]


@pytest.mark.parametrize(
    ("kind", "fault", "noticed"),
    [
        (
            "filter",
            "in the filter of fo.A, Robot of Kind in [Person, Robot] is lost",
            True,
        ),
        ("filter", "in the filter of fo.A, `not` before Count < 0 is lost", True),
        ("filter", "in the filter of fo.A, Count < 0 becomes Count <= 0", True),
        ("filter", "in the filter of fo.A, Kind in [Person, Robot] is lost", False),
        ("direction", "Id and id go the other way", True),
        ("state", "Stage: row 1 is lost", True),
        ("state", "Stage: rows 1 and 2 are swapped", False),
        ("default", "Kind and kind lose their default", False),
        ("condition", "Kind and kind lose their `when`", False),
        ("line", "Kind -> kind is lost", False),
    ],
)
def test_kinds_of_faults(kind: str, fault: str, noticed: bool) -> None:
    """What is wrong is said in words; what an example shows, it protects."""
    found = {(one.kind, one.fault): one.noticed for one in mutate(_branches())}

    assert found[kind, fault] is noticed


def test_a_record_alone_goes_over_and_comes_back() -> None:
    """It fails where something is lost, where the filter of either side keeps it out, where it is refused."""
    alone = 'example "alone" for A {{\n  fo {{ Id "1"  {} }}\n}}\n'
    found = [
        _results(alone.format(fields))[0]
        for fields in ('Kind "Robot"  Count 3', "Kind blank", 'Kind "Robot"  Memo "x"')
    ]

    assert [one.passed for one in found] == [True, False, True]
    assert found[1].problem == "the record is outside the filter, so nothing is written"
    merged = MAP.replace("Robot  = 2", "Robot  > 1")
    project, _ = compile_text(merged + alone.format('Kind "Robot"'))
    assert project is not None
    (lost,) = run_examples(project)
    assert [(one.field, one.expected, one.actual) for one in lost.differences] == [
        ("Kind", "Robot", "Person")
    ]


def test_faults_that_no_example_would_notice() -> None:
    """The entry that is shown is protected, in both directions; the rest is not."""
    found = {one.fault: one.noticed for one in mutate(_project(ROBOT))}

    assert found["V: Robot = 2 is lost"]
    assert found["V: Person and Robot are swapped"]
    assert found["Kind -> code is lost"]
    assert not found["V: Person = 1 is lost"]
    assert not found["Memo -> memo is lost"]
    assert not found["the filter of fo.A is lost"]


def test_an_example_that_fails_anyway_notices_nothing() -> None:
    """Or a broken example would make the others look good."""
    found = mutate(_project(ROBOT.replace("code 2", "code 1")))

    assert not any(one.noticed for one in found)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit codes, JSON, and a report for CI."""
    (tmp_path / "a.dwmap").write_text(MAP + ROBOT)
    report = tmp_path / "junit.xml"

    assert run(["test", "-p", str(tmp_path), "--junit", str(report)]) == CLEAN
    assert "2 examples run, 0 failed" in capsys.readouterr().out
    assert ElementTree.parse(report).getroot().get("tests") == "2"

    wrong = ROBOT.replace("a robot", "a <wrong> one\\u0001").replace("code 2", "code 1")
    (tmp_path / "a.dwmap").write_text(MAP + ROBOT + wrong)
    arguments = ["test", "-p", str(tmp_path), "--junit", str(report)]
    assert run([*arguments, "--format", "json"]) == FINDINGS
    found = json.loads(capsys.readouterr().out)["results"]
    assert [one["passed"] for one in found] == [True, True, False, False]
    assert len(ElementTree.parse(report).getroot().findall(".//failure")) == 2

    assert run(["test", "-p", str(tmp_path), "-k", "robot"]) == CLEAN


def test_a_field_that_is_set_on_create_only() -> None:
    """A record that is there keeps it; a new one gets it."""
    text = MAP.replace("memo   string(20)?", "memo   string(20)? createonly")
    step = 'put fo { Id "1" Kind "Person" Memo "new" }\n  %s\n  expect ce { id "1" memo "%s" }'
    after = 'after ce { id "1" memo "old" }'
    project, report = compile_text(
        text
        + f'example "changed" for A {{\n  {step % (after, "old")}\n}}\n'
        + f'example "new" for A {{\n  {step % ("", "new")}\n}}\n'
    )
    assert project is not None, report.diagnostics

    assert [each.passed for each in run_examples(project)] == [True, True]
