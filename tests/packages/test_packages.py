"""Packages of several publishers: read with the project, held against each other, never written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from dwmap.cli.app import CLEAN, FINDINGS, run
from harness.golden import CASES
from harness.repositories import commit, git, own_git

__all__ = ["own_git"]

CORE = (
    CASES / "semantic" / "overlay-conflict" / "core" / "customers.dwmap"
).read_text()
SETTINGS = """name = "shop"

[packages]
base = { path = "packages/base", version = ">=1,<3" }
loyalty = { path = "packages/loyalty" }
rewards = { path = "packages/rewards", version = ">=1.2" }
"""
LOYALTY = """solution Loyalty {
  publisher northwind
  version   1.4.0.0
}

extend map Customers on 1.0.0.0 {
  replace Memo  =  description  on null keep
  add     Tier  >  tier
}
"""
REWARDS = """solution Rewards {
  publisher fabrikam
  version   2.0.0.0
}

extend map Customers on 1.0.0.0 {
  remove  Memo
}
"""


def _manifest(name: str, version: str, **requires: str) -> str:
    table = "".join(f'{one} = "{wanted}"\n' for one, wanted in requires.items())
    return f'name = "{name}"\nversion = "{version}"\npublisher = "{name}"\n\n[requires]\n{table}'


FILES = {
    "dwmap.toml": SETTINGS,
    "own.dwmap": "enum fo.Colour { Red }\n",
    "packages/base/dwmap.package.toml": _manifest("base", "1.0.0.0"),
    "packages/base/core.dwmap": CORE,
    "packages/loyalty/dwmap.package.toml": _manifest("loyalty", "1.4", base=">=1"),
    "packages/loyalty/maps/overlay.dwmap": LOYALTY,
    "packages/rewards/dwmap.package.toml": _manifest("rewards", "2.0", base=">=1"),
    "packages/rewards/overlay.dwmap": REWARDS,
}


def _write(root: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def _found(root: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """Code and place of each finding."""
    capsys.readouterr()
    run(["check", str(root), "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    return [
        (one["code"], Path(one["primary"]["path"]).name if one["primary"] else "")
        for one in data["diagnostics"]
    ]


def _codes(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [code for code, _ in _found(root, capsys)]


MENDED = REWARDS.replace(
    "version   2.0.0.0\n", "version   2.0.0.0\n  requires  Loyalty 1.4\n"
)


def test_two_publishers_change_one_map(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A conflict, mended by `requires`; then a new base, and a rebase that leaves packages alone."""
    root = _write(tmp_path, FILES)
    git(root, "init", "--quiet")
    commit(root)
    assert _codes(root, capsys) == ["overlay-conflict"]
    run(["check", str(root)])
    said = capsys.readouterr().out
    assert "packages/rewards/overlay.dwmap:7:3" in said
    assert "packages/loyalty/maps/overlay.dwmap:7:3" in said

    _write(root, {"packages/rewards/overlay.dwmap": MENDED})
    assert _codes(root, capsys) == []
    assert run(["build", str(root)]) == CLEAN
    module = (root / "generated" / "shop" / "customers.py").read_text()
    assert "description" not in module
    assert "# overlay: Loyalty, @loyalty/maps/overlay.dwmap:8" in module

    commit(root)
    _write(root, {"packages/base/core.dwmap": _new_core()})
    assert _codes(root, capsys) == ["unknown-extension-base"] * 2
    before = {path: (root / path).read_text() for path in FILES}
    assert run(["rebase", "--write", str(root)]) == FINDINGS
    out, err = capsys.readouterr()
    assert "conflict   replace Memo = description on null keep" in out
    assert "in a package, for its publisher to edit" in out
    assert "nothing to write" in err
    assert {path: (root / path).read_text() for path in FILES} == before
    # The publisher does it in the package's own folder.
    assert run(["rebase", "--write", str(root / "packages" / "rewards")]) == FINDINGS
    own = (root / "packages" / "rewards" / "overlay.dwmap").read_text()
    assert "on 1.0.0.0" in own  # what is removed there is what the base changed


def _new_core() -> str:
    return CORE.replace(
        "  version 1.0.0.0\n  where", "  version 2.0.0.0\n  where"
    ).replace("Memo            = description", "Memo            > description")


