"""`dwmap check --watch`: the same findings as a check of its own, after each change, until Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dwmap.checker import Checker
from dwmap.cli.app import CANNOT, run
from dwmap.diagnostics import Report
from dwmap.diagnostics.render import render_all
from dwmap.project import load_project
from dwmap.prove.known import KnownOutcomes
from harness.projects import check_text

TEXT = """
enum fo.K { One, Two }

entity fo.A {
  Id    string(5)
  Kind  K?
  Size  int
}

entity ce.b {
  integration key id
  id    string(5)
  kind  int?
  size  int
}

valuemap V : fo.K <-> int {
  One = 1
  Two = 2
}

transform Turn(value: int) -> int {
  forward  -value
  backward -value
}

map M : fo.A <-> ce.b {
  Id    =   id
  Kind  ><  kind  : V
  Size  ><  size  : Turn
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A sound project of two files."""
    folder = tmp_path / "specs"
    folder.mkdir()
    declared, _, mapped = TEXT.partition("map M")
    (folder / "declared.dwmap").write_text(declared)
    (folder / "map.dwmap").write_text(f"map M{mapped}")
    return folder


@pytest.fixture
def watching(project: Path) -> Iterator[subprocess.Popen[str]]:
    """A watch of the project, which has checked it once."""
    command = [sys.executable, "-m", "dwmap", "check", "--watch", str(project)]
    process = subprocess.Popen(
        command,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        # What a shell starts in the background ignores Ctrl-C, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _said(process: subprocess.Popen[str]) -> str:
    """What it prints until it waits."""
    assert process.stdout is not None
    lines: list[str] = []
    while not re.match(r"\d\d:\d\d:\d\d: .* waiting for changes", "".join(lines[-1:])):
        line = process.stdout.readline()
        assert line, "it ended: " + "".join(lines)
        lines.append(line)
    return "".join(lines)


def test_it_checks_after_each_change(
    watching: subprocess.Popen[str], project: Path
) -> None:
    """Of any file, also one that comes or goes, and ends well."""
    assert "nothing to report" in _said(watching)

    text = (project / "map.dwmap").read_text()
    (project / "map.dwmap").write_text(text.replace("kind  : V", "knid  : V"))
    assert "did you mean `kind`?" in _said(watching)

    (project / "map.dwmap").write_text(text)
    assert "nothing to report" in _said(watching)

    (project / "more.dwmap").write_text("map M : fo.A <-> ce.b {\n}\n")
    assert "[duplicate-declaration]" in _said(watching)

    (project / "more.dwmap").unlink()
    assert "nothing to report" in _said(watching)

    (project / "dwmap.toml").write_text("nmae = 1\n")
    assert "did you mean `name`?" in _said(watching)

    watching.send_signal(signal.SIGINT)
    assert watching.wait(20) == 0


VERSIONS = [
    TEXT,
    TEXT.replace("backward -value", "backward value"),  # of the same line
    TEXT.replace("Kind  ><  kind  : V", "Kin  ><  kind  : V"),
    TEXT.replace("size  int", "size  int?").replace("size  : Turn", "nosize  : Turn"),
    TEXT.replace("map M", "mpa M"),
    TEXT,
]


def test_a_checker_says_what_a_new_one_says(project: Path) -> None:
    """Nothing that is kept between two versions outlives what it depends on."""
    (project / "map.dwmap").unlink()
    checker = Checker(KnownOutcomes())
    seen = set()
    for text in VERSIONS:
        (project / "declared.dwmap").write_text(text)

        kept = checker.check(load_project(project, Report())).found
        checker.warm_up()

        assert render_all(kept) == render_all(check_text(text, path="declared.dwmap"))
        seen.add(tuple(one.code for one in kept))
    assert len(seen) == len(VERSIONS) - 1


@pytest.mark.parametrize("more", [["--fix"], ["--diff"], ["--write-baseline", "x"]])
def test_what_writes_is_not_done_again_and_again(
    more: list[str], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An option that would write files while they are written is refused."""
    assert run(["check", str(project), "--watch", *more]) == CANNOT
    assert "--watch shows findings" in capsys.readouterr().err


def test_standard_input_is_not_watched(capsys: pytest.CaptureFixture[str]) -> None:
    """It does not change."""
    assert run(["check", "-", "--watch"]) == CANNOT
    assert "give a folder" in capsys.readouterr().err
