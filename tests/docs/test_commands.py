"""`dwmap docs` and `dwmap graph` on a project on disk."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from dwmap.cli.app import run
from harness.golden import CASES


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of a case, with a second map file that can be taken away."""
    folder = tmp_path / "specs"
    folder.mkdir()
    shutil.copy(CASES / "docs" / "whole" / "input.dwmap", folder)
    (folder / "more.dwmap").write_text(
        "map Extra : fo.CustomerGroups <-> ce.msdyn_groups {\n  GroupId > msdyn_name\n}\n",
        encoding="utf-8",
    )
    return folder


def test_docs_writes_a_site_and_cleans_up(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second run writes nothing; the page of a map that is gone goes too; nothing else is touched."""
    site = tmp_path / "site"
    arguments = ["docs", str(project), "--out", str(site), "--format", "json"]

    assert run(arguments) == 0
    first = json.loads(capsys.readouterr().out)
    (site / "mine.txt").write_text("kept", encoding="utf-8")
    assert run(arguments) == 0
    second = json.loads(capsys.readouterr().out)
    (project / "more.dwmap").unlink()
    assert run(arguments) == 0
    third = json.loads(capsys.readouterr().out)

    assert first["written"] > first["pages"] > 10
    assert (second["written"], second["removed"]) == (0, 0)
    assert third["removed"] == 1
    assert not (site / "maps" / "Extra.html").exists()
    assert (site / "mine.txt").exists()


def test_graph_of_a_map_and_of_an_entity(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names are matched without case; a name that fits nothing gets an offer."""
    assert run(["graph", str(project), "--map", "customersv3_accounts"]) == 0
    assert "after CustomerGroups_groups (declared" in capsys.readouterr().out
    assert (
        run(["graph", str(project), "--entity", "ce.accounts", "--format", "dot"]) == 0
    )
    assert capsys.readouterr().out.startswith("digraph")
    assert run(["graph", str(project), "--map", "CustomersV3_acounts"]) == 2
    assert "did you mean `CustomersV3_accounts`" in capsys.readouterr().err