def test_a_new_base_that_conflicts_with_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The publisher of an overlay rebases it alone: what it requires lies beside it."""
    root = _write(tmp_path, FILES)
    git(root, "init", "--quiet")
    commit(root)
    new = CORE.replace("  version 1.0.0.0\n  where", "  version 2.0.0.0\n  where")
    _write(root, {"packages/base/core.dwmap": new})
    loyalty = root / "packages" / "loyalty"

    assert run(["rebase", "--write", str(loyalty)]) == CLEAN

    assert "on 2.0.0.0" in (loyalty / "maps" / "overlay.dwmap").read_text()
    assert _codes(loyalty, capsys) == []


# ------------------------------------------------------------------------------------------------ what does not fit


@pytest.mark.parametrize(
    ("path", "old", "new", "found"),
    [
        ("dwmap.toml", "packages/loyalty", "packages/loyal", ("missing-package", "dwmap.toml")),
        ("dwmap.toml", "loyalty = {", "loyal = {", ("missing-package", "dwmap.toml")),
        ("dwmap.toml", ">=1.2", ">=2.1", ("unfit-package", "dwmap.toml")),
        ("dwmap.toml", 'path = "packages/base", ', "", ("wrong-setting", "dwmap.toml")),
        ("dwmap.toml", "packages/rewards", "packages/base", ("missing-package", "dwmap.toml")),
        ("dwmap.toml", 'version = ">=1.2"', 'versoin = ">=1.2"', ("wrong-setting", "dwmap.toml")),
        ("dwmap.toml", '">=1.2"', '"some"', ("wrong-setting", "dwmap.toml")),
        ("packages/loyalty/dwmap.package.toml", 'base = ">=1"', 'base = ">=1.1"', ("unfit-package", "dwmap.package.toml")),
        ("packages/loyalty/dwmap.package.toml", 'base = ">=1"', 'bass = ">=1"', ("missing-package", "dwmap.package.toml")),
        ("packages/base/dwmap.package.toml", "[requires]\n", '[requires]\nloyalty = ">=1"\n', ("package-cycle", "dwmap.package.toml")),
        ("packages/base/dwmap.package.toml", 'version = "1.0.0.0"', 'version = "one"', ("wrong-manifest", "dwmap.package.toml")),
        ("packages/base/dwmap.package.toml", "publisher", "publsher", ("wrong-manifest", "dwmap.package.toml")),
        ("packages/base/dwmap.package.toml", "name =", "name", ("wrong-manifest", "dwmap.package.toml")),
        ("packages/base/dwmap.package.toml", '"base"', '"Base Maps"', ("wrong-manifest", "dwmap.package.toml")),
        ("packages/base/dwmap.package.toml", "[requires]", "requires = 1", ("wrong-manifest", "dwmap.package.toml")),
        ("packages/loyalty/dwmap.package.toml", '">=1"', '"newest"', ("wrong-manifest", "dwmap.package.toml")),
        ("packages/loyalty/dwmap.package.toml", "publisher =", 'edition = "1999"\npublisher =', ("wrong-manifest", "dwmap.package.toml")),
        ("packages/loyalty/maps/overlay.dwmap", "extend map", CORE[CORE.index("map Customers"):] + "extend map", ("duplicate-declaration", "overlay.dwmap")),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_where_it_is_written(
    tmp_path: Path,
    path: str,
    old: str,
    new: str,
    found: tuple[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """At the line of the manifest or of dwmap.toml, with a way out."""
    root = _write(tmp_path, FILES | {"packages/rewards/overlay.dwmap": MENDED})
    assert _found(root, capsys) == []
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new, 1))

    assert found in _found(root, capsys)


@pytest.mark.parametrize("data", [b"\xff\xfe\0", b"\0" * 10, b"a = " + b"[" * 9999])
def test_a_manifest_that_is_no_text(
    tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding, whatever it is."""
    root = _write(tmp_path, FILES)
    (root / "packages" / "base" / "dwmap.package.toml").write_bytes(data)

    codes = _codes(root, capsys)

    assert {"unreadable-file", "wrong-manifest"} & set(codes)


# ------------------------------------------------------------------------------------------------------- the rest


def test_a_package_that_nobody_names_is_no_part_of_the_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder with a manifest belongs to whoever names it."""
    root = _write(tmp_path, FILES)
    (root / "dwmap.toml").write_text(SETTINGS.replace("rewards =", "# rewards ="))

    assert _codes(root, capsys) == []


def test_a_package_is_the_same_wherever_it_lies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its files have one name in the IR, inside of the project and beside it."""
    inside = _write(tmp_path / "a", FILES | {"packages/rewards/overlay.dwmap": MENDED})
    files = {
        path.replace("packages/", "../isv/"): text.replace('"packages/', '"../isv/')
        for path, text in FILES.items()
    }
    files["../isv/rewards/overlay.dwmap"] = MENDED
    (tmp_path / "b" / "project").mkdir(parents=True)
    outside = _write(tmp_path / "b" / "project", files)

    made = []
    for root in (inside, outside):
        assert run(["export", "ir", str(root)]) == CLEAN
        made.append(capsys.readouterr().out)

    assert made[0] == made[1]
    assert "@base" in made[0]


def test_nobody_writes_into_a_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither `fmt` nor `--fix`; its own folder may be formatted by whoever names it."""
    untidy = "extend map Customers {\n  remove   Memoo\n}\n"
    files = FILES | {
        "packages/rewards/overlay.dwmap": untidy,
        "own.dwmap": "enum fo.C {Red}\n",
    }
    root = _write(tmp_path, files)
    package = root / "packages" / "rewards" / "overlay.dwmap"

    assert run(["fmt", str(root)]) == CLEAN
    run(["check", "--fix", "--unsafe-fixes", str(root)])

    assert (root / "own.dwmap").read_text() == "enum fo.C { Red }\n"
    assert package.read_text() == untidy
    assert run(["fmt", str(package.parent)]) == CLEAN
    assert package.read_text() != untidy


def test_findings_in_a_package_can_be_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the name under which its files are known, `@NAME/`."""
    double = MENDED.replace("remove  Memo", "replace Memo = description on null keep")
    double = double.replace("  requires  Loyalty 1.4\n", "")
    root = _write(tmp_path, FILES | {"packages/rewards/overlay.dwmap": double})
    assert _codes(root, capsys) == ["redundant-overlay"]

    more = '\n[check.per-file-ignores]\n"@rewards/**" = ["redundant-overlay"]\n'
    (root / "dwmap.toml").write_text(SETTINGS + more)

    assert _codes(root, capsys) == []


