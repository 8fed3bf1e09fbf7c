"""What `dwmap import metadata` reports: drift by the rules of changes, and what it found in the metadata, in every form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.changes.report.schema import report_schema
from dwmap.cli.app import CLEAN, FINDINGS
from harness.golden import ROOT
from harness.metadata_project import (
    BOOKS,
    NARROWER,
    SPEC,
    WITH_COVER,
    WITHOUT_STOCK,
    spec,
    update,
    write_project,
)
from jsonschema import Draft202012Validator


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, which is the current folder, and a service beside it."""
    return write_project(tmp_path, monkeypatch)


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


def test_types_that_the_language_lacks(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is said while fields are left out of whatever type; where all are declared, they are told and counted."""
    assert update(project, WITH_COVER, "--check") == CLEAN
    assert "cover" not in capsys.readouterr().err

    assert update(project, WITH_COVER, "--check", "--all-fields") == CLEAN
    told = capsys.readouterr().err
    assert "no type for fields of `shop.Books`: `cover` (Edm.Stream)" in told
    assert "1 left out (the language has no type for them), 1 file" in told


def test_the_json_has_all_that_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the metadata, of the files and of errors; it keeps its schema, and nothing is said twice."""
    metadata = WITH_COVER.replace('"stock" Type="Edm.Int32"', '"stock" Type="Edm.Guid"')
    wanted = ("--all-fields", "--add", "Authors", "--format", "json")
    assert update(project, metadata, *wanted) == FINDINGS

    told = capsys.readouterr()
    found = json.loads(told.out)
    Draft202012Validator(report_schema()).validate(found)
    assert [one["code"] for one in found["import"]["findings"]] == ["unsayable-type"]
    assert {one["code"] for one in found["import"]["errors"]} == {"incompatible-types"}
    assert found["import"]["counts"]["fields_left_out"] == 1
    assert found["import"]["files"] == [
        {"path": "entities/shop/Authors.dwmap", "status": "new"},
        {"path": "maps.dwmap", "status": "changed"},
    ]
    assert "unsayable-type" not in told.err
    assert "incompatible-types" not in told.err


def test_other_forms_have_what_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the report, and not on stderr as well."""
    for form in ("concise", "sarif", "github", "gitlab", "junit"):
        wanted = ("--check", "--fail-on", "never", "--format", form)
        assert update(project, WITHOUT_STOCK, *wanted) == CLEAN
        told = capsys.readouterr()
        assert "field-removed" in told.out
        assert "not-in-metadata" not in told.out + told.err
        unused = WITHOUT_STOCK.replace("genre", "kind")
        assert update(project, unused, *wanted) == CLEAN
        told = capsys.readouterr()
        assert "not-in-metadata" in told.out
        assert "not-in-metadata" not in told.err


def test_a_used_field_that_is_gone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stays and is reported, once, with the lines that use it and a way out."""
    code = update(project, WITHOUT_STOCK, "--fail-on", "never")
    told = capsys.readouterr()

    assert "stock  int?" in spec(project)
    assert "not-in-metadata" not in told.err
    head = "breaking[field-removed]: `stock` of `shop.Books` is gone from the service\n"
    assert told.out.startswith(head)
    assert "in Books: stock = stock" in told.out
    assert "with `renamed from stock`" in told.out
    assert "mend the maps that the services would refuse" in told.out
    assert code == CLEAN
    assert update(project, WITHOUT_STOCK, "--check") == FINDINGS


def test_a_used_field_that_has_another_name(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The name is offered; once the spec says it, nothing is left to say."""
    renamed = BOOKS.replace('"stock"', '"stocked"')
    assert update(project, renamed, "--check") == FINDINGS
    assert "if it is `stocked` now, declare that with" in capsys.readouterr().out

    text = spec(project).replace(
        "stock  int?\n}\n\nentity", "stocked int? renamed from stock\n}\n\nentity"
    )
    (project / "maps.dwmap").write_text(text)
    assert update(project, renamed, "--check") == FINDINGS
    told = capsys.readouterr()
    assert "error[renamed-field]" in told.err
    assert "column-missing" not in told.out
    (project / "maps.dwmap").write_text(text.replace("stock  >", "stocked  >"))
    assert update(project, renamed, "--check") == CLEAN
    assert "gone" not in capsys.readouterr().out


def test_a_field_that_new_rows_need(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A map that makes rows and does not fill it would be refused; one that fills it, or only reads, is not named."""
    needed = BOOKS.replace(
        '"pages" Type="Edm.Int32"', '"pages" Type="Edm.Int32" Nullable="false"'
    )
    assert update(project, needed, "--check") == FINDINGS
    told = capsys.readouterr().out
    assert (
        "breaking[field-added]: new rows of `shop.Books` need a value for `pages`"
        in told
    )
    assert "in Books: no line writes pages" in told
    assert "mend the maps that the services would refuse" in told

    (project / "maps.dwmap").write_text(
        SPEC.replace(" =  number", " >  number").replace(" =  name", " >  name")
    )
    assert update(project, needed, "--check") == CLEAN
    (project / "maps.dwmap").write_text(
        SPEC.replace("  stock  >  stock", "  stock  >  stock\n  pages  <  stock")
    )
    update(project, needed, "--check")
    assert "no line writes" not in capsys.readouterr().out


def test_a_type_that_was_not_known(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is no change of the service; what the map sends otherwise by it is shown."""
    text = SPEC.replace("title  string(50)?  inferred", "title")
    (project / "maps.dwmap").write_text(text)

    assert update(project, BOOKS, "--check", "--fail-on", "caution") == CLEAN
    assert capsys.readouterr().out.startswith("safe: 1 safe\n")

    text = text.replace("name    string(50)?", "name    int?")
    (project / "maps.dwmap").write_text(text)
    assert (
        update(
            project,
            BOOKS.replace(
                '"Edm.String" MaxLength="50"', '"Edm.Decimal" Precision="9" Scale="2"'
            ),
            "--check",
        )
        == CLEAN
    )
    told = capsys.readouterr().out
    assert "caution[type-narrowed]: `title` of `shop.Books`" in told
    assert "= note: the type was not known: the service had it before" in told
    assert "= then" not in told


def test_a_law_that_an_unknown_type_hid(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The map never kept it, which is no change of the service; beside one it is told as broken by it."""
    text = SPEC.replace("title  string(50)?  inferred", "title")
    text = text.replace("name    string(50)?", "name    string(50) required")
    (project / "maps.dwmap").write_text(text)

    assert update(project, BOOKS, "--check") == CLEAN
    told = capsys.readouterr().out
    assert "caution[law-broken]: `Books` does not keep the law `completeness`" in told
    assert "= note: it shows by types that were not known before" in told
    assert "= then" not in told

    assert update(project, WITHOUT_STOCK, "--check") == FINDINGS
    told = capsys.readouterr().out
    assert "breaking[law-broken]: `Books` no longer keeps the law" in told


def test_a_used_field_that_is_taken_out(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The maps that use it are named."""
    assert update(project, WITHOUT_STOCK, "--prune") == FINDINGS

    assert "stock  int?\n}\n\nentity ce" not in spec(project)
    told = capsys.readouterr().out
    assert "breaking[field-removed]" in told
    assert "in Books: stock = stock" in told

    assert update(project, WITHOUT_STOCK, "--prune") == FINDINGS
    later = capsys.readouterr()
    assert later.out.startswith(
        "breaking[column-missing]: `shop.Books` has no field `stock` in the service, and maps use it\n"
        "  in Books: stock = stock\n"
        "  = help: take it out of the maps\n"
    )
    assert "mend the maps that the services would refuse" in later.out
    assert "not-in-metadata" not in later.err
    assert update(project, BOOKS) == CLEAN
    assert "  stock int?\n" in spec(project)


@pytest.mark.parametrize("prune", [(), ("--prune",)])
def test_an_entity_that_is_gone(
    prune: tuple[str, ...], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is one finding with the maps that use it; its declaration and extensions stay for their authors to remove."""
    more = f"{SPEC}\nextend entity shop.Books {{\n  shelf  int?\n}}\n"
    (project / "maps.dwmap").write_text(more)
    other = BOOKS.replace(
        '<EntitySet Name="Books" EntityType="shop.Books"/>\n        ', ""
    )

    assert update(project, other, *prune) == FINDINGS

    told = capsys.readouterr()
    assert told.out.startswith(
        "breaking[table-missing]: `shop.Books` is gone from the service; 1 map uses it\n"
        "  in Books: shop.Books with ce.products\n"
        "  = help: take it out of the maps, then out of the specs\n"
        "\nbreaking: 1 breaking\n"
    )
    assert "not-in-metadata" not in told.err
    assert spec(project) == more


SHELVES = """
entity shop.Shelves {
  number  int
}

entity shop.Unused {
  number  int
}
"""
WITHOUT_SHELVES = BOOKS.replace(
    '<Property Name="pages"',
    '<Property Name="shelf" Type="Edm.Guid"/><NavigationProperty Name="at" Type="shop.Shelf">'
    '<ReferentialConstraint Property="shelf" ReferencedProperty="ID"/></NavigationProperty><Property Name="pages"',
).replace('"Authors" EntityType', '"Shelvez" EntityType')


def test_entities_that_are_gone_have_a_place(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that is only looked up in is named with the lines; one that no map uses is a note; a new name is offered."""
    text = SPEC.replace(
        "  genre  Genre?\n", "  genre  Genre?\n  shelf -> shop.Shelves?\n"
    ).replace("  stock  >  stock\n", "  stock  >  stock\n  shelf.number > shelf\n")
    (project / "maps.dwmap").write_text(text + SHELVES)

    assert update(project, WITHOUT_SHELVES, "--format", "concise") == FINDINGS
    told = capsys.readouterr().out
    gone = "is gone from the service"
    assert (
        f"maps.dwmap:30:13: error[table-missing]: breaking: `shop.Shelves` {gone}; 1 map uses it\n"
        f"maps.dwmap:34:13: note[table-missing]: note: `shop.Unused` {gone}; no map uses it\n"
    ) in told
    update(project, WITHOUT_SHELVES, "--format", "json")
    found = json.loads(capsys.readouterr().out)["findings"]
    [shelves] = [one for one in found if one["symbol"] == "shop.Shelves"]
    assert [one["target"] for one in shelves["effects"]] == ["shelf.number = shelf"]
    way = "if it is `shop.Shelvez` now, declare that with `renamed from Shelves`; else"
    assert shelves["help"].startswith(way)


def test_errors_that_were_there_before(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are not laid upon the service."""
    text = SPEC.replace("title  =  name", "title  =  stock")
    (project / "maps.dwmap").write_text(text)

    assert update(project, NARROWER, "--check") == FINDINGS
    told = capsys.readouterr().err
    assert "error[incompatible-types]" in told
    assert "\nThe specs have these errors; what has them was left out" in told

    other = BOOKS.replace('"stock" Type="Edm.Int32"', '"stock" Type="Edm.Guid"')
    assert update(project, other, "--check") == FINDINGS
    told = capsys.readouterr().err
    assert "\nWith what the services have, the specs have these errors;" in told


def test_hundreds_of_errors(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Some are shown, and all are in the JSON."""
    names = [f"stock{number}" for number in range(30)]
    fields = "".join(f"  {name} int?\n" for name in names)
    lines = "".join(f"  {name} = {name}\n" for name in names)
    text = SPEC.replace("  stock  int?\n", f"  stock  int?\n{fields}")
    text = text.replace("  stock   int?\n", f"  stock   int?\n{fields}")
    (project / "maps.dwmap").write_text(
        text.replace("  stock  >", f"{lines}  stock  >")
    )
    properties = (f'<Property Name="{one}" Type="Edm.Guid"/>' for one in names)
    other = BOOKS.replace(
        '<Property Name="pages"', f'{"".join(properties)}<Property Name="pages"'
    )

    assert update(project, other, "--check") == FINDINGS
    told = capsys.readouterr().err
    assert told.count("error[incompatible-types]") == 20
    assert "have these errors and 10 more (`--format json` has all); what" in told
    update(project, other, "--check", "--format", "json")
    assert len(json.loads(capsys.readouterr().out)["import"]["errors"]) == 30
