"""`diff` between any two commits of the history of specs/: it runs, and says what can be read."""

from __future__ import annotations

import json
import subprocess
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from dwmap.cli.app import CLEAN, run
from harness.golden import ROOT

SPECS = ROOT / "specs"


def _commits() -> list[str]:
    """The commits that changed specs/, the oldest first; none where the history is not here."""
    done = subprocess.run(
        *(["git", "-C", str(ROOT), "log", "--reverse", "--format=%h", "--", "specs"],),
        capture_output=True,
        text=True,
        check=False,
    )
    shallow = (ROOT / ".git" / "shallow").exists()
    return [] if done.returncode or shallow else done.stdout.split()


COMMITS = _commits()


def _diff(before: str, after: str, path: Path) -> None:
    """There as JSON, and the way back as a comment."""
    data = json.loads(_printed(before, after, "json", path))
    for one in data["findings"]:
        assert one["message"]
        assert one["rule"] != "other-change"
        assert "object at" not in json.dumps(one)
    assert _printed(after, before, "markdown", path).count("```") % 2 == 0


def _printed(base: str, head: str, form: str, path: Path) -> str:
    command = ["diff", str(SPECS), "--against", base, "--head", head, "--format", form]
    command += ["--no-merge-base", "--fail-on", "never", "-o", str(path)]
    assert run(command) == CLEAN
    return path.read_text()


@pytest.mark.skipif(not COMMITS, reason="needs the whole history of the repository")
@pytest.mark.parametrize(("before", "after"), [*pairwise(COMMITS)])
def test_two_commits_in_a_row(before: str, after: str, tmp_path: Path) -> None:
    """What a reviewer saw of each."""
    _diff(before, after, tmp_path / "out")


@pytest.mark.long
@pytest.mark.skipif(not COMMITS, reason="needs the whole history of the repository")
@pytest.mark.parametrize(("before", "after"), [*combinations(COMMITS, 2)])
def test_any_two_commits(before: str, after: str, tmp_path: Path) -> None:
    """However far apart."""
    _diff(before, after, tmp_path / "out")