@pytest.mark.parametrize("home", ["packages", "../isv"])
@pytest.mark.parametrize("against", ["HEAD", "HEAD:specs"])
def test_a_diff_reads_the_packages_of_then(
    tmp_path: Path, home: str, against: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the same commit, beside the project's folder as well as in it."""
    files = {
        path.replace("packages/", f"{home}/"): text.replace('"packages/', f'"{home}/')
        for path, text in (FILES | {"packages/rewards/overlay.dwmap": MENDED}).items()
    }
    project = tmp_path / "specs"
    project.mkdir()
    _write(project, files)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    changed = LOYALTY.replace("  add     Tier  >  tier\n", "")
    _write(project, {f"{home}/loyalty/maps/overlay.dwmap": changed})

    run(["diff", str(project), "--against", against, "--format", "json"])
    out, err = capsys.readouterr()
    assert out, err
    found = json.loads(out)["findings"]
    both = LOYALTY.replace("Tier  >  tier", "Tier  =  tier")
    _write(project, {f"{home}/loyalty/maps/overlay.dwmap": both})
    run(["diff", str(project), "--against", against, "--format", "concise"])
    place = Path(f"{home}/loyalty/maps/overlay.dwmap").as_posix()
    assert f"{place}:8:11" in capsys.readouterr().out

    assert [one["rule"] for one in found][0] == "line-removed"
    assert found[0]["notes"] == [
        "before, by the overlay of Loyalty, @loyalty/maps/overlay.dwmap:8"
    ]


def test_a_diff_says_where_an_error_of_the_working_tree_lies(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As from the current folder, in packages as well as in the project, as `check` does."""
    root = _write(tmp_path, FILES | {"packages/rewards/overlay.dwmap": MENDED})
    git(root, "init", "--quiet")
    commit(root)
    wrong = {
        "own.dwmap": "map M : fo.Customers <-> ce.accounts {\n  Memoo = tier\n}\n",
        "packages/loyalty/maps/overlay.dwmap": LOYALTY.replace("tier", "tierr"),
    }
    _write(root, wrong)
    elsewhere = root / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    run(["diff", "..", "--against", "HEAD"])

    err = capsys.readouterr().err
    assert "--> ../own.dwmap:2:3" in err
    assert "--> ../packages/loyalty/maps/overlay.dwmap:8:" in err
    assert "Error: the working tree has errors and cannot be compared" in err


def test_what_a_branch_brings_in_a_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check --changed-since` knows what the packages were then: an old finding in one is not told."""
    double = MENDED.replace("remove  Memo", "replace Memo = description on null keep")
    double = double.replace("  requires  Loyalty 1.4\n", "")
    root = _write(tmp_path, FILES | {"packages/rewards/overlay.dwmap": double})
    git(root, "init", "--quiet")
    commit(root)

    run(["check", str(root), "--changed-since", "HEAD"])
    before = capsys.readouterr().out
    more = LOYALTY.replace("Tier  >  tier", "Tier  =  tier") + "// changed\n"
    _write(root, {"packages/loyalty/maps/overlay.dwmap": more})
    run(["check", str(root), "--changed-since", "HEAD"])

    assert "redundant-overlay" not in before
    assert "redundant-overlay" in capsys.readouterr().out


def test_overlays_of_a_package_without_a_solution_have_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are neither the project's own nor those of the solution around it."""
    bare = LOYALTY[LOYALTY.index("extend map") :]
    files = FILES | {
        "packages/loyalty/maps/overlay.dwmap": bare,
        "packages/rewards/overlay.dwmap": "",
        "own.dwmap": "solution Shop { version 1.0.0.0 }\n",
    }
    root = _write(tmp_path, files)

    assert run(["overlays", str(root)]) == CLEAN
    assert "// loyalty, @loyalty/maps/overlay.dwmap:3" in capsys.readouterr().out


def test_samples_of_a_package_are_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They lie in its folder, wherever that is."""
    sample = 'samples fo "a.jsonl" for Customers\n'
    row = '{"CustomerAccount": "C1", "Name": "x", "Memo": null}\n'
    files = FILES | {
        "packages/base/core.dwmap": CORE + sample,
        "packages/base/a.jsonl": row,
        "packages/rewards/overlay.dwmap": MENDED,
    }
    root = _write(tmp_path, files)

    code = run(["test", "-p", str(root)])

    out, err = capsys.readouterr()
    assert "cannot be read" not in out + err
    assert code == CLEAN, out + err
