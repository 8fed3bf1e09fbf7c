"""`dwmap overlays`, and what other commands say of overlays: where each rule comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, run
from harness.golden import CASES

BASE = (
    CASES / "semantic" / "overlay-conflict" / "core" / "customers.dwmap"
).read_text()
OVERLAY = """solution Loyalty { version 1.0.0.0 }

extend entity ce.accounts {
  points int?
}

extend map Customers on 1.0.0.0 {
  version 1.1.0.0
  where ce and tier > 0
  add     Tier  >  tier
  remove  Name
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A shipped map and an overlay of another solution."""
    for name, text in (("core", BASE), ("loyalty", OVERLAY)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "all.dwmap").write_text(text)
    return tmp_path


def test_the_composed_map_with_origins(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The map in the language; the base's lines have no remark."""
    assert run(["overlays", str(project)]) == CLEAN
    assert capsys.readouterr().out == """\
map Customers : fo.Customers <-> ce.accounts {
  version 1.1.0.0                                   // Loyalty, loyalty/all.dwmap:7
  where ce accountnumber is not blank and tier > 0  // Loyalty, loyalty/all.dwmap:9
  on delete ignore
  CustomerAccount = accountnumber
  Memo = description
  Tier > tier                                       // Loyalty, loyalty/all.dwmap:10
  // removed: Name  // Loyalty, loyalty/all.dwmap:11
}
"""


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ("add Name > name", []),
        ("add Name = name", []),
        ("replace Tier > tier on null keep", ["Name"]),
    ],
)
def test_what_somebody_brought_back_is_not_removed(
    project: Path, capsys: pytest.CaptureFixture[str], change: str, gone: list[str]
) -> None:
    """It is a line with its origin; another line leaves the removed one removed."""
    (project / "mine").mkdir()
    own = "solution Mine {\n  version 1.0.0.0\n  requires Loyalty 1.0\n}\n"
    text = f"{own}extend map Customers {{\n  {change}\n}}\n"
    (project / "mine" / "all.dwmap").write_text(text)

    assert run(["overlays", str(project), "--format", "json"]) == CLEAN
    [map] = json.loads(capsys.readouterr().out)
    assert [one["text"] for one in map["removed"]] == gone
    assert map["lines"][-1]["from"][0]["owner"] == "Mine"


def test_as_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For other tools."""
    assert run(["overlays", str(project), "--format", "json"]) == CLEAN
    [map] = json.loads(capsys.readouterr().out)
    assert (map["map"], map["overlays"][0]["on"]) == ("Customers", "1.0.0.0")
    assert map["lines"][-1] == {
        "text": "Tier > tier",
        "from": [{"owner": "Loyalty", "place": "loyalty/all.dwmap:10"}],
    }


def test_a_map_that_is_not_there(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The nearest name is offered."""
    assert run(["overlays", str(project), "--map", "Customer"]) == CANNOT
    said = "there is no map `Customer`: did you mean `Customers`?"
    assert said in capsys.readouterr().err


