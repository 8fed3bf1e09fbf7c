"""What the checker finds in small projects; the codes are what `allow` and `explain` take."""

from __future__ import annotations

import pytest
from dwmap.diagnostics import Report
from dwmap.driver import check_sources, compile_sources
from dwmap.ir.json import dump_project, load_project
from dwmap.source import SourceFile

ENTITIES = """
enum fo.NoYes { No, Yes }
entity fo.A {
  key Number
  Number string(20)
  Name string(100)
  Blocked NoYes
  Created date
}
entity ce.b {
  key bid
  integration key number
  bid guid readonly
  number string(20)
  name string(60) required
  blocked bool?
  count int?
  parent -> ce.b?
}
valuemap YesNo : fo.NoYes <-> bool {
  No = false
  Yes = true
}
"""


def _codes(lines: str, more: str = "") -> set[str]:
    text = ENTITIES + "map M : fo.A <-> ce.b {\n" + lines + "\n}\n" + more
    report = Report()
    check_sources([SourceFile("x.dwmap", text)], report)
    return {each.code for each in report}


GOOD = 'Number = number\nName > name lossy "cut on purpose"'


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Nmae > count", "unknown-field"),
        ("Blocked = blocked : YesNo", "operator-mismatch"),
        ("Blocked >< blocked", "operator-mismatch"),
        ("Blocked >< blocked : YesNoo", "unknown-transform"),
        ("Created = count", "incompatible-types"),
        ('"x" >> count', "wrong-value-type"),
        ("3 >< count", "one-way-only"),
        ("3 << count", "constant-target"),
        ("Blocked > bid", "readonly-target"),
        ("Name > name", "two-writers"),
        ("Name > parent", "lookup-as-value"),
        ("Name > name.first", "no-lookup"),
        ("depends on N", "unknown-map"),
        ('where legacy Name == "x"', "wrong-system"),
        ('where fo Created > "soon"', "wrong-value-type"),
        ("(upperr(Name)) >> count", "unknown-function"),
        ("status alive", "unknown-choice"),
        ('allow two-writers "none here"', "unused-allow"),
    ],
)
def test_a_mistake_is_found_by_its_code(line: str, code: str) -> None:
    """Each mistake has one code of its own."""
    assert {code} <= _codes(f"{GOOD}\n{line}")


def test_a_sound_map_gives_no_finding() -> None:
    """The checks are silent where nothing is wrong."""
    assert set() == _codes(f"{GOOD}\nBlocked >< blocked : YesNo")


def test_a_required_target_needs_a_source() -> None:
    """A required field that no line writes is found."""
    assert {"required-target"} == _codes("Number = number")


def test_maps_that_need_each_other_are_planned_in_two_passes() -> None:
    """A lookup on the circle is left out first and filled in a second pass."""
    text = """
entity ce.x {
  integration key n
  n string(5)
  y -> ce.y?
}
entity ce.y {
  integration key n
  n string(5)
  x -> ce.x?
}
map X : fo.X <-> ce.x {
  N = n
  Y = y.n
}
map Y : fo.Y <-> ce.y {
  N = n
  X = x.n
}
"""
    report = Report()
    project = compile_sources([SourceFile("x.dwmap", text)], "p", report)

    assert project is not None
    assert [("X", ("y",), ()), ("Y", (), ()), ("X", (), ("y",))] == [
        (step.map, step.without, step.only) for step in project.plan
    ]
    assert "dependency-cycle" in {each.code for each in report}
    assert project == load_project(dump_project(project))
