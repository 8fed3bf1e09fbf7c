"""How much of each map could be checked by type, and why not the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, run
from dwmap.diagnostics import Report
from dwmap.driver import compile_sources
from dwmap.project import load_project
from dwmap.prove.summary import count_typed
from harness.golden import ROOT

SPEC = """
entity fo.A {
  Id     string(5)
  Name   string(20)
  Open   any
  Guess  string(5)   inferred
  Bare
}
entity ce.b {
  integration key id
  id     string(5)
  name   string(20)
  guess  string(5)
  group  -> ce.groups
  other  -> ce.nowhere
  either -> ce.groups | ce.b
}
entity ce.groups {
  integration key code
  code string(5)
}
map Good : fo.A <-> ce.b {
  Id    =   id
  Name  =   group.code
  1     >>  undeclared_but_constant
}
map Mixed : fo.A <-> ce.b {
  Id             =   id
  Guess          =   guess
  Open           =   name
  concat(Name, Bare)  >>  nothing
  Name           =   other.code
  Id             >   either.Group(code).B(id)
}
map Open : fo.Unknown <-> ce.unknown {
  key x
  X  =  x
}
"""
TABLE = """\
map    typed  lines  declared  inferred  one side  none  why not all
Open     0 %      1         0         0         0     1  entity not declared ce.unknown (1), fo.Unknown (1)
Mixed   50 %      6         2         1         2     1  entity not declared ce.nowhere (1); field not declared in ce.b (1); `any` in fo.A (2); only inferred in fo.A (1)
Good    66 %      3         2         0         0     1  field not declared in ce.b (1)
all     50 %     10         4         1         2     3
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Three maps: one is typed but for a line, one in parts, one not at all."""
    (tmp_path / "a.dwmap").write_text(SPEC)
    return tmp_path


def test_a_line_for_each_map(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The worst first; each reason with the entities that lack it."""
    assert run(["check", str(project), "--type-coverage", "--exit-zero"]) == CLEAN
    assert capsys.readouterr().out == TABLE


def test_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for a program, with every reason."""
    arguments = ["check", str(project), "--type-coverage", "--format", "json"]
    assert run([*arguments, "--exit-zero"]) == CLEAN
    document = json.loads(capsys.readouterr().out)

    assert [one["map"] for one in document["maps"]] == ["Open", "Mixed", "Good"]
    assert document["all"]["lines"] == 10
    assert document["maps"][2] == {
        "map": "Good",
        "percent": 66,
        "lines": 3,
        "declared": 2,
        "inferred": 0,
        "one_side": 0,
        "none": 1,
        "reasons": [{"reason": "undeclared-field", "entity": "ce.b", "lines": 1}],
    }


def test_the_summary_has_the_total(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On every run, so that a project sees it grow."""
    run(["check", str(project)])

    assert "; 10 lines, 50 % with types on both sides\n" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["sarif", "concise", "github"])
@pytest.mark.parametrize("option", ["--type-coverage", "--statistics"])
def test_counts_are_text_or_json(
    option: str, form: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other forms are for findings."""
    assert run(["check", str(project), option, "--format", form]) == CANNOT
    assert f"no counts as {form}" in capsys.readouterr().err


def test_statistics_as_json(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A row for each kind, the worst first; also into a file."""
    arguments = ["check", str(project), "--statistics", "--exit-zero", "--format"]
    run([*arguments, "json"])
    rows = json.loads(capsys.readouterr().out)["statistics"]
    run([*arguments, "text"])
    text = capsys.readouterr().out
    run([*arguments, "json", "-o", str(tmp_path / "counts.json")])

    assert rows[0].keys() == {"count", "severity", "rule"}
    assert [f"{one['count']:6}  {one['severity']:8} {one['rule']}" for one in rows] == (
        text.splitlines()
    )
    written = json.loads((tmp_path / "counts.json").read_text())
    assert written["statistics"] == rows


def test_check_and_prove_count_alike(capsys: pytest.CaptureFixture[str]) -> None:
    """One reads declarations, the other what was compiled from them."""
    arguments = ["check", str(ROOT / "specs"), "--type-coverage", "--format", "json"]
    run(arguments)
    checked = json.loads(capsys.readouterr().out)["all"]
    report = Report()
    files = load_project(ROOT / "specs", report)
    project = compile_sources(files.sources, "x", report, files.config.variants)
    assert project is not None

    proved = count_typed(project)

    counts = (proved.lines, proved.declared, proved.inferred, proved.one, proved.none)
    assert counts == tuple(
        checked[name] for name in ("lines", "declared", "inferred", "one_side", "none")
    )
    reasons = {
        (one["reason"], one["entity"]): one["lines"] for one in checked["reasons"]
    }
    assert reasons == dict(proved.gaps)
