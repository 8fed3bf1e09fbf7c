"""`dwmap import` at the rim: what it writes, what it refuses, what it returns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dwmap.cli.app import cli

TABLE = """\
### Currencies (transactioncurrencies)

Field | Map type | Column | Default value
---|---|---|---
CURRENCYCODE | = | isocurrencycode |
"""


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A file with one good map."""
    path = tmp_path / "tables.md"
    path.write_text(TABLE, "utf-8")
    return path


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(
        cli, ["import", *map(str, arguments)], standalone_mode=False
    )


def test_it_writes_specs(tables: Path, tmp_path: Path) -> None:
    """Maps, entities and a solution; a second run has nothing to do."""
    out = tmp_path / "specs"

    first, second = _run(tables, "--out", out), _run(tables, "--out", out)

    assert first.return_value == second.return_value == 0
    assert "4 of 4 files written" in first.output
    assert "0 of 4 files written" in second.output
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*.*")) == [
        "Currencies_transactioncurrencies.dwmap",
        "entities/ce/transactioncurrencies.dwmap",
        "entities/fo/Currencies.dwmap",
        "solution.dwmap",
    ]


def test_a_dry_run_writes_nothing(tables: Path, tmp_path: Path) -> None:
    """It says what would be written."""
    result = _run(tables, "--out", tmp_path / "specs", "--dry-run")

    assert "4 of 4 files would be written" in result.output
    assert not (tmp_path / "specs").exists()


def test_files_that_differ_are_kept(tables: Path, tmp_path: Path) -> None:
    """Work done by hand is overwritten only on demand, and not in part."""
    out = tmp_path / "specs"
    _run(tables, "--out", out)
    path = out / "solution.dwmap"
    path.write_text("// mine\n", "utf-8")
    tables.write_text(TABLE + "NAME | = | currencyname |\n", "utf-8")

    refused = _run(tables, "--out", out)

    assert refused.return_value == 2
    assert "solution.dwmap (+3 -1 lines)" in refused.output
    assert "entities/ce/transactioncurrencies.dwmap (+1 -0 lines)" in refused.output
    assert path.read_text("utf-8") == "// mine\n"
    assert _run(tables, "--out", out, "--force").return_value == 0
    assert path.read_text("utf-8") != "// mine\n"


def test_differences_are_shown_on_demand(tables: Path, tmp_path: Path) -> None:
    """In files that are there; nothing is written, whatever else is asked for."""
    out = tmp_path / "specs"
    _run(tables, "--out", out)
    path = out / "Currencies_transactioncurrencies.dwmap"
    edited = path.read_text("utf-8").replace("=", ">")
    path.write_text(edited, "utf-8")
    (out / "solution.dwmap").unlink()

    shown = _run(tables, "--out", out, "--diff", "--force")
    asked = _run(tables, "--out", out, "--diff", "--format", "json")

    assert shown.return_value == 0
    assert "\n-  CURRENCYCODE  >  isocurrencycode\n+  CURRENCYCODE  =  " in shown.output
    assert "2 of 4 files would be written" in shown.output
    assert path.read_text("utf-8") == edited
    assert not (out / "solution.dwmap").exists()
    files = {one["path"]: one for one in json.loads(asked.stdout)["files"]}
    assert files[path.name]["diff"] in shown.output
    assert "diff" not in files["solution.dwmap"]


def test_lines_that_cannot_be_expressed_are_findings(
    tables: Path, tmp_path: Path
) -> None:
    """The rest is written; the exit code says that something is missing."""
    tables.write_text(TABLE + "NAME | <> | currencyname |\n", "utf-8")

    result = _run(tables, "--out", tmp_path / "specs")

    assert result.return_value == 1
    assert "unknown-map-type" in result.output
    assert (tmp_path / "specs" / "solution.dwmap").exists()


def test_json_is_for_machines(tables: Path, tmp_path: Path) -> None:
    """Counts, files and findings in one object."""
    result = _run(tables, "--out", tmp_path, "--format", "json", "--dry-run")
    content = json.loads(result.stdout)

    assert content["counts"]["maps"] == 1
    assert {one["status"] for one in content["files"]} == {"new"}
    assert [one["code"] for one in content["findings"]] == ["missing-key"]
    assert content["findings"][0]["line"] == 1


def test_a_folder_stands_for_its_tables(tables: Path, tmp_path: Path) -> None:
    """Every Markdown file in it is read."""
    result = _run(tables.parent, "--out", tmp_path / "specs", "--dry-run")

    assert result.return_value == 0


def test_no_part_of_a_file_is_left_behind(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails leaves neither half a file nor its draft."""

    def refuse(*_: object) -> None:
        raise OSError(28, "no space left on device", "specs")

    monkeypatch.setattr("os.replace", refuse)
    result = _run(tables, "--out", tmp_path / "specs")

    assert isinstance(result.exception, OSError)
    assert [p for p in (tmp_path / "specs").rglob("*") if p.is_file()] == []
