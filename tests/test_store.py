"""What is remembered of a project changes nothing of what is said about it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from dwmap import checker
from dwmap.cli.app import CLEAN, FINDINGS, run
from dwmap.store import Store

TEXT = """
entity fo.A {
  Id    string(5)
  Name  string(50)
}

entity ce.b {
  integration key id
  id    string(5)
  name  string(20)
}

map M : fo.A <-> ce.b {
  Id    =  id
  Name  =  name
}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a warning, and an empty memory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "m.dwmap").write_text(TEXT)
    return folder


def _said(project: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    run(["check", str(project), *more])
    captured = capsys.readouterr()
    return captured.out + captured.err


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_the_second_time_says_the_same(
    form: str,
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without checking anything."""
    first = _said(project, capsys, "--format", form)
    monkeypatch.setattr(checker, "check_texts", None)

    assert _said(project, capsys, "--format", form) == first


def test_a_change_is_seen(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a text, and back again; a file that is new, and gone."""
    first = _said(project, capsys)
    (project / "m.dwmap").write_text(TEXT.replace("string(20)", "string(50)"))
    assert "narrower-target" not in _said(project, capsys)
    (project / "m.dwmap").write_text(TEXT)
    assert _said(project, capsys) == first
    (project / "n.dwmap").write_text("enum fo.X { A, A }")
    assert "duplicate-member" in _said(project, capsys)
    (project / "n.dwmap").unlink()
    assert _said(project, capsys) == first


def test_settings_are_seen(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that decide what is found, and those that leave it out."""
    first = _said(project, capsys)
    settings = project / "dwmap.toml"
    settings.write_text('[check]\nignore = ["narrower-target"]\n')
    assert "narrower-target" not in _said(project, capsys)
    settings.write_text('[volumes]\n"fo.A" = 900_000\n')
    assert "many-rows" in _said(project, capsys)
    settings.unlink()
    assert _said(project, capsys) == first


@pytest.mark.parametrize(
    "damage", [b"", b"no database", b"SQLite format 3\x00" + bytes(4096)]
)
def test_damage_costs_nothing_but_time(
    damage: bytes, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever lies where the memory was."""
    first = _said(project, capsys)
    for path in (project.parent / "cache" / "dwmap").glob("project-*.db"):
        path.write_bytes(damage)

    assert _said(project, capsys) == first
    with Store(project) as memory:
        memory.put(b"key", b"data")
        memory.save()
    with Store(project) as memory:
        assert memory.get(b"key") == b"data"


def test_what_was_remembered_may_be_nonsense(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read as nothing."""
    first = _said(project, capsys)
    monkeypatch.setattr(Store, "get", lambda *_: b"\x80\x05nonsense")
    monkeypatch.setattr(Store, "tree", lambda *_: None)

    assert _said(project, capsys) == first


def test_no_place_for_it(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that cannot be written to."""
    blocked = project.parent / "blocked"
    blocked.write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))

    assert "narrower-target" in _said(project, capsys)


def test_many_at_once(project: Path) -> None:
    """Processes that share the memory of a project say the same."""
    command = [sys.executable, "-m", "dwmap", "check", str(project), "--format", "json"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    said = {process.communicate()[0] for process in running}

    assert len(said) == 1
    assert {process.returncode for process in running} == {CLEAN}


def test_old_things_are_forgotten(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries that nobody asked for in a month, projects that nobody looked at in two."""
    _said(project, capsys)
    folder = project.parent / "cache" / "dwmap"
    other = folder / "project-0.db"
    other.write_bytes(b"")
    os.utime(other, (0, 0))
    (one,) = (path for path in folder.glob("project-*.db") if path != other)
    before = time.time()
    monkeypatch.setattr("dwmap.store.time.time", lambda: before + 40 * 86_400)
    (project / "m.dwmap").write_text(TEXT + "\n")
    _said(project, capsys)

    with sqlite3.connect(one) as database:
        days = {day for (day,) in database.execute("SELECT day FROM known")}
    assert len(days) == 1
    assert one.exists()
    another = project.parent / "another"
    another.mkdir()
    (another / "m.dwmap").write_text(TEXT)
    assert run(["check", str(another), "--fail-on", "warning"]) == FINDINGS
    assert not other.exists()
