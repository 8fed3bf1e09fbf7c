"""`dwmap import metadata` at the rim: what it writes, prints, refuses and returns."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, cli, run
from harness.golden import ROOT

SPEC = """\
system shop odata "Shop"

enum shop.Genre { Novel }

entity shop.Books {
  key isbn

  isbn   string(13)
  title  string(50)?  inferred // as printed
  genre  Genre?
  stock  int?
}

entity ce.products {
  integration key number

  number  string(13)
  name    string(50)?
  stock   int?
}

map Books : shop.Books <-> ce.products {
  isbn   =  number
  title  =  name
  stock  >  stock
}
"""
BOOKS = """\
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EnumType Name="Genre"><Member Name="Novel"/></EnumType>
      <EntityType Name="Books">
        <Key><PropertyRef Name="isbn"/></Key>
        <Property Name="isbn" Type="Edm.String" MaxLength="13" Nullable="false"/>
        <Property Name="title" Type="Edm.String" MaxLength="50"/>
        <Property Name="genre" Type="shop.Genre"/>
        <Property Name="stock" Type="Edm.Int32"/>
        <Property Name="pages" Type="Edm.Int32"/>
      </EntityType>
      <EntityType Name="Authors">
        <Key><PropertyRef Name="ID"/></Key>
        <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
      </EntityType>
      <EntityContainer Name="Container">
        <EntitySet Name="Books" EntityType="shop.Books"/>
        <EntitySet Name="Authors" EntityType="shop.Authors"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
"""
NARROWER = BOOKS.replace('"50"', '"40"')
WITHOUT_STOCK = BOOKS.replace('        <Property Name="stock" Type="Edm.Int32"/>\n', "")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, which is the current folder, and beside it the metadata of a service that says the same."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "dwmap.toml").write_text('name = "maps"\n')
    (folder / "maps.dwmap").write_text(SPEC)
    (tmp_path / "shop.xml").write_text(BOOKS)
    monkeypatch.chdir(folder)
    return folder


def update(project: Path, metadata: str, *options: str) -> int:
    """Run the command with this metadata."""
    (project.parent / "shop.xml").write_text(metadata)
    return run(["import", "metadata", "../shop.xml", *options])


def spec(project: Path) -> str:
    return (project / "maps.dwmap").read_text()


def test_what_is_known_is_no_longer_inferred(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line changes and nothing else; the report is that of a diff, and the second run has nothing to do."""
    assert update(project, BOOKS) == CLEAN
    told = capsys.readouterr()

    assert spec(project) == SPEC.replace("?  inferred //", "? //")
    assert "note[confidence-changed]" in told.out
    assert told.out.count("compared what the services have with the working tree") == 1
    assert told.err == "1 of 1 entity found there, 1 file changed\n"
    assert update(project, BOOKS) == CLEAN
    told = capsys.readouterr()
    assert told.out == (
        "no change\ncompared what the services have with the working tree\n"
    )
    assert told.err == "1 of 1 entity found there, 0 files changed\n"


def test_drift_fails_as_a_diff_does(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its class; nothing is written while that is only looked at."""
    wanted = ("--fail-on", "caution")
    assert update(project, NARROWER, "--check", *wanted) == FINDINGS
    assert "caution[type-narrowed]" in capsys.readouterr().out
    assert update(project, NARROWER, "--check") == CLEAN
    assert update(project, NARROWER, "--dry-run", "--fail-on", "never") == CLEAN
    assert spec(project) == SPEC

    assert update(project, NARROWER, *wanted) == FINDINGS

    assert "title  string(40)? // as printed" in spec(project)
    assert update(project, NARROWER, *wanted) == CLEAN


def test_the_report_of_the_readme(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it shows is what comes out."""
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = readme.partition("<!-- metadata -->\n\n```\n")[2].partition("```")[0]

    update(project, NARROWER, "--check")

    assert capsys.readouterr().out.startswith(f"{shown}\n")


@pytest.mark.parametrize(
    "form", ["json", "markdown", "github", "gitlab", "junit", "sarif", "concise"]
)
def test_every_form_of_report(
    form: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of them name the rule."""
    assert update(project, NARROWER, "--check", "--format", form) == CLEAN
    told = capsys.readouterr().out

    assert "type-narrowed" in told
    if form in ("json", "gitlab", "sarif"):
        json.loads(told)


def test_a_used_field_that_is_gone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stays and is reported, with what the change rules say of the entity."""
    code = update(project, WITHOUT_STOCK, "--fail-on", "never")
    told = capsys.readouterr()

    assert "stock  int?" in spec(project)
    assert "warning[not-in-metadata]: field `stock`" in told.err
    assert "breaking[field-removed]" in told.out
    assert code == CLEAN
    assert update(project, WITHOUT_STOCK, "--check") == FINDINGS


def test_a_used_field_that_is_taken_out(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The maps that use it are named."""
    assert update(project, WITHOUT_STOCK, "--prune") == FINDINGS

    assert "stock  int?\n}\n\nentity ce" not in spec(project)
    told = capsys.readouterr().out
    assert "breaking[field-removed]" in told
    assert "in Books: stock = stock" in told


@pytest.mark.parametrize("prune", [(), ("--prune",)])
def test_an_entity_that_is_gone(
    prune: tuple[str, ...], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What maps use of it is gone with it; its declaration and extensions stay for their authors to remove."""
    more = f"{SPEC}\nextend entity shop.Books {{\n  shelf  int?\n}}\n"
    (project / "maps.dwmap").write_text(more)
    other = BOOKS.replace(
        '<EntitySet Name="Books" EntityType="shop.Books"/>\n        ', ""
    )

    assert update(project, other, *prune) == FINDINGS

    told = capsys.readouterr()
    assert "warning[not-in-metadata]: entity `shop.Books`" in told.err
    assert told.out.count("breaking[field-removed]") == 3
    assert "in Books: stock = stock" in told.out
    assert spec(project) == more


def test_specs_that_do_not_compile_with_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The errors are shown, and what changed of the entities."""
    number = BOOKS.replace('"stock" Type="Edm.Int32"', '"stock" Type="Edm.Boolean"')

    assert update(project, number, "--fail-on", "never") == FINDINGS
    told = capsys.readouterr()

    assert "error[incompatible-types]" in told.err
    assert "what has them was left out of the report" in told.err
    assert "destructive[type-changed]: `stock` of `shop.Books`" in told.out
    assert "compared what the services have (without what has errors)" in told.out
    assert "\nNothing to do" not in told.out
    assert "stock  bool?" in spec(project)


def test_what_changes_is_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line by line, before the report."""
    update(project, NARROWER, "--check", "--diff")
    told = capsys.readouterr().out

    assert "-  title  string(50)?  inferred // as printed\n" in told
    assert "+  title  string(40)? // as printed\n" in told
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
