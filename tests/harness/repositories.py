"""Git repositories with a project in a folder: what `--changed-since` is tried on."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from dwmap.cli.app import CLEAN, FINDINGS, run

ENTITIES = """\
entity fo.A {
  Id    string(5)
  Name  string(50)
  Memo  string(50)
}

entity ce.b {
  integration key id
  id    string(5)
  name  string(20)
  memo  string(50)
}
"""
MAP = """\
map {name} : fo.A <-> ce.b {{
  Id    =  id
  Name  =  name
}}
"""


@pytest.fixture(autouse=True)
def own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own configuration, and a name to commit under."""
    for name in [one for one in os.environ if one.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.com")


def git(folder: Path, *arguments: str) -> None:
    """What a person types."""
    subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True
    )


def commit(folder: Path) -> None:
    """Commit everything that is there."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "a state")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with the project `my specs` in a folder of it, two maps of which have a warning each."""
    folder = tmp_path / "repo"
    specs = folder / "my specs"
    (specs / "mäps").mkdir(parents=True)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(folder))
    (folder / "outside.dwmap").write_text("no part of the project")
    # Two maps of one table cross, which is not what these tests are about.
    settings = 'name = "example"\n[check]\nignore = ["laws"]\n'
    (specs / "dwmap.toml").write_text(settings)
    (specs / "entities.dwmap").write_text(ENTITIES)
    (specs / "mäps" / "two maps.dwmap").write_text(
        MAP.format(name="M") + "\n" + MAP.format(name="N")
    )
    commit(folder)
    return folder


@pytest.fixture
def specs(repo: Path) -> Path:
    """The folder of the project."""
    return repo / "my specs"


def findings(
    specs: Path, capsys: pytest.CaptureFixture[str], ref: str = "main"
) -> list[str]:
    """Where findings are, as `FILE:LINE [RULE]`."""
    capsys.readouterr()
    arguments = ["check", str(specs), "--format", "concise", "--changed-since", ref]
    assert run(arguments) in (CLEAN, FINDINGS)
    out = capsys.readouterr().out
    return [
        f"{Path(path).name}:{line} {rule}"
        for path, line, rule in re.findall(
            r"^(.*?):(\d+):\d+: \w+\[([\w-]+)\]", out, re.MULTILINE
        )
    ]
