"""What each transform takes, gives and undoes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.cli.app import CLEAN, run
from dwmap.prove.profiles import Profile, profiles
from dwmap.prove.verdict import Status
from harness.projects import compile_text

PROJECT = """
enum fo.NoYes { No, Yes }

valuemap YesNo : fo.NoYes <-> bool {
  No  = false
  Yes = true
}

valuemap Merged : int <-> int {
  1 = 10
  2 > 10
  else left 0
}

valuemap Shown : int <-> string(10) {
  1 > "one"
}

transform Cents(x: decimal(9, 2)) -> int {
  forward  x * 100
  backward decimal(x) / 100
}

transform Scale(x: decimal(9, 2), f: int) -> decimal(9, 2) {
  forward  x * f
  backward x / f
}

transform Loud(x: string(10)) -> string(10) {
  forward upper(x)
}

states Stage(a: int, b: int) -> int {
  1, _ -> 7
  2, 3 -> 8
  else null
}
"""


def _profiles() -> dict[str, Profile]:
    project, report = compile_text(PROJECT)
    assert project is not None, report.diagnostics
    return {one.name: one for one in profiles(project)}


@pytest.mark.parametrize(
    ("name", "status", "equality"),
    [
        ("YesNo", Status.PROVED, "up to the case of letters"),
        ("Merged", Status.BROKEN, "exactly"),
        ("Cents", Status.PROVED, "exactly"),
    ],
)
def test_the_inverse(name: str, status: Status, equality: str) -> None:
    """Whether it is one, and up to what."""
    one = _profiles()[name]

    assert one.inverse is not None
    assert (one.inverse.status, one.equality) == (status, equality)


@pytest.mark.parametrize(
    ("name", "ways"), [("Shown", 1), ("Loud", 1), ("Stage", 1), ("Scale", 2)]
)
def test_no_inverse_of_its_own(name: str, ways: int) -> None:
    """Of what goes one way; and where the arguments of a line decide."""
    one = _profiles()[name]

    assert (one.inverse, len(one.ways)) == (None, ways)


def test_domain_and_range() -> None:
    """Values that are named, types where it is a formula, and what becomes of the rest."""
    found = _profiles()
    shown = {
        name: [(way.domain, way.others, way.range) for way in found[name].ways]
        for name in ("Merged", "Cents", "Stage")
    }

    assert shown == {
        "Merged": [
            ("1, 2", "all others become 0", "10, 0"),
            ("10", "all others are refused", "1"),
        ],
        "Cents": [
            (
                "a decimal of 9 digits, 2 after the point",
                "what does not fit is refused",
                "a whole number",
            ),
            (
                "a whole number",
                "what does not fit is refused",
                "a decimal of 9 digits, 2 after the point",
            ),
        ],
        "Stage": [
            ("the first of 2 rows that matches", "all others become no value", "7, 8")
        ],
    }


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In words with the value that is lost, and as JSON."""
    (tmp_path / "m.dwmap").write_text(PROJECT)

    assert run(["prove", "-p", str(tmp_path), "--transforms"]) == CLEAN
    text = capsys.readouterr().out
    assert "Merged (value map)\n  -> takes 1, 2; all others become 0" in text
    assert "  inverse: broken: a value comes back as another\n" in text
    assert "      starts as      left = " in text
    assert run(["prove", "-p", str(tmp_path), "--transforms", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {one["name"]: one["inverse"] for one in data}["Cents"] == "proved"