def test_a_diff_names_the_overlay_that_is_the_cause(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The findings point into the overlay's file, those about what it removes too."""
    before = project / "before"
    (before / "core").mkdir(parents=True)
    (before / "core" / "all.dwmap").write_text(BASE)
    (project / "after").mkdir()
    for name in ("core", "loyalty"):
        (project / name).rename(project / "after" / name)

    after = str(project / "after")
    run(["diff", after, "--against", str(before), "--format", "concise"])
    places = capsys.readouterr().out
    run(["diff", after, "--against", str(before), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]

    assert "loyalty/all.dwmap:11:3: error[line-removed]" in places
    assert "loyalty/all.dwmap:9:16: error[filter-narrowed]" in places
    removed = next(one for one in found if one["rule"] == "line-removed")
    assert removed["notes"] == ["by the overlay of Loyalty, loyalty/all.dwmap:11"]


def test_the_solution_of_an_overlay_takes_the_step(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not the one that ships the base, of which nothing has changed."""
    for side in ("before", "after"):
        for name, text in (("core", BASE), ("loyalty", OVERLAY)):
            (project / side / name).mkdir(parents=True)
            (project / side / name / "all.dwmap").write_text(text)
    changed = project / "after" / "loyalty" / "all.dwmap"
    changed.write_text(OVERLAY.replace("Tier  >  tier", "Tier  =  tier"))

    base = str(project / "before")
    run(["diff", str(project / "after"), "--against", base, "--format", "json"])

    found = json.loads(capsys.readouterr().out)["findings"]
    steps = [one["message"] for one in found if one["rule"] == "version-step-missing"]
    assert any("the solution `Loyalty` changes" in one for one in steps)
    assert not any("`CustomerMaster`" in one for one in steps)
    helps = [one["help"] for one in found if one["symbol"].startswith("Customers/")]
    assert any("in the overlay of Loyalty" in one for one in helps)


def test_an_overlay_may_accept_that_it_is_redundant(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the page of the rule says."""
    again = OVERLAY.replace("Loyalty", "Rewards").replace(
        "  points int?\n",
        '  points int?\n  allow redundant-overlay "each is sold alone"\n',
    )
    (project / "rewards").mkdir()
    (project / "rewards" / "all.dwmap").write_text(
        again.replace(
            "  version 1.1.0.0\n",
            '  version 1.1.0.0\n  allow redundant-overlay "each is sold alone"\n',
        )
    )

    run(["check", str(project)])

    assert "redundant-overlay" not in capsys.readouterr().out


def test_what_an_overlay_did_is_no_change_when_the_base_does_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The IR knows no origins: a sync that runs is not touched by who writes a line."""
    run(["export", "ir", str(project)])
    before = json.loads(capsys.readouterr().out)
    (project / "loyalty" / "all.dwmap").write_text(
        OVERLAY.replace("  add     Tier  >  tier\n", "")
    )
    (project / "core" / "all.dwmap").write_text(
        BASE.replace("= description\n", "= description\n  Tier > tier\n")
    )
    run(["export", "ir", str(project)])

    assert json.loads(capsys.readouterr().out) == before


def test_documentation_and_code_say_where_a_line_comes_from(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the page of the map, of the entity, and above the line in the module; and only there."""
    (project / "dwmap.toml").write_text('name = "shop"\n')
    assert run(["build", str(project)]) == CLEAN
    assert run(["docs", str(project)]) == CLEAN
    capsys.readouterr()

    package = project / "generated" / "shop"
    module = (package / "customers.py").read_text()
    [page] = (one.read_text() for one in package.glob("docs/maps/*.md"))
    [html] = (one.read_text() for one in project.glob("site/maps/*.html"))
    entities = [one.read_text() for one in project.glob("site/entities/*.html")]
    assert module.count("# overlay: Loyalty, loyalty/all.dwmap:10") == 1
    assert module.count("verlay: ") == 2  # the other one is the filter's
    for text in (page, html):
        assert "From the overlay of Loyalty, loyalty/all.dwmap:10." in text
        assert "Loyalty 1.1.0.0 on 1.0.0.0 (loyalty/all.dwmap:7)" in text
    flag = "from the overlay of Loyalty, loyalty/all.dwmap:4"
    assert sum(flag in entity for entity in entities) == 1


def test_names_and_paths_do_nothing_to_a_terminal_or_to_code(tmp_path: Path) -> None:
    """What turns a line around, ends a comment or colours a terminal is shown by its number."""
    import ast

    from dwmap.diagnostics import Report
    from dwmap.driver import compile_sources_with_places
    from dwmap.emit.package import emit_changes
    from dwmap.overlays.listing import listing_text
    from dwmap.source import SourceFile

    path = 'x"""\n#`<b onload=1>|]\u202e*\x1b[31m/o.dwmap'
    text = OVERLAY.replace("Loyalty", '`Lo"""\u202e<i>|x`')
    sources = [SourceFile("core/a.dwmap", BASE), SourceFile(path, text)]
    compiled = compile_sources_with_places(sources, "x", Report())
    assert compiled is not None
    places = compiled.places

    targets = ("docs", "python")
    files = emit_changes(
        compiled.project, {}, {}, targets=targets, origins=places.origins
    ).files
    listed = list(listing_text(places.decl("Customers"), places))

    ast.parse(files["customers.py"])
    for shown in (*files.values(), *listed):
        assert not {"\u202e", "\x1b"} & set(shown)
    assert all("\n" not in line for line in listed)
