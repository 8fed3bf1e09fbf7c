"""A rename that nobody stated is pointed out where one can be seen, and nowhere else."""

from __future__ import annotations

from typing import Final

import pytest
from dwmap.changes.compared import State, compare
from dwmap.ir.model import Project
from harness.projects import compile_text

SPEC: Final = """\
entity fo.Orders {
  Id     string(5)
  Kind   int
  Memo   string(50)?
  Notes  string(50)?
}

entity ce.orders {
  integration key id
  id     string(5)
  kind   ce.Level
  memo   string(50)?
  notes  string(50)?
}

options ce.Level {
  0 Low
  1 High
}

map M : fo.Orders <-> ce.orders {
  Id     =   id
  Kind   ><  kind  : Kinds
  Memo   =   memo
  Notes  =   notes
}

valuemap Kinds : int <-> ce.Level {
  1 = Low
  2 = High
}
"""
LONELY: Final = """\
entity fo.Lonely {
  Id    string(5)
  Free  string(50)?
}
"""


def _helps(was: str, now: str) -> list[str]:
    before, after = (State("", _compiled(text)) for text in (was, now))
    found = compare(before, after).findings
    return [one.help for one in found if "renamed from" in one.help]


def _compiled(text: str) -> Project:
    project, report = compile_text(text)
    assert project is not None, [one.message for one in report]
    return project


@pytest.mark.parametrize(
    ("changes", "edit"),
    [
        ({"map M :": "map N :"}, "write `renamed from M` into `N`"),
        ({"fo.Orders": "fo.Sales"}, "write `renamed from Orders` into `fo.Sales`"),
        ({"Memo  ": "Text  "}, "write `renamed from Memo` behind `Text`"),
        ({"Low": "Least"}, "write `renamed from Low` behind `Least`"),
    ],
)
def test_the_edit_to_write(changes: dict[str, str], edit: str) -> None:
    """On what is new, once; with the edit made it is one change of a name."""
    now = SPEC
    for old, new in changes.items():
        now = now.replace(old, new)

    (help,) = _helps(SPEC, now)

    assert edit in help


@pytest.mark.parametrize(
    ("was", "now"),
    [
        # Of another type, mapped elsewhere, not mapped, one of two that look alike, of another code.
        (SPEC, SPEC.replace("Memo   string(50)?", "Text   string(49)?").replace("Memo   =", "Text   =")),
        (SPEC, SPEC.replace("Memo   string", "Text   string").replace("Memo   =   memo", "")),
        (LONELY, LONELY.replace("Free", "Other")),
        (SPEC, SPEC.replace("0 Low", "7 Least").replace("= Low", "= Least")),
        (SPEC, SPEC.replace("map M :", "map N :").replace("Memo   =   memo", "").replace("Notes  =   notes", "").replace("Kind   ><  kind  : Kinds", "")),
    ],
)  # fmt: skip
def test_what_does_not_look_like_it(was: str, now: str) -> None:
    """Nothing is said where a guess would be as often wrong."""
    assert _helps(was, now) == []


def test_of_two_nobody_can_tell() -> None:
    """Two maps that are gone carried what the new one carries."""
    map = SPEC[SPEC.index("map M") : SPEC.index("valuemap")]
    was = SPEC + "\n" + map.replace("map M", "map O")
    now = SPEC.replace("map M", "map N")

    assert _helps(was, now) == []
