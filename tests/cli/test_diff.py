"""`dwmap diff`, `plan` and `approve` on real repositories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run
from harness.golden import ROOT
from harness.repositories import git

SPEC = """\
entity fo.A {
  Id    string(5)
  Kind  string(10)?
  Name  string(50)?
}

entity ce.b {
  integration key id
  id    string(5)
  kind  int?
  name  string(50)?
}

valuemap Kinds : string(10) <-> int {
  "A" = 1
  "B" = 2
}

map M : fo.A <-> ce.b {
  where fo Name is not blank
  Id    =   id
  Kind  ><  kind  : Kinds
  Name  =   name
}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit on `main`, which is the current folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "GITHUB_BASE_REF"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("SYSTEM_PULLREQUEST_TARGETBRANCH", raising=False)
    git(folder, "init", "-q", "-b", "main")
    (folder / "dwmap.toml").write_text('name = "maps"\n')
    (folder / "a.dwmap").write_text(SPEC)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    monkeypatch.chdir(folder)
    return folder


def edit(project: Path, old: str, new: str) -> None:
    text = (project / "a.dwmap").read_text()
    assert old in text
    (project / "a.dwmap").write_text(text.replace(old, new))


def _found(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    """The class of each rule that was found."""
    capsys.readouterr()
    run(["diff", "--format", "json", *arguments])
    data = json.loads(capsys.readouterr().out)
    return {one["rule"]: one["class"] for one in data["findings"]}


def test_nothing_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Layout, comments and files are no change."""
    text = (project / "a.dwmap").read_text()
    (project / "a.dwmap").unlink()
    (project / "sub").mkdir()
    (project / "sub" / "b.dwmap").write_text("// moved\n" + text.replace("  ", " "))

    assert run(["diff", "--fail-on", "note"]) == CLEAN
    assert set(_found(capsys)) <= {"moved"}


def test_a_change_of_the_working_tree(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Judged in each direction, with the rollout; the exit code follows the threshold."""
    edit(project, '"B" = 2', '"B" = 3')

    assert run(["diff"]) == FINDINGS
    out = capsys.readouterr().out
    assert "destructive[entry-changed]" in out
    assert 'kind = "B": 2, now 3' in out
    assert 'just the rows of fo.A where Name is not blank and Kind == "B"' in out
    assert run(["diff", "--fail-on", "never"]) == CLEAN


@pytest.mark.parametrize("against", ["main", "HEAD", "HEAD:.", "../old", "old.json"])
def test_what_it_is_compared_with(
    project: Path, against: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A ref, a folder of a commit, a folder on disk, an IR file."""
    old = project.parent / "old"
    old.mkdir()
    (old / "dwmap.toml").write_text('name = "maps"\n')
    (old / "a.dwmap").write_text(SPEC)
    assert run(["export", "ir", "-o", "old.json"]) == CLEAN
    edit(project, "  Name  =   name\n", "")

    assert _found(capsys, "--against", against) == {"line-removed": "breaking"}


def test_two_commits(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a bare clone, too, where there is no working tree."""
    edit(project, "Name  =   name", "Name  >   name")
    git(project, "commit", "-q", "-am", "second")
    wanted = {"direction-narrowed": "breaking"}
    arguments = ("--against", "HEAD~1", "--head", "HEAD")

    assert _found(capsys, *arguments) == wanted
    bare = project.parent / "bare.git"
    git(project, "clone", "-q", "--bare", ".", str(bare))
    assert _found(capsys, *arguments, str(bare)) == wanted


def test_a_branch_is_compared_with_where_it_began(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What happened on the default branch since is no change of the branch."""
    git(project, "checkout", "-q", "-b", "feature")
    edit(project, '"B" = 2', '"B" = 2\n  "C" = 3')
    git(project, "commit", "-q", "-am", "mine")
    git(project, "checkout", "-q", "main")
    edit(project, "  Name  =   name\n", "")
    git(project, "commit", "-q", "-am", "theirs")
    git(project, "checkout", "-q", "feature")

    assert _found(capsys) == {"entry-added": "caution"}
    assert "line-added" in _found(capsys, "--no-merge-base")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--against", "nowhere"], "git knows no commit `nowhere`"),
        (["--against", "--help-me"], "git knows no commit `--help-me`"),
        (["--against", "HEAD:nowhere"], "git has no folder `nowhere`"),
        (["--against", "broken.json"], "broken.json is no IR file"),
        (["--against", "gone.json"], "gone.json: No such file"),
    ],
)
def test_what_cannot_be_compared(
    project: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that says why."""
    (project / "broken.json").write_text('{"version"')

    assert run(["diff", *arguments]) == CANNOT
    assert said in capsys.readouterr().err


def test_a_side_that_does_not_compile(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The new one is a finding, the old one cannot be compared with."""
    edit(project, ": Kinds", ": Kind")
    assert run(["diff"]) == FINDINGS
    assert "the working tree has errors" in capsys.readouterr().err

    git(project, "commit", "-q", "-am", "broken")
    edit(project, ": Kind", ": Kinds")
    assert run(["diff"]) == CANNOT
    assert "main has errors" in capsys.readouterr().err


def test_an_old_example_may_be_wrong_by_now(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is left out, and that is said; in the new state it is an error like any other."""
    wrong = '\nexample "old" for M {\n  put fo { Id "1"  Kindd "A" }\n}\n'
    (project / "a.dwmap").write_text(SPEC + wrong)
    git(project, "commit", "-q", "-am", "wrong")
    (project / "a.dwmap").write_text(SPEC)

    assert run(["diff"]) == CLEAN
    said = capsys.readouterr().out
    assert "without an example of then that would be an error today" in said
    git(project, "commit", "-q", "-am", "right")
    (project / "a.dwmap").write_text(SPEC + wrong)
    assert run(["diff"]) == FINDINGS


def test_approvals(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding names its fingerprint; once it is approved the diff passes, and says so."""
    edit(project, "  Name  =   name\n", "")
    run(["diff", "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    name = finding["fingerprint"]

    assert run(["approve", "000000000000", "--reason", "x"]) == CANNOT
    assert run(["approve", name, "--reason", "nobody reads it"]) == CLEAN
    assert (project / "approvals.toml").read_text().count(name) == 1
    assert run(["diff"]) == CLEAN
    assert "1 change is approved" in capsys.readouterr().out

    edit(project, "  Id    =   id\n", "  Id    =   id\n  Name  =   name\n")
    assert run(["diff"]) == CLEAN
    assert "unused-approval" in capsys.readouterr().err


@pytest.mark.parametrize(
    "form", ["concise", "github", "gitlab", "junit", "markdown", "sarif"]
)
def test_every_form_names_the_change(
    project: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its place where the form has places."""
    edit(project, "  Name  =   name\n", "")

    assert run(["diff", "--format", form]) == FINDINGS
    out = capsys.readouterr().out
    assert "line-removed" in out
    assert ("dwmap approve" in out) == (form not in ("concise", "gitlab"))


def test_the_plan_and_the_way_back(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reverse of a change is a change with a plan of its own."""
    edit(project, '"B" = 2', '"B" = 2\n  "C" = 3')

    assert run(["plan"]) == CLEAN
    assert "bring the changed fields into line in M (entry-added)" in (
        capsys.readouterr().out
    )
    assert run(["plan", "--back", "--format", "json"]) == CLEAN
    steps = json.loads(capsys.readouterr().out)["steps"]
    assert "manual-merge" in [one["duty"] for one in steps]


def test_the_readme_shows_what_is_printed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line by line; what was compared is left out there."""
    edit(project, '"B" = 2', '"B" = 3')

    run(["diff"])

    finding, _, rollout = capsys.readouterr().out.partition("\n\n")
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"```\n{finding}\n\n" in readme
    assert f"{rollout[rollout.index('Rollout') :]}```" in readme
