"""What `--changed-since` says where git cannot say what was there."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, run
from harness.repositories import ENTITIES, MAP, commit, findings, git


def _error(folder: Path, capsys: pytest.CaptureFixture[str], ref: str = "main") -> str:
    assert run(["check", str(folder), f"--changed-since={ref}"]) == CANNOT
    return capsys.readouterr().err


def test_no_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder is named."""
    (tmp_path / "a.dwmap").write_text(ENTITIES)

    assert f"{tmp_path} is in no git repository" in _error(tmp_path, capsys)


def test_nocommit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A repository that was just made."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a.dwmap").write_text(ENTITIES)

    assert "the git repository has no commit yet" in _error(tmp_path, capsys)


def test_nogit(
    specs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not a bug of dwmap."""
    monkeypatch.setenv("PATH", "")

    assert "git is not installed" in _error(specs, capsys)


@pytest.mark.parametrize("ref", ["nowhere", "--help", "", "a b", "HEAD:nothing", "-v"])
def test_a_ref_that_git_does_not_know(
    ref: str, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is never taken for an option."""
    said = _error(specs, capsys, ref)

    assert f"git knows no commit `{ref}`; there is no remote to fetch it from" in said


def test_no_commoncommit(
    repo: Path, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two histories that have nothing to do with each other."""
    git(repo, "switch", "--quiet", "--orphan", "other")
    git(repo, "commit", "--quiet", "--allow-empty", "--message", "another beginning")
    git(repo, "switch", "--quiet", "main")

    assert "`other` and HEAD have no commit in common" in _error(specs, capsys, "other")


@pytest.fixture
def clone(repo: Path, tmp_path: Path) -> Path:
    """What a CI makes of a branch: its last commit, and nothing of the branch that it goes to."""
    git(repo, "switch", "--quiet", "--create", "feature/one")
    (repo / "my specs" / "new map.dwmap").write_text(MAP.format(name="New"))
    commit(repo)
    git(repo, "switch", "--quiet", "main")
    folder = tmp_path / "clone"
    source = repo.as_uri()
    git(
        tmp_path,
        "clone",
        "--quiet",
        "--depth=1",
        "--branch=feature/one",
        source,
        str(folder),
    )
    return folder


@pytest.mark.parametrize(
    ("ref", "line"),
    [
        ("origin/main", "git fetch --unshallow origin main:refs/remotes/origin/main"),
        ("main", "git fetch --unshallow origin main:main"),
        ("HEAD~1", "git fetch --unshallow origin"),
    ],
)
def test_a_shallow_clone(
    ref: str, line: str, clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line that is said brings what is missing."""
    specs = clone / "my specs"
    assert f"run `{line}`" in _error(specs, capsys, ref)

    git(clone, *shlex.split(line)[1:])

    assert findings(specs, capsys, ref) == ["new map.dwmap:3 narrower-target"]


def test_a_shallow_clone_that_does_not_reach_back(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both commits are there, and where they part is not."""
    git(
        clone,
        "fetch",
        "--quiet",
        "--depth=1",
        "origin",
        "main:refs/remotes/origin/main",
    )
    specs = clone / "my specs"

    said = _error(specs, capsys, "origin/main")

    assert "does not reach back to where `origin/main` and HEAD part" in said
    assert "`git fetch --unshallow origin main:refs/remotes/origin/main`" in said
