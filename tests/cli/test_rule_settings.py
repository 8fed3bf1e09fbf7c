"""`[check]` in dwmap.toml: which findings are left out, where, and how much they matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.cli.app import CLEAN, FINDINGS, run

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
def project(tmp_path: Path) -> Path:
    """A project with a warning about its key, and one about the width of a field."""
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "a.dwmap").write_text(SPEC)
    return tmp_path


def _check(
    project: Path, settings: str, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    (project / "dwmap.toml").write_text(f'name = "example"\n{settings}')
    run(["check", str(project), "--format", "concise"])
    out = capsys.readouterr().out
    return sorted(line.split(": ")[1] for line in out.splitlines())


BOTH = ["warning[narrower-target]", "warning[unkeyed-map]"]


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        ("", BOTH),
        ('[check]\nignore = ["narrower-target"]', ["warning[unkeyed-map]"]),
        ('[check]\nignore = ["keys"]', ["warning[narrower-target]"]),
        ('[check.per-file-ignores]\n"maps/**" = ["types", "keys"]', []),
        ('[check.per-file-ignores]\n"other/**" = ["types", "keys"]', BOTH),
        (
            '[check.severity]\nnarrower-target = "error"\nkeys = "note"',
            ["error[narrower-target]", "note[unkeyed-map]"],
        ),
    ],
)
def test_what_is_left(
    settings: str, left: list[str], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By name, by topic, by path; a severity is the project's own."""
    assert _check(project, settings, capsys) == left


def test_a_raised_severity_decides_the_exit_code(project: Path) -> None:
    """So a team can forbid what others only see."""
    assert run(["check", str(project)]) == CLEAN
    (project / "dwmap.toml").write_text('[check.severity]\nunkeyed-map = "error"\n')
    assert run(["check", str(project)]) == FINDINGS


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('ignore = ["narower-target"]', "did you mean `narrower-target`?"),
        ('ignore = ["unknown-field"]', "`unknown-field` is an error"),
        ('ignore = "narrower-target"', "`ignore` is a list of names"),
        ('severity = { keys = "fatal" }', "`keys` cannot be `fatal`"),
        ("severity = 3", "`severity` is a table"),
        ("ignored = []", "no setting is called `ignored` in `[check]`"),
    ],
)
def test_a_mistake_in_the_settings_is_told(
    settings: str,
    message: str,
    project: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where it stands, and what was meant."""
    (project / "dwmap.toml").write_text(f"[check]\n{settings}\n")

    assert run(["check", str(project)]) == FINDINGS
    out = capsys.readouterr().out
    assert message in out
    assert "dwmap.toml:2:" in out
