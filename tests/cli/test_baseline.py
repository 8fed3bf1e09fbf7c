"""A baseline hides what a project starts with, and nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run

SPEC = """
entity fo.A {
  Id    string(5)
  Name  string(50)?
}
entity ce.b {
  id    string(5)
  name  string(20)?
}
map M : fo.A <-> ce.b {
  Id    =  id
  Name  =  name
}
"""


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project with two warnings, and a baseline of both."""
    (tmp_path / "a.dwmap").write_text(SPEC)
    (tmp_path / "dwmap.toml").write_text('[check]\nbaseline = "known.txt"\n')
    known = str(tmp_path / "known.txt")
    assert run(["check", str(tmp_path), "--write-baseline", known]) == CLEAN
    assert "2 findings in" in capsys.readouterr().err
    return tmp_path


def test_it_is_a_line_for_each_finding(project: Path) -> None:
    """For a reviewer: which rule, where, what."""
    lines = (project / "known.txt").read_text().splitlines()

    assert lines[0].startswith("# ")
    assert [line.split("  ")[1:3] for line in lines[1:]] == [
        ["unkeyed-map", "a.dwmap"],
        ["narrower-target", "a.dwmap"],
    ]


def test_what_is_known_is_not_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever it has moved to."""
    (project / "a.dwmap").write_text("// one line more\n" + SPEC)

    assert run(["check", str(project), "--fail-on", "warning"]) == CLEAN
    out, err = capsys.readouterr()
    assert out == ""
    assert "2 known findings" in err


def test_what_is_new_is_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where it is like a known one."""
    more = SPEC + SPEC.replace("fo.A", "fo.C").replace("ce.b", "ce.d").replace("M", "N")
    (project / "a.dwmap").write_text(more)

    assert run(["check", str(project), "--fail-on", "warning"]) == FINDINGS
    assert capsys.readouterr().out.count("warning[") == 2


def test_what_is_gone_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At its line, so that it can be taken out."""
    (project / "a.dwmap").write_text(SPEC.replace("string(20)", "string(50)"))

    assert run(["check", str(project)]) == CLEAN
    out = capsys.readouterr().out
    assert "note[unused-baseline]: this finding is gone" in out
    assert "known.txt:3:1" in out


def test_an_error_is_never_hidden(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not written into the file, and no line stands for one."""
    (project / "a.dwmap").write_text(SPEC + "map B : fo.A <-> ce.b { nothing here }\n")
    known = str(project / "known.txt")

    run(["check", str(project), "--write-baseline", known])
    capsys.readouterr()
    assert run(["check", str(project)]) == FINDINGS
    assert "error[" in capsys.readouterr().out


def test_a_missing_file_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rather than taken for an empty one."""
    (project / "known.txt").unlink()

    assert run(["check", str(project)]) == CANNOT
    assert "known.txt" in capsys.readouterr().err
