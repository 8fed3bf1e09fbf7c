"""An import into a project that declares the same in other files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dwmap.cli.app import cli
from harness.solutions import customizations, row_of, zip_of

LEG = {
    "sourceSchema": "Currencies",
    "destinationSchema": "transactioncurrencies",
    "fieldMappings": [
        {"syncDirection": 3, "sourceField": "CODE", "destinationField": "isocode"}
    ],
}
MANIFEST = """<ImportExportXml><SolutionManifest><UniqueName>Money</UniqueName>
<Version>2.0.0.1</Version><Managed>0</Managed></SolutionManifest></ImportExportXml>"""
FILES = {
    "solution.xml": MANIFEST,
    "customizations.xml": customizations([row_of({"legs": [LEG]})]),
}


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments)], standalone_mode=False)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A solution with one map."""
    path = tmp_path / "Money.zip"
    path.write_bytes(zip_of(FILES))
    return path


@pytest.mark.parametrize("place", ["new", "there", ".", "deep/new"])
def test_nothing_is_declared_twice(place: str, archive: Path, tmp_path: Path) -> None:
    """Whether the folder inside the project is there or not, an import into it would break the project."""
    specs = tmp_path / "specs"
    (specs / "there").mkdir(parents=True)
    (specs / "dwmap.toml").write_text("", "utf-8")
    _run("import", archive, "--out", specs / "first")

    again = _run("import", archive, "--out", specs / place)
    as_json = _run("import", archive, "--out", specs / place, "--format", "json")

    assert again.return_value == 2
    assert "The project declares in other files already:\n  " in again.output
    assert "outside of the project" in again.output
    assert [*specs.glob(f"{place}/*.dwmap")] == []
    content = as_json.output[: as_json.output.index("\n}") + 2]
    doubles = json.loads(content)["doubles"]
    assert {"map Currencies_transactioncurrencies", "solution Money"} < {
        one["declaration"] for one in doubles
    }


def test_a_hidden_folder_is_no_part_of_the_project(
    archive: Path, tmp_path: Path
) -> None:
    """What is imported there is neither declared twice nor exported."""
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / "dwmap.toml").write_text("", "utf-8")
    _run("import", archive, "--out", specs)

    beside = _run("import", archive, "--out", specs / ".beside")
    given = _run("export", "solution", specs, "-o", tmp_path / "out.zip")

    assert (beside.return_value, given.return_value) == (0, 0), given.output


@pytest.mark.parametrize("settings", [[], ["dwmap.toml"]])
def test_a_map_that_was_renamed_in_the_specs(
    settings: list[str], archive: Path, tmp_path: Path
) -> None:
    """Imported again under its old name it would be there twice, in a project and in a folder that is none yet."""
    specs = tmp_path / "specs"
    _run("import", archive, "--out", specs)
    for name in settings:
        (specs / name).write_text("", "utf-8")
    old = specs / "Currencies_transactioncurrencies.dwmap"
    lines = old.read_text("utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("map "))
    lines[first] = lines[first].replace("Currencies_", "Own_", 1)
    lines.insert(first + 1, "  renamed from Currencies_transactioncurrencies")
    (specs / "Own.dwmap").write_text("\n".join(lines), "utf-8")
    old.unlink()

    again = _run("import", archive, "--out", specs)

    told = "  map Own_transactioncurrencies, renamed from Currencies_transactioncurrencies, in "
    assert again.return_value == 2
    assert told in again.output
    assert not old.exists()
