"""An edition is frozen: a new version of dwmap finds and weighs in a project what the old one did."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run
from dwmap.diagnostics import Problem, Report, Severity, editions
from dwmap.diagnostics.rule_table import rule_rows
from dwmap.problems import load_problems
from harness.golden import CASES, Golden

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


def test_the_rules_of_an_edition(golden: Golden) -> None:
    """
    Name, severity, topic and fix of every rule, as they were when the edition was published.

    A published edition is never written anew: a new rule has `since`, another severity has `severities`.
    """
    problems = load_problems()
    tables = {
        f"{edition}.txt": "".join(
            f"{row['rule']}  {row['severity']}  {row['topic']}  {row['fix']}\n"
            for row in rule_rows(problems, edition=edition)
        )
        for edition in editions.EDITIONS
    }

    golden.check(CASES / "editions", tables, inputs=())


def test_every_edition_of_a_rule_exists() -> None:
    """A year that no edition has would never come."""
    for code, kind in load_problems().items():
        assert {kind.since, *kind.severities} <= set(editions.EDITIONS), code
        assert all(kind.since < later for later in kind.severities), code


@pytest.fixture
def next_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition 2027, which makes an error of one warning and has another for a new rule."""
    monkeypatch.setattr(editions, "EDITIONS", ("2026", "2027"))
    problems = load_problems()
    raised: Mapping[str, Severity] = {"2027": Severity.ERROR}
    monkeypatch.setattr(problems["unkeyed-map"], "severities", raised)
    monkeypatch.setattr(problems["narrower-target"], "since", "2027")


OLD = ["warning[unkeyed-map]"]
NEW = ["error[unkeyed-map]", "warning[narrower-target]"]


@pytest.mark.usefixtures("next_edition")
@pytest.mark.parametrize(
    ("settings", "found", "code"),
    [
        ('edition = "2026"', OLD, CLEAN),
        ('edition = "2027"', NEW, FINDINGS),
        ("", NEW, FINDINGS),
        ('edition = "2026"\n[check.severity]\nkeys = "note"', ["note[unkeyed-map]"], 0),
    ],
)
def test_a_project_keeps_its_edition(
    settings: str,
    found: list[str],
    code: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It meets no new rule and no other severity; one that names no edition has the newest."""
    (tmp_path / "a.dwmap").write_text(SPEC)
    (tmp_path / "dwmap.toml").write_text(f"{settings}\n")

    assert run(["check", str(tmp_path), "--format", "concise"]) == code
    out = capsys.readouterr().out
    assert sorted(line.split(": ")[1] for line in out.splitlines()) == found
    assert run(["build", str(tmp_path)]) == code


@pytest.mark.usefixtures("next_edition")
def test_an_allow_goes_by_the_edition(tmp_path: Path) -> None:
    """What is an error from an edition on cannot be accepted from there on."""
    text = SPEC.replace("ce.b {\n  Id", 'ce.b {\n  allow unkeyed-map "x"\n  Id')
    (tmp_path / "a.dwmap").write_text(text)
    (tmp_path / "dwmap.toml").write_text('edition = "2026"\n')

    assert run(["check", str(tmp_path), "--fail-on", "note"]) == CLEAN
    (tmp_path / "dwmap.toml").write_text('edition = "2027"\n')
    assert run(["check", str(tmp_path)]) == FINDINGS


@pytest.mark.usefixtures("next_edition")
def test_what_an_edition_brings(capsys: pytest.CaptureFixture[str]) -> None:
    """New rules, and other severities with what they were."""
    assert run(["rules", "--since", "2026", "--format", "json"]) == CLEAN
    rows = json.loads(capsys.readouterr().out)
    assert [(row["rule"], row["was"], row["severity"]) for row in rows] == [
        ("unkeyed-map", "warning", "error"),
        ("narrower-target", "", "warning"),
    ]

    assert run(["rules", "--since", "2026"]) == CLEAN
    text = capsys.readouterr().out
    assert "finds a record's partner. (was: warning) [DIPV1003]" in text
    assert run(["rules", "--edition", "2026", "--topic", "types"]) == CLEAN
    assert "narrower-target" not in capsys.readouterr().out
    assert run(["explain", "narrower-target"]) == CLEAN
    assert "(warning, types, since edition 2027)" in capsys.readouterr().out


def test_nothing_is_newer_than_the_newest(capsys: pytest.CaptureFixture[str]) -> None:
    """And a year without an edition is refused, in the settings, too."""
    assert run(["rules", "--since", editions.newest_edition()]) == CLEAN
    assert "Nothing has changed since edition 2026." in capsys.readouterr().out
    assert run(["rules", "--edition", "1999"]) == CANNOT
    assert "no edition `1999`" in capsys.readouterr().err


@pytest.mark.usefixtures("next_edition")
def test_settings_that_name_a_rule_of_a_later_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They would have no effect, which nobody would notice."""
    (tmp_path / "a.dwmap").write_text(SPEC)
    settings = 'edition = "2026"\n[check]\nignore = ["narrower-target"]\n'
    (tmp_path / "dwmap.toml").write_text(settings)

    assert run(["check", str(tmp_path)]) == FINDINGS
    assert "edition 2026 has no rule `narrower-target`" in capsys.readouterr().out


@pytest.mark.usefixtures("next_edition")
def test_a_new_project_names_the_newest_edition(tmp_path: Path) -> None:
    """So that it stays what it was on its first day."""
    assert run(["init", str(tmp_path / "new")]) == CLEAN
    assert 'edition = "2027"' in (tmp_path / "new" / "dwmap.toml").read_text()


def test_a_report_weighs_by_its_edition() -> None:
    """Also what was added as a finished message; what no rule stands for stays as it is."""
    kind: type[Problem] = load_problems()["unused-baseline"]

    assert kind.severity_in("2026") is Severity.NOTE
    assert kind.severity_in("2025") is None
    assert Report("2026").edition == "2026"
