"""What the README says of environments is what happens."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from dwmap.cli.app import FINDINGS, run
from dwmap.config import read_settings
from dwmap.diagnostics import Report
from dwmap.source import SourceFile
from harness.environments import TRADE, Environment, write_project

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
SECTION = README.partition("### Environments")[2].partition("\n## ")[0]


def test_its_settings_are_read() -> None:
    """All of them, but for the address that nobody can know."""
    text = SECTION.partition("```toml\n")[2].partition("```")[0]
    text = text.replace("https://…", "https://link.example")
    report = Report()

    config = read_settings(SourceFile("dwmap.toml", text), "x", report)
    assert [one.message for one in report] == []
    assert tomllib.loads(text)["environments"].keys() == config.environments.keys()


def test_its_report_is_printed(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key, a company, a state and a line are otherwise."""

    def edit(link: dict[str, Any]) -> None:
        link["keys"]["accounts"] = ["number", "name"]
        link["entities"][0]["detail"]["state"] = "5"

    environment.link(edit)
    environment.change(
        "groups - Customer groups", lambda leg: leg["fieldMappings"].pop(1)
    )
    settings = environment.settings(companies=["USMF", "DEMF"], state="running")
    project = write_project(tmp_path, TRADE, settings)

    assert run(["verify", "test", str(project)]) == FINDINGS
    shown = SECTION.partition("<!-- verify -->")[2].partition("```\n")[2]
    assert shown.partition("```")[0] == capsys.readouterr().out
