"""What `[diff]` in dwmap.toml and the options of `dwmap diff` decide: the base, classes, what is new, how long it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.test_diff import SPEC, edit, project
from dwmap.changes.model import Weight
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run
from dwmap.config import CLASSES
from harness.repositories import commit, git

__all__ = ["project"]

SETTINGS = """\
name = "maps"
[diff]
base = "released"
fail-on = "bad"
rows-per-minute = "many"
sevrity = 1
[diff.severity]
line-removd = "note"
lines = "error"
line-added = "note"
"""
SAID = """\
4:1 `fail-on` cannot be `bad` (write one of safe, note, caution, breaking, destructive, never)
5:1 `rows-per-minute` is a number of rows (write `100`)
6:1 no setting is called `sevrity` in `[diff]` (did you mean `severity`?)
8:1 no change rule and no topic of them is called `line-removd` (did you mean `line-removed` or `field-removed`?)
9:1 `lines` cannot be `error` (write one of safe, note, caution, breaking, destructive)
"""


def test_classes_are_those_of_findings() -> None:
    """The settings name them before anything of a diff is loaded."""
    assert [one.word for one in Weight] == list(CLASSES)


def test_every_mistake_has_its_place(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As those of every other table."""
    git(project, "branch", "released")
    (project / "dwmap.toml").write_text(SETTINGS)

    run(["diff", "--format", "json"])

    said = capsys.readouterr().err
    for line in SAID.splitlines():
        place, _, rest = line.partition(" ")
        message, _, help = rest.removesuffix(")").partition(" (")
        assert message in said
        assert help in said
        assert f"dwmap.toml:{place}" in said


def test_the_base_of_the_settings(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In place of the default branch; `--against` outranks it."""
    git(project, "branch", "released")
    edit(project, "  Name  =   name\n", "")
    (project / "dwmap.toml").write_text('name = "maps"\n[diff]\nbase = "released"\n')
    commit(project)

    assert run(["diff"]) == FINDINGS
    assert "released" in capsys.readouterr().out
    assert run(["diff", "--against", "main"]) == CLEAN


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ('fail-on = "destructive"', CLEAN),
        ('fail-on = "never"', CLEAN),
        ('[diff.severity]\nline-removed = "note"', CLEAN),
        ('[diff.severity]\nlines = "note"', CLEAN),
        ('[diff.severity]\nlines = "note"\nline-removed = "destructive"', FINDINGS),
        ('fail-on = "destructive"\n[diff.severity]\nlines = "destructive"', FINDINGS),
    ],
)
def test_what_fails(
    project: Path, given: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rule outranks its topic, the command line outranks the settings; the report says what was changed."""
    edit(project, "  Name  =   name\n", "")
    (project / "dwmap.toml").write_text(f'name = "maps"\n[diff]\n{given}\n')

    assert run(["diff"]) == code
    said = capsys.readouterr().out
    assert ("by itself; dwmap.toml says" in said) == ("severity" in given)
    assert run(["diff", "--fail-on", "note"]) == FINDINGS
    assert run(["diff", "--fail-on", "never"]) == CLEAN


def test_only_what_is_new(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the change did at an earlier commit is counted and not told; the plan has all of it."""
    git(project, "checkout", "-q", "-b", "feature")
    edit(project, "  Name  =   name\n", "")
    commit(project)
    edit(project, '"B" = 2', '"B" = 3')

    assert run(["diff", "--since", "HEAD", "--format", "json"]) == FINDINGS
    data = json.loads(capsys.readouterr().out)
    assert [one["rule"] for one in data["findings"]] == ["entry-changed"]
    run(["diff", "--since", "HEAD"])
    said = capsys.readouterr().out
    assert "1 change is not new; without `--since` they are listed" in said
    assert run(["diff", "--since", "nowhere"]) == CANNOT

    commit(project)
    assert run(["diff", "--since", "HEAD"]) == CLEAN


def test_what_is_missing_is_fetched(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command is printed; with `--fetch` it is run."""
    git(project, "checkout", "-q", "-b", "feature")
    edit(project, '"B" = 2', '"B" = 3')
    commit(project)
    clone = project.parent / "clone"
    git(
        *(project.parent, "clone", "-q", "--depth", "1", "--branch", "feature"),
        *(project.as_uri(), str(clone)),
    )
    monkeypatch.chdir(clone)

    assert run(["diff", "--against", "origin/main"]) == CANNOT
    said = capsys.readouterr().err
    assert "git fetch --unshallow origin main:refs/remotes/origin/main" in said
    assert run(["diff", "--against", "origin/main", "--fetch"]) == FINDINGS
    assert "entry-changed" in capsys.readouterr().out


def test_the_estimate(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From declared volumes; an entity without one is named."""
    edit(project, '"B" = 2', '"B" = 3')
    settings = (
        'name = "maps"\n[volumes]\n"fo.A" = 60000\n[diff]\nrows-per-minute = 200\n'
    )
    (project / "dwmap.toml").write_text(settings)

    run(["plan"])

    assert "60,000 rows, 5 hours at 200 a minute" in capsys.readouterr().out


def test_lineage_and_records_of_the_comment(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What of which record comes out otherwise, and the arrows that are new and gone."""
    samples = '\nsamples fo "a.csv" for M\n'
    (project / "a.dwmap").write_text(SPEC + samples)
    (project / "a.csv").write_text("Id,Kind,Name\n1,B,Bob\n2,A,Ann\n")
    commit(project)
    edit(project, "Name  =   name", "Id  >   name")

    run(["diff", "--format", "markdown"])

    said = capsys.readouterr().out
    assert "```mermaid\nflowchart LR\n" in said
    assert "| `a.csv:2` |" in said or "a.csv:2" in said
    assert "==>" in said
    assert "-.->" in said


def test_the_change_log(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, as JSON, or into a file; a committed record is the example."""
    (project / "a.dwmap").write_text(SPEC + '\nsamples fo "a.csv" for M\n')
    (project / "a.csv").write_text("Id,Kind,Name\n1,B,Bob\n")
    commit(project)
    edit(project, '"B" = 2', '"B" = 3')

    assert run(["changelog"]) == CLEAN
    said = capsys.readouterr().out
    assert 'For example Id "1": kind 2, now 3.' in said
    assert run(["changelog", "--format", "json"]) == CLEAN
    (solution,) = json.loads(capsys.readouterr().out)["solutions"]
    assert [one["map"] for one in solution["maps"]] == ["M"]
    assert run(["changelog", "-o", "CHANGES.md"]) == CLEAN
    assert (project / "CHANGES.md").read_text() == said
