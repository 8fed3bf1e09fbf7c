"""`dwmap git` as git itself calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.test_diff import edit, project
from dwmap.cli.app import CLEAN, run
from harness.repositories import commit, git, own_git

__all__ = ["own_git", "project"]


@pytest.fixture
def drivers(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that was told to use dwmap, with `dwmap` on the path."""
    tools = tmp_path / "tools"
    tools.mkdir()
    script = tools / "dwmap"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dwmap "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    assert run(["fmt"]) == CLEAN
    assert run(["git", "setup"]) == CLEAN
    commit(project)
    return project


def _git(folder: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        ["git", "-C", str(folder), *words], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def _branches(project: Path, ours: tuple[str, str], theirs: tuple[str, str]) -> None:
    """Two branches with an edit each; the one of ours is checked out."""
    git(project, "checkout", "-q", "-b", "theirs")
    edit(project, *theirs)
    commit(project)
    git(project, "checkout", "-q", "main")
    edit(project, *ours)
    commit(project)


def test_differences_are_sentences(drivers: Path) -> None:
    """In `git diff` and `git log -p`; layout is no difference."""
    edit(drivers, "  Name  =   name\n", "  Name      >   name\n\n")

    _, said = _git(drivers, "diff", "--unified=0")

    changed = [line for line in said.splitlines() if line[:1] in "+-"][2:]
    assert changed == [
        "-map M: Name and name are kept equal",
        "+map M: name gets Name",
    ]
    commit(drivers)
    assert "+map M: name gets Name" in _git(drivers, "log", "-p", "-1")[1]


def test_a_merge_by_key(drivers: Path) -> None:
    """Two new lines in one place are a conflict for text, and none by key."""
    _branches(
        drivers,
        ("  Name  =   name\n", "  Name  =   name\n  Name  >   kind\n"),
        ("  Name  =   name\n", "  Name  =   name\n  Kind  <   name\n"),
    )

    code, said = _git(drivers, "merge", "--no-edit", "theirs")

    assert code == 0, said
    text = (drivers / "a.dwmap").read_text()
    assert text.count("Name  >   kind") == text.count("Kind  <   name") == 1
    assert run(["fmt", "--check"]) == CLEAN


def test_a_clean_text_merge_is_refused(drivers: Path) -> None:
    """Both branches give the code 3 to a value, lines apart; git says what and where."""
    _branches(
        drivers, ('"B" = 2\n', '"B" = 2\n  "C" = 3\n'), ('  "A"', '  "D" = 3\n  "A"')
    )
    files = [drivers / f"{name}.txt" for name in ("ours", "base", "theirs")]
    for file, ref in zip(files, ("main", "main~1", "theirs"), strict=True):
        file.write_text(_git(drivers, "show", f"{ref}:a.dwmap")[1])
    assert _git(drivers, "merge-file", "-p", *map(str, files))[0] == 0

    code, said = _git(drivers, "merge", "--no-edit", "theirs")

    assert code == 1
    assert 'a.dwmap: in `Kinds`, `3` would be both `"C"` and `"D"`' in said
    assert "CONFLICT" in said
    assert "<<<<<<< ours" in (drivers / "a.dwmap").read_text()


def test_what_cannot_be_read_is_merged_as_text(drivers: Path) -> None:
    """With its conflicts, and a word about it."""
    _branches(drivers, ("map M", "mapp M"), ('"B" = 2', '"B" = 4'))

    code, said = _git(drivers, "merge", "--no-edit", "theirs")

    assert code == 0
    assert "merged as text" in said
    text = (drivers / "a.dwmap").read_text()
    assert '"B" = 4' in text
    assert "mapp M" in text


def test_setup_is_taken_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Said twice it is done once; what else is in .gitattributes stays."""
    attributes = project / ".gitattributes"
    attributes.write_text("* text=auto\n")

    for _ in range(2):
        assert run(["git", "setup"]) == CLEAN
    line = "*.dwmap diff=dwmap merge=dwmap\n"
    assert attributes.read_text() == f"* text=auto\n{line}"
    assert run(["git", "setup", "--remove"]) == CLEAN
    assert attributes.read_text() == "* text=auto\n"
    assert "dwmap" not in _git(project, "config", "--local", "--list")[1]
