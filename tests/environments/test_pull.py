"""What is pulled says what the environment holds: it is written as an import writes, and verifies without drift."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run
from dwmap.diagnostics import Report
from dwmap.driver import compile_sources
from dwmap.project import load_project
from harness.environments import MAPS, TRADE, Environment, deployed


def _settings(environment: Environment, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    text = environment.settings(companies=["USMF"], state="running")
    (folder / "dwmap.toml").write_text(f'name = "trade"\n{text}')
    return folder


def _pull(folder: Path, *arguments: str) -> int:
    return run(["pull", "test", "--out", str(folder), *arguments])


def test_pull_then_verify_finds_nothing(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Maps, keys, option sets and alternate keys come along, in a form that needs no formatting."""
    specs = _settings(environment, tmp_path / "specs")

    assert _pull(specs) == CLEAN
    capsys.readouterr()
    assert run(["fmt", "--check", str(specs)]) == CLEAN
    capsys.readouterr()
    assert run(["verify", "test", str(specs), "--format", "json"]) == CLEAN
    assert json.loads(capsys.readouterr().out)["findings"] == []
    accounts = (specs / "entities/ce/accounts.dwmap").read_text()
    assert "integration key number" in accounts
    assert "-> ce.groups" in accounts
    assert "publisher contoso" in (specs / "solution.dwmap").read_text()
    assert (
        "alternate key by_code_name" in (specs / "entities/ce/groups.dwmap").read_text()
    )


def test_pulling_again_changes_nothing(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same environment, the same bytes."""
    specs = _settings(environment, tmp_path / "specs")
    assert _pull(specs) == CLEAN
    before = {one: one.read_bytes() for one in specs.rglob("*") if one.is_file()}
    capsys.readouterr()

    assert _pull(specs) == CLEAN
    assert "0 of " in capsys.readouterr().out
    assert before == {
        one: one.read_bytes() for one in specs.rglob("*") if one.is_file()
    }


def test_what_is_there_and_differs_is_kept(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless it is to be overwritten; a dry run writes nothing at all."""
    specs = _settings(environment, tmp_path / "specs")
    assert _pull(specs, "--dry-run") == CLEAN
    assert [one.name for one in specs.iterdir()] == ["dwmap.toml"]
    assert _pull(specs) == CLEAN
    changed = specs / "Customers_accounts.dwmap"
    changed = next(specs.glob("*accounts*.dwmap"))
    changed.write_text("// mine\n")
    capsys.readouterr()

    assert _pull(specs) == CANNOT
    assert changed.name in capsys.readouterr().err
    assert changed.read_text() == "// mine\n"
    assert _pull(specs, "--force") == CLEAN
    assert changed.read_text() != "// mine\n"


@pytest.mark.parametrize(
    ("arguments", "maps"),
    [
        (["--maps", "*groups*"], {"groups"}),
        (["--maps", "Customers V3"], {"accounts", "contacts"}),
        (["--solution", "trade"], {"accounts", "contacts", "groups"}),
    ],
)
def test_some_of_the_maps(
    environment: Environment, tmp_path: Path, arguments: list[str], maps: set[str]
) -> None:
    """By the name that is shown, by an entity, by their solution."""
    specs = _settings(environment, tmp_path / "specs")

    assert _pull(specs, *arguments) == CLEAN
    found = {one.stem.rpartition("_")[2] for one in specs.glob("*_*.dwmap")}
    assert found == maps


def test_maps_that_are_not_there(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that fits none is told, with what there is."""
    specs = _settings(environment, tmp_path / "specs")

    assert _pull(specs, "--maps", "leads") == CANNOT
    assert (
        "has no map of leads; its solutions with maps are Trade"
        in capsys.readouterr().err
    )


def test_a_map_that_cannot_be_read_is_named(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are pulled; the exit code says that it is not all, unless others were wanted."""
    specs = _settings(environment, tmp_path / "specs")
    [row, *_] = environment.rows("msdyn_dualwriteentitymaps")
    environment.patch(row, msdyn_mapping="{broken")

    assert _pull(specs) == FINDINGS
    told = capsys.readouterr().err
    assert f"Not read: the map {row['msdyn_displayname']}: this is no JSON" in told
    left = environment.rows("msdyn_dualwriteentitymaps")[-1]["msdyn_displayname"]
    assert _pull(specs, "--maps", left, "--dry-run") == CLEAN


def test_of_several_versions_the_active_one(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A version that was parked under a high number is left there, and counted."""
    row = environment.row_of("accounts - Customers V3")
    names = ("msdyn_name", "msdyn_displayname", "msdyn_mapping")
    body = {name: row[name] for name in names} | {"msdyn_version": "9.9.9.9"}
    environment.dataverse.post(MAPS, json=body).raise_for_status()
    specs = _settings(environment, tmp_path / "specs")

    assert _pull(specs) == CLEAN
    assert "1 other version was left there" in capsys.readouterr().err
    (text,) = (one.read_text() for one in specs.glob("*accounts*.dwmap"))
    assert "1.0.0.4" in text


@pytest.mark.parametrize("arguments", [[], ["--force"], ["--diff"]])
def test_what_the_specs_declare_elsewhere_is_not_declared_twice(
    environment: Environment,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    """Specs of another layout are left as they are; files of a folder that is no project are nobody's."""
    specs = _settings(environment, tmp_path / "specs")
    (specs / "trade.dwmap").write_text(TRADE)
    (specs / "notes.dwmap").write_text("// map Groups_groups\n")
    before = sorted(specs.rglob("*"))

    assert _pull(specs, *arguments) == (CLEAN if "--diff" in arguments else CANNOT)
    told = capsys.readouterr().err
    assert "solution Trade in " in told
    assert "\nNothing was written: import into a folder outside" in told
    assert "notes.dwmap" not in told
    assert sorted(specs.rglob("*")) == before
    other = _settings(environment, tmp_path / "other")
    capsys.readouterr()
    assert _pull(other) == CLEAN
    assert "Nothing was written" not in capsys.readouterr().err


@pytest.mark.slow
def test_the_published_maps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All 111 of them: what was pulled is no drift, and neither is what it was pulled from."""
    specs = Path(__file__).parents[2] / "specs"
    files = load_project(specs, Report())
    project = compile_sources(files.sources, "dual_write", Report())
    assert project is not None
    with deployed(project) as environment:
        pulled = _settings(environment, tmp_path / "specs")
        assert _pull(pulled, "-q") == CLEAN
        for one in (pulled, specs):
            capsys.readouterr()
            held = ["compare", "test", str(one), "-p", str(pulled), "--format", "json"]
            assert run(held) == CLEAN
            found = json.loads(capsys.readouterr().out)["findings"]
            assert [one["message"] for one in found] == []


def test_where_environments_are_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the settings of where the specs go, and the message says which these are."""
    out = tmp_path / "specs"

    assert _pull(out) == CANNOT
    assert f"the dwmap.toml of {out} has none" in capsys.readouterr().err
