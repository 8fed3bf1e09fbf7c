"""`[environments.NAME]`: every mistake is told where it stands, and a secret that stands there is not repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.cli.app import run
from dwmap.config import read_settings
from dwmap.diagnostics import Report
from dwmap.environment_settings import EnvironmentSettings, MapExpectation
from dwmap.source import SourceFile
from harness.environments import TRADE, write_project

GOOD = """\
[environments.test]
dataverse = "https://contoso.crm.dynamics.com/"
finops = "https://contoso.operations.dynamics.com"
token = "DWMAP_TOKEN_TEST"
companies = ["USMF", "DEMF"]
team = "{company} DW"
state = "running"
master = "dataverse"
alerts = ["Mail"]
order = ["A", "B"]
maps.A = { state = "stopped", version = "1.0.0.4", master = "finops" }
"""


def read(text: str) -> tuple[dict[str, EnvironmentSettings], list[str]]:
    """The environments, and what was said."""
    report = Report()
    config = read_settings(SourceFile("dwmap.toml", text), "x", report)
    said = []
    for one in report:
        place = one.primary.span.position if one.primary else None
        line = place.line if place else 0
        said.append(f"{line} {one.message} ({one.help})")
    return dict(config.environments), said


def test_everything_that_can_be_said() -> None:
    """As it is read."""
    environments, said = read(GOOD)

    found = environments["test"]
    assert said == []
    assert found.dataverse == "https://contoso.crm.dynamics.com"
    assert (found.companies, found.team) == (("USMF", "DEMF"), "{company} DW")
    assert found.expected("A") == MapExpectation("stopped", "1.0.0.4", "finops")
    assert found.expected("B") == MapExpectation("running", master="dataverse")
    assert (found.alerts, found.master) == (("Mail",), "dataverse")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("datavers = 3", "no setting is called `datavers` in `[environments.test]`"),
        ('link = "ftp://x.example"', "`link` is no URL of https"),
        ('link = "http://x.example"', "`link` is http, which is for localhost only"),
        ('link = "https://x:y@x.example"', "`link` must not hold credentials"),
        ('link = "https://x.example/?sig=1"', "`link` has a part behind `?` or `#`"),
        ('link = "https://[x"', "`link` is no URL"),
        ("link = 3", "`link` is a text"),
        (
            'token = "eyJ.x.y"',
            "`token` is the name of an environment variable, not a token",
        ),
        ('companies = "USMF"', "`companies` is a list of names"),
        ('state = "runing"', "`state` cannot be `runing`"),
        ("maps = 3", "`maps` is a table"),
        ("maps.A = 3", "`A` is a table"),
        ('maps.A = { version = "1" }', "`version` is a version of four numbers"),
        ('maps.A = { master = "me" }', "`master` cannot be `me`"),
        (
            'maps.A = { sate = "me" }',
            "no setting is called `sate` in `[environments.test.maps.A]`",
        ),
    ],
)
def test_a_mistake(line: str, said: str) -> None:
    """One finding, with its place and a way out."""
    text = f'[environments.test]\ndataverse = "https://x.example"\n{line}\n'

    _, found = read(text)
    assert len(found) == 1
    assert found[0].startswith(f"3 {said} (")
    assert "eyJ" not in found[0]
    assert "x:y" not in found[0]


def test_other_shapes() -> None:
    """What is no table of environments, and one without an address."""
    assert read("environments = 3")[1][0].startswith("1 `environments` is a table")
    assert read("environments.test = 3")[1][0].startswith("1 `test` is a table")
    missing = read("[environments.test]\n")[1]
    assert missing[0].startswith("1 `test` has no `dataverse`")
    odd = read('[environments."a b"]\ndataverse = "https://x.example"\n')[1]
    assert odd[0].startswith("1 `a b` cannot be the name of an environment")


@pytest.mark.parametrize("command", ["check", "verify", "push"])
def test_maps_that_are_not_there(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is expected of them would never be looked at; no environment is asked before that is mended."""
    settings = """\
[environments.test]
dataverse = "http://127.0.0.1:9"
order = ["Groups_groups", "Group_groups"]
maps.customers = { state = "running" }
"""
    project = write_project(tmp_path, TRADE, settings)
    arguments = [] if command == "check" else ["test"]

    assert run([command, *arguments, str(project)]) == 1
    told = capsys.readouterr()
    said = told.out + told.err
    assert "dwmap.toml:5:28" in said
    assert "no map is called `Group_groups`" in said
    assert "did you mean `Groups_groups`?" in said
    assert "dwmap.toml:6:6" in said
    assert "no map is called `customers`" in said
