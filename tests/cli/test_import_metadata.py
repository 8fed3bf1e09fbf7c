"""`dwmap import metadata` at the rim: what it writes, prints, refuses and returns."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, cli, run
from harness.metadata_project import (
    BOOKS,
    NARROWER,
    SPEC,
    spec,
    update,
    write_project,
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, which is the current folder, and a service beside it."""
    return write_project(tmp_path, monkeypatch)


def test_what_is_known_is_no_longer_inferred(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line changes and nothing else; the report is that of a diff, and the second run has nothing to do."""
    assert update(project, BOOKS) == CLEAN
    told = capsys.readouterr()

    assert spec(project) == SPEC.replace("?  inferred //", "? //")
    assert told.out.startswith("safe: 1 safe\n")
    assert told.out.count("compared what the services have with the working tree") == 1
    assert told.err == "1 of 1 entity found there, 1 file changed\n"
    assert update(project, BOOKS) == CLEAN
    told = capsys.readouterr()
    assert told.out == (
        "no change\ncompared what the services have with the working tree\n"
    )
    assert told.err == "1 of 1 entity found there, 0 files changed\n"


def test_what_changes_is_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line by line, before the report, and new files whole; nothing is written, and the exit code is that of the report."""
    assert update(project, NARROWER, "--diff", "--add", "Authors") == CLEAN
    told = capsys.readouterr()

    assert "-  title  string(50)?  inferred // as printed\n" in told.out
    assert "+  title  string(40)? // as printed\n" in told.out
    assert "\n+entity shop.Authors {\n" in told.out
    assert told.err.endswith("1 new entity, 2 files would change\n")
    assert spec(project) == SPEC
    assert not (project / "entities").exists()
    assert update(project, NARROWER, "--diff", "--fail-on", "caution") == FINDINGS
    assert update(project, BOOKS, "--diff", "--format", "json") == CANNOT


def test_entities_and_fields_are_added_on_demand(project: Path) -> None:
    """One by its name, or all."""
    assert update(project, BOOKS, "--add", "Authors", "--all-fields") == CLEAN

    assert (project / "entities/shop/Authors.dwmap").read_text() == (
        "entity shop.Authors {\n  key ID\n\n  ID  int\n}\n"
    )
    assert "  pages int?\n" in spec(project)


def test_what_no_service_has_cannot_be_added(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that looks like it is offered."""
    assert update(project, BOOKS, "--add", "Autors") == CANNOT
    assert "did you mean `Authors`?" in capsys.readouterr().err
    assert spec(project) == SPEC


def test_half_of_a_schema_is_not_used(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written if one of several files is broken."""
    (project.parent / "cut.xml").write_text(BOOKS[:500])

    assert update(project, NARROWER, "../cut.xml") == CANNOT

    told = capsys.readouterr().err
    assert "error[broken-metadata]: `../cut.xml` is no XML that can be read" in told
    assert "Nothing was written" in told
    assert spec(project) == SPEC


def test_a_spec_that_cannot_be_read(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not changed."""
    (project / "maps.dwmap").write_text(SPEC + "entity {\n")

    assert update(project, NARROWER) == CANNOT
    told = capsys.readouterr().err
    assert "maps.dwmap:" in told
    assert "nothing was written" in told


def test_entities_with_errors(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They cannot be compared, so nothing is written."""
    broken = SPEC.replace("genre  Genre?", "genre  Genre?\n  title  int?")
    (project / "maps.dwmap").write_text(broken)

    assert update(project, NARROWER) == CANNOT
    told = capsys.readouterr().err
    assert "error[duplicate-member]" in told
    assert "has errors; nothing was written" in told
    assert spec(project) == broken


@pytest.mark.parametrize(
    ("declared", "options", "told"),
    [
        ("", (), "declare one (`system NAME odata`)"),
        ("system shop odata\nsystem stock odata\n", (), "which of shop, stock is it?"),
        ("system shop odata\n", ("--system", "nix"), "there are ce, fo, shop"),
    ],
)
def test_the_system_must_be_known(
    declared: str,
    options: tuple[str, ...],
    told: str,
    project: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is the only one of its kind, or named."""
    (project / "maps.dwmap").write_text(f"{declared}entity ce.a {{ table b }}\n")

    assert update(project, BOOKS, *options) == CANNOT
    assert told in capsys.readouterr().err


def test_a_named_system(project: Path) -> None:
    """Two systems of one kind are told apart by hand."""
    (project / "maps.dwmap").write_text(f"system old odata\n{SPEC}")

    assert update(project, BOOKS, "--system", "shop") == CLEAN
    assert "inferred" not in spec(project)


def test_marks_and_line_ends_stay(project: Path) -> None:
    """Those of Windows, too."""
    text = SPEC.replace("\n", "\r\n").encode()
    (project / "maps.dwmap").write_bytes(b"\xef\xbb\xbf" + text)

    update(project, NARROWER, "--all-fields")

    found = (project / "maps.dwmap").read_bytes()
    assert found.startswith(b"\xef\xbb\xbf")
    assert found.count(b"\xef\xbb\xbf") == 1
    assert b"pages int?\r\n" in found
    assert found.count(b"\n") == found.count(b"\r\n")


def test_without_the_library(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is to be installed is said."""
    for name in [one for one in sys.modules if one.startswith("defusedxml")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "defusedxml", None)

    assert update(project, BOOKS) == CANNOT
    assert "pip install 'dwmap[solutions]'" in capsys.readouterr().err


def test_a_file_of_the_name_of_the_command(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`./metadata` is a file of mapping tables, `metadata` the command."""
    (project / "metadata").write_text("nothing\n")

    assert run(["import", "./metadata"]) == FINDINGS
    assert "no-mapping-table" in capsys.readouterr().err
    assert run(["import", "metadata"]) == CANNOT
    assert "dwmap import metadata [OPTIONS] FILE..." in capsys.readouterr().err


def test_the_help_names_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Behind the options of `dwmap import`."""
    run(["import", "--help"])
    assert "Commands:\n  metadata  Update entities" in capsys.readouterr().out
    run(["import", "metadata", "--help"])
    assert "Usage: dwmap import metadata" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "begun", "offered"),
    [
        ((), "meta", ["metadata", "meta"]),
        ((), "", [""]),
        (("metadata",), "--pru", ["--prune"]),
        (("metadata", "--format"), "sa", ["sarif"]),
    ],
)
def test_completion(before: tuple[str, ...], begun: str, offered: list[str]) -> None:
    """The command once something of it is there, files, and the options of the command."""
    completion = ShellComplete(cli, {}, "dwmap", "_DWMAP_COMPLETE")

    found = completion.get_completions(["import", *before], begun)

    assert [one.value for one in found] == offered


def test_entities_of_which_nothing_is_said(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that does not have all tables says nothing by that; few are named."""
    tables = "".join(f"entity ce.t{number} {{ a int }}\n" for number in range(3))
    (project / "maps.dwmap").write_text(SPEC + tables)
    (project.parent / "ce.json").write_text(
        '{"LogicalName": "t0", "EntitySetName": "t0", "Attributes": [{"LogicalName": "a", "AttributeType": "Integer"}]}'
    )

    assert run(["import", "metadata", "../ce.json", "--check"]) == CLEAN
    told = capsys.readouterr().err
    assert told.startswith(
        "1 of 4 entities found there (not ce.products, ce.t1, ce.t2)"
    )
    (project / "more.dwmap").write_text("entity ce.more { a int }\n")
    assert run(["import", "metadata", "../ce.json", "--check"]) == CLEAN
    assert capsys.readouterr().err.startswith("1 of 5 entities found there, 0 files")


def test_entities_of_a_package(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are not written, nor shown as what would be; they are where the package is imported into."""
    library = project.parent / "lib"
    library.mkdir()
    manifest = 'name = "lib"\nversion = "1.0.0.0"\npublisher = "p"\n'
    (library / "dwmap.package.toml").write_text(manifest)
    entities, _, maps = SPEC.partition("map ")
    (library / "entities.dwmap").write_text(entities)
    (project / "maps.dwmap").write_text(f"map {maps}")
    with (project / "dwmap.toml").open("a") as settings:
        settings.write('[packages]\nlib = { path = "../lib" }\n')

    assert update(project, NARROWER, "--diff") == CLEAN
    told = capsys.readouterr()
    assert "entities.dwmap" not in told.out
    assert "@lib/entities.dwmap belongs to a package: it is not written" in told.err
    assert "0 files would change" in told.err
    assert update(project, NARROWER) == CLEAN
    assert (library / "entities.dwmap").read_text() == entities
    assert update(project, NARROWER, "-p", "../lib") == CLEAN
    assert "string(40)?" in (library / "entities.dwmap").read_text()
