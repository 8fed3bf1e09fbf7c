"""`dwmap prove`: what it prints, its exit codes, and the report of the published maps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run

ROOT = Path(__file__).parents[2]
MERGED = """
enum fo.Kind { Person, Robot }
entity fo.A {
  key Id
  Id    string(5)
  Kind  Kind
}
entity ce.a {
  key             aid
  integration key id
  aid   guid       readonly
  id    string(5)
  code  int?
}
valuemap V : fo.Kind <-> int {
  Person = 1
  Robot  > 1
}
map A : fo.A <-> ce.a {
  Id    =   id
  Kind  ><  code  : V
}
"""


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """A project with one broken law."""
    (tmp_path / "a.dwmap").write_text(MERGED)
    return tmp_path


def test_a_broken_law_is_a_finding(
    merged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its witness, a line a step."""
    assert run(["prove", "-p", str(merged)]) == FINDINGS
    out = capsys.readouterr().out
    assert "round-trip: Kind >< code: broken: a value comes back as another" in out
    assert '      starts as      Kind = "Robot"\n' in out
    assert '      comes back as  Kind = "Person"\n' in out


def test_an_accepted_loss_is_none(
    merged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is still shown."""
    text = MERGED.replace(": V\n", ': V  lossy "robots are persons"\n')
    (merged / "a.dwmap").write_text(text)

    assert run(["prove", "-p", str(merged)]) == CLEAN
    assert "(accepted: robots are persons)" in capsys.readouterr().out


def test_strict_asks_for_more(merged: Path) -> None:
    """A law that cannot be judged for want of types fails, too."""
    text = MERGED.replace("Robot  > 1", "").replace(
        "  code  int?", "  code  int?\n  x any"
    )
    text = text.replace("  Kind  Kind\n", "  Kind  Kind\n  X  any\n")
    (merged / "a.dwmap").write_text(
        text.replace("  Id    =   id\n", "  Id = id\n  X = x\n")
    )

    assert run(["prove", "-p", str(merged)]) == CLEAN
    assert run(["prove", "-p", str(merged), "--strict"]) == FINDINGS


def test_for_programs(merged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every verdict with its witness."""
    run(["prove", "-p", str(merged), "A.Kind", "--format", "json"])
    found = json.loads(capsys.readouterr().out)

    (trip,) = [one for one in found["verdicts"] if one["law"] == "round-trip"]
    assert trip["status"] == "broken"
    assert trip["witness"][0] == {"title": "starts as", "values": {"Kind": "Robot"}}
    assert found["summary"]["all"]["broken"] == 1


def test_an_unknown_map_is_refused(
    merged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the one that may be meant."""
    (merged / "a.dwmap").write_text(MERGED.replace("map A ", "map Accounts "))

    assert run(["prove", "-p", str(merged), "Acounts"]) == CANNOT
    assert "did you mean `Accounts`?" in capsys.readouterr().err


def test_explain_knows_the_laws(capsys: pytest.CaptureFixture[str]) -> None:
    """As it knows the findings."""
    assert run(["explain", "scope-closure"]) == CLEAN
    assert "arrives inside the filter of the other side" in capsys.readouterr().out


def test_the_report_of_the_published_maps(capsys: pytest.CaptureFixture[str]) -> None:
    """specs/LAWS.md is what `dwmap prove -p specs --format markdown` prints, under a heading."""
    run(["prove", "-p", str(ROOT / "specs"), "--format", "markdown"])
    report = (ROOT / "specs" / "LAWS.md").read_text("utf-8")

    assert report.endswith(capsys.readouterr().out)


MERGING = """
enum fo.Kind { Person, Robot }

entity fo.A {
  Number string(20)
  Kind   Kind
  Since  date
}

entity ce.b {
  integration key number
  number string(20)
  kind   int
  since  date
}

valuemap Kinds : fo.Kind <-> int {
  Person = 1
  Robot  > 1
}

map M : fo.A <-> ce.b {
  where ce since >= date "2026-01-01"

  Number  =   number
  Kind    ><  kind  : Kinds
  Since   =   since
}
"""


def test_witnesses_become_examples(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They fail as long as the law is broken, hold once it is mended, and are written once."""
    (tmp_path / "m.dwmap").write_text(MERGING)
    project, found = str(tmp_path), str(tmp_path / "found.dwmap")

    assert run(["prove", "-p", project, "--write-examples", found]) == FINDINGS
    assert "2 examples in" in capsys.readouterr().err
    assert run(["fmt", "--check", found]) == CLEAN
    assert run(["test", "-p", project]) == FINDINGS
    capsys.readouterr()
    mended = MERGING.replace("Robot  > 1", "Robot  = 2")
    mended = mended.replace('  where ce since >= date "2026-01-01"\n', "")
    (tmp_path / "m.dwmap").write_text(mended)

    assert run(["test", "-p", project]) == CLEAN
    assert run(["prove", "-p", project]) == CLEAN


def test_examples_overwrite_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is there stays as it is."""
    (tmp_path / "m.dwmap").write_text(MERGING)
    there = tmp_path / "found.dwmap"
    there.write_text("// mine\n")

    code = run(["prove", "-p", str(tmp_path), "--write-examples", str(there)])

    assert code == CANNOT
    assert "is there already" in capsys.readouterr().err
    assert there.read_text() == "// mine\n"
