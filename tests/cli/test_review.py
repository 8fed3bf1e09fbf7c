"""The scripts of the GitHub action, run on a repository of their own against recorded events."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli.test_diff import SPEC
from harness.golden import CASES, ROOT
from harness.repositories import commit, git

REVIEW = ROOT / ".ci" / "review"
MARK = "<!-- dwmap:diff -->"
GH = """\
#!/usr/bin/env bash
# Notes what it was asked, and knows one comment if a file says so.
printf '%s\\n' "$*" >>"$ASKED"
case "$*" in
    *--paginate*) cat "$KNOWN" 2>/dev/null || true ;;
    *) exit "${GH_EXIT:-0}" ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A shallow clone of a branch that changes a code, as a checkout in CI is."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(origin))
    (origin / "dwmap.toml").write_text('name = "maps"\n[build]\nout = "out"\n')
    (origin / "a.dwmap").write_text(SPEC)
    dwmap(origin, "fmt")
    dwmap(origin, "build")
    commit(origin)
    git(origin, "checkout", "--quiet", "-b", "feature")
    text = (origin / "a.dwmap").read_text()
    (origin / "a.dwmap").write_text(text.replace('"B" = 2', '"B" = 3'))
    dwmap(origin, "build")
    commit(origin)
    git(
        *(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", "feature"),
        *(origin.as_uri(), str(clone)),
    )
    return clone


def script(
    what: str, folder: Path, variables: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """A script of the action, with `dwmap` on the path."""
    return _run([str(REVIEW / what)], folder, variables)


def dwmap(folder: Path, *words: str) -> None:
    """A command that must end well, whatever the branch is compared with."""
    done = _run([sys.executable, "-m", "dwmap", *words], folder, {})
    assert done.returncode == 0, done.stderr


def _run(
    command: list[str], folder: Path, variables: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_whole_review(clone: Path, tmp_path: Path) -> None:
    """The base is fetched, everything runs, the report is in the summary; the change fails until it is approved."""
    variables = {
        "GITHUB_BASE_REF": "main",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "DWMAP_REPORT": str(tmp_path / "report.md"),
    }

    assert script("base", clone, variables).returncode == 0
    done = script("run", clone, variables)

    assert done.returncode == 1, done.stderr
    assert "failed: diff\n" in done.stderr
    assert re.search(r"^::error .*title=dwmap entry-changed", done.stdout, re.M)
    report = (tmp_path / "report.md").read_text()
    assert report.startswith(f"{MARK}\n### dwmap: destructive")
    assert (tmp_path / "summary.md").read_text() == report
    found = re.search(r"dwmap approve (\w+)", report)
    assert found is not None
    against = ("--against", "origin/main")
    dwmap(clone, "approve", found[1], "--reason", "agreed", *against)
    assert script("run", clone, variables).returncode == 0


@pytest.mark.parametrize(
    ("event", "known", "asked"),
    [
        ("pull_request", "", "--method POST repos/contoso/maps/issues/7/comments"),
        (
            "pull_request",
            "42\n43\n",
            "--method PATCH repos/contoso/maps/issues/comments/42",
        ),
        ("push", "", ""),
    ],
)
def test_the_comment(tmp_path: Path, event: str, known: str, asked: str) -> None:
    """One comment a pull request, written again by its mark; none without a pull request."""
    done, calls = _comment(tmp_path, event, known)

    assert done.returncode == 0, done.stderr
    assert (asked in calls) if asked else calls == ""


def test_a_token_that_may_not_write(tmp_path: Path) -> None:
    """As in a pull request from a fork: told, and no failure."""
    done, _ = _comment(tmp_path, "pull_request", "", GH_EXIT="1")

    assert done.returncode == 0
    assert done.stdout.startswith("::notice title=dwmap::")


def _comment(
    tmp_path: Path, event: str, known: str, **more: str
) -> tuple[subprocess.CompletedProcess[str], str]:
    """The script with a `gh` that only notes what it is asked."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gh").write_text(GH)
    (tmp_path / "bin" / "gh").chmod(0o755)
    (tmp_path / "known").write_text(known)
    (tmp_path / "report.md").write_text(f"{MARK}\n### dwmap: no change\n")
    variables = {
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "ASKED": str(tmp_path / "asked"),
        "KNOWN": str(tmp_path / "known"),
        "DWMAP_REPORT": str(tmp_path / "report.md"),
        "GITHUB_EVENT_PATH": str(CASES / "events" / f"{event}.json"),
        "GITHUB_REPOSITORY": "contoso/maps",
        **more,
    }
    done = script("comment", tmp_path, variables)
    asked = tmp_path / "asked"
    return done, asked.read_text() if asked.exists() else ""
