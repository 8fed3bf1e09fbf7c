"""Maps of others that a solution extends go out as versions of their own, beside the shipped ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from dwmap.cli.app import CANNOT, CLEAN, run
from harness.environments import TRADE, Environment, compiled, deployed
from harness.solutions import customizations, row_of, rows_in, zip_of

Capture = pytest.CaptureFixture[str]
OVERLAY = """solution Loyalty "Loyalty" {
  publisher northwind
  version   1.4.0.0
}

extend map Groups_groups on 1.0.0.1 {
  version 1.1.0.0
  replace Name > name
}
"""
SECOND = """solution Contoso {
  publisher contoso
  version   1.0.0.0
  requires  Loyalty 1.0
}

extend map Groups_groups on 1.1.0.0 {
  version 1.2.0.0
}
"""


def write(root: Path, **texts: str) -> Path:
    """A project with a folder for each solution."""
    for name, text in texts.items():
        (root / name).mkdir(parents=True, exist_ok=True)
        (root / name / "all.dwmap").write_text(text)
    return root


def test_the_changed_map_in_the_layer_of_who_changed_it(
    tmp_path: Path, capsys: Capture
) -> None:
    """With its publisher, the later version, and a row of its own; the maps that nobody extends stay with who ships them."""
    project = write(tmp_path / "specs", trade=TRADE, loyalty=OVERLAY)
    zips = {}
    for name in ("Trade", "Loyalty"):
        zips[name] = tmp_path / f"{name}.zip"
        arguments = ["--solution", name, "-o", str(zips[name])]
        assert run(["export", "solution", str(project), *arguments]) == CLEAN
    told = capsys.readouterr()
    assert "overlaid-map" in told.err

    shipped = {
        one["msdyn_displayname"]: one for one in rows_in(zips["Trade"].read_bytes())
    }
    (row,) = rows_in(zips["Loyalty"].read_bytes())
    base = shipped["groups - Customer groups"]
    assert row["msdyn_name"] == base["msdyn_name"]
    assert row["@msdyn_dualwriteentitymapid"] != base["@msdyn_dualwriteentitymapid"]
    assert row["msdyn_version"] == "1.1.0.0"
    (leg,) = row["msdyn_mapping"]["legs"]
    ways = {
        one["destinationField"]: one["syncDirection"] for one in leg["fieldMappings"]
    }
    assert ways == {"code": "3", "name": "1"}
    out = tmp_path / "back"
    assert run(["import", str(zips["Loyalty"]), "--out", str(out)]) == CLEAN
    assert "publisher northwind" in (out / "solution.dwmap").read_text()


def test_a_retired_map_goes_out_with_nobody(tmp_path: Path, capsys: Capture) -> None:
    """Nothing is said of the layers of what is not exported."""
    retired = TRADE.replace("version 1.0.0.1\n", "version 1.0.0.1\n  status retired\n")
    assert retired != TRADE
    project = write(tmp_path / "specs", trade=retired, loyalty=OVERLAY)

    for name in ("Trade", "Loyalty"):
        out = tmp_path / f"{name}.zip"
        arguments = ["--solution", name, "-o", str(out)]
        assert run(["export", "solution", str(project), *arguments]) == CLEAN
        told = capsys.readouterr().err
        assert "map `Groups_groups` is retired and not exported" in told
        assert "overlaid-map" not in told


def test_the_last_solution_stands_for_all(tmp_path: Path, capsys: Capture) -> None:
    """Who knows of all others exports what all of them make of a map; a solution of which another one knows does not."""
    project = write(tmp_path / "specs", trade=TRADE, loyalty=OVERLAY, contoso=SECOND)
    out = tmp_path / "out.zip"

    command = ["export", "solution", str(project), "-o", str(out), "--solution"]
    assert run([*command, "Loyalty"]) == 1
    assert (
        "changed by `Contoso`, too, of which `Loyalty` does not know"
        in capsys.readouterr().err
    )
    assert not out.exists()
    assert run([*command, "Contoso"]) == CLEAN
    (row,) = rows_in(out.read_bytes())
    assert row["msdyn_version"] == "1.2.0.0"
    assert run([*command, "Sales"]) == CANNOT
    said = "no solution `Sales` has maps, overlays of maps, or imported tables"
    assert said in capsys.readouterr().err


def test_the_way_out_names_who_knows_of_all(tmp_path: Path, capsys: Capture) -> None:
    """Not one whose export is refused, and no `requires` that would be a circle."""
    project = write(tmp_path / "specs", trade=TRADE, loyalty=OVERLAY, contoso=SECOND)
    out = tmp_path / "out.zip"

    command = ["export", "solution", str(project), "-o", str(out), "--solution"]
    assert run([*command, "Loyalty"]) == 1
    err = capsys.readouterr().err
    assert "export `Contoso`, which knows of all of them" in err
    assert "requires Contoso" not in err
    assert run([*command, "Trade"]) == CLEAN
    err = capsys.readouterr().err
    assert "is exported with what `Loyalty` and `Contoso` change\n" in err
    assert "`--solution Contoso` exports it" in err
    assert "--solution Loyalty" not in err
    assert err.count("overlaid-map") == 1
    write(project, own="extend map Groups_groups { on delete ignore }\n")
    assert run([*command, "Trade"]) == CLEAN
    assert "a solution that requires all that change it" in capsys.readouterr().err


def test_a_further_leg_of_a_row(tmp_path: Path, capsys: Capture) -> None:
    """A row has the version of its first leg, and is a version of all of its legs, whoever changes which."""
    specs = two_legs(tmp_path)
    first, second = (
        next(one.stem for one in (specs / "trade").glob(f"*_{name}.dwmap"))
        for name in ("groups", "kinds")
    )
    own = f"extend map {second} {{\n  version 9.0.0.0\n}}\n"
    write(specs, loyalty=f"solution Loyalty {{ version 1.0.0.0 }}\n{own}")
    out = tmp_path / "out.zip"

    command = ["export", "solution", str(specs), "-o", str(out), "--solution"]
    assert run([*command, "Loyalty"]) == 1
    err = capsys.readouterr().err
    assert "unversioned-overlay" in err
    assert f"extend `{first}`, the first leg of the row" in err
    assert not out.exists()
    other = f"extend map {first} {{\n  version 9.0.0.0\n}}\n"
    write(specs, rewards=f"solution Rewards {{ version 1.0.0.0 }}\n{other}")
    assert run([*command, "Loyalty"]) == 1
    assert (
        f"the row of map `{second}` is changed by `Rewards`, too"
        in capsys.readouterr().err
    )
    text = f"solution Loyalty {{\n  version 1.0.0.0\n  requires Rewards 1.0\n}}\n{own}"
    write(specs, loyalty=text)
    assert run([*command, "Loyalty"]) == CLEAN
    (made,) = rows_in(out.read_bytes())
    assert made["msdyn_version"] == "9.0.0.0"


def two_legs(tmp_path: Path) -> Path:
    """Specs of a row of two legs, imported from `Trade.zip`, which lies beside them."""
    legs = [
        {
            "sourceSchema": "Customer groups",
            "destinationSchema": name,
            "fieldMappings": [
                {"syncDirection": 3, "sourceField": "CODE", "destinationField": "code"}
            ],
            "priority": 7,
        }
        for name in ("groups", "kinds")
    ]
    row = row_of({"name": "Groups", "legs": legs})
    files = {
        "solution.xml": "<ImportExportXml><SolutionManifest><UniqueName>Trade</UniqueName>"
        "<Version>1.0.0.0</Version></SolutionManifest></ImportExportXml>",
        "customizations.xml": customizations([row]),
    }
    archive, specs = tmp_path / "Trade.zip", tmp_path / "specs"
    archive.write_bytes(zip_of(files))
    run(["import", str(archive), "--out", str(specs / "trade")])
    return specs


def test_what_is_kept_of_the_shipped_row(tmp_path: Path) -> None:
    """Its name and what nobody has described, but neither its id nor its version; all legs of it go along."""
    specs, archive = two_legs(tmp_path), tmp_path / "Trade.zip"
    name = next(one.stem for one in (specs / "trade").glob("*_groups.dwmap"))
    text = f"solution Loyalty {{ version 1.0.0.0 }}\nextend map {name} {{\n  version 9.0.0.0\n}}\n"
    write(specs, loyalty=text)
    out = tmp_path / "out.zip"

    assert (
        run(["export", "solution", str(specs), "--solution", "Loyalty", "-o", str(out)])
        == CLEAN
    )
    (base,) = rows_in(archive.read_bytes())
    (made,) = rows_in(out.read_bytes())
    assert made["msdyn_version"] == "9.0.0.0"
    assert len(made["msdyn_mapping"]["legs"]) == 2
    assert [one["priority"] for one in made["msdyn_mapping"]["legs"]] == [7, 7]
    own = ("@msdyn_dualwriteentitymapid", "msdyn_version")
    assert made["@msdyn_dualwriteentitymapid"] != base["@msdyn_dualwriteentitymapid"]
    assert {k: v for k, v in made.items() if k not in own} == {
        k: v for k, v in base.items() if k not in own
    }


def test_it_is_pushed_as_a_version_that_waits(tmp_path: Path, capsys: Capture) -> None:
    """Beside the shipped one, which runs until the new one is chosen."""
    with deployed(compiled(TRADE)) as environment:
        project = write(tmp_path / "specs", trade=TRADE, loyalty=OVERLAY)
        (project / "dwmap.toml").write_text(f'name = "trade"\n{environment.settings()}')
        command = ["push", "test", str(project), "--solution", "Loyalty", "--apply"]

        assert run(command) == CLEAN
        out = capsys.readouterr().out
        assert "Imported Loyalty 1.4.0.0" in out
        assert "stop `Groups_groups`, and choose version 1.1.0.0" in out
        assert versions(environment) == ["1.0.0.1", "1.1.0.0"]
        assert run(command) == CLEAN
        assert "Nothing to import" in capsys.readouterr().out
        verify = ["verify", "test", str(project), "--format", "json"]
        run(verify)
        found = json.loads(capsys.readouterr().out)["findings"]
        environment.link(choose)
        run(verify)
        chosen = json.loads(capsys.readouterr().out)["findings"]
    assert {"active-version-differs", "direction-narrowed"} <= {
        one["rule"] for one in found if one["map"] == "Groups_groups"
    }
    assert "version-step-missing" not in {one["rule"] for one in found}
    assert chosen == []


def choose(link: dict[str, Any]) -> None:
    """The new version is the active one."""
    (groups,) = (o for o in link["entities"] if o["rightEntity"]["name"] == "groups")
    groups["detail"]["template"]["version"] |= {"minor": 1, "revision": 0}


def versions(environment: Environment) -> list[str]:
    """Those of the map of groups that are there."""
    return sorted(
        one["msdyn_version"]
        for one in environment.rows("msdyn_dualwriteentitymaps")
        if one["msdyn_displayname"].startswith("groups")
    )
