"""`dwmap rebase`: from the history of git, a ref, a folder or a file, into the overlays' files."""

from __future__ import annotations

import codecs
import json
import os
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run
from harness.golden import CASES
from harness.repositories import git

BASE = (
    CASES / "semantic" / "overlay-conflict" / "core" / "customers.dwmap"
).read_text()
NEW = BASE.replace("  version 1.0.0.0\n  where", "  version 2.0.0.0\n  where").replace(
    "Memo            = description\n",
    "Memo            = description\n  Tier            = tier\n",
)
OVERLAY = """solution Loyalty { version 1.0.0.0 }

// what we need
extend map Customers on 1.0.0.0 {
  version 3.0.0.0
  add     Tier  =  tier  // see ticket 7
  remove  Name
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository in which the base has moved on twice since the overlay was written, and to another file."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "core").mkdir()
    (tmp_path / "loyalty").mkdir()
    (tmp_path / "core" / "all.dwmap").write_text(BASE)
    (tmp_path / "loyalty" / "all.dwmap").write_text(OVERLAY)
    _commit(tmp_path, "first")
    (tmp_path / "core" / "all.dwmap").write_text(
        BASE.replace("on delete", "on leave freeze\n  on delete")
    )
    _commit(tmp_path, "the last with the old version")
    (tmp_path / "core" / "all.dwmap").unlink()
    (tmp_path / "core" / "customers.dwmap").write_text(NEW)
    _commit(tmp_path, "the new version")
    return tmp_path


def _commit(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "-m", message)


def test_what_needs_no_decision_is_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The base line that was added is dropped, its comment stays; the check is clean, and a second run idle."""
    assert run(["check", str(project)]) == FINDINGS
    assert "`dwmap rebase`" in capsys.readouterr().out
    assert run(["rebase", str(project)]) == CLEAN
    said = capsys.readouterr().out
    assert "which is 2.0.0.0 now" in said
    assert "2 still apply, 1 is redundant" in said

    assert run(["rebase", "--write", str(project)]) == CLEAN
    assert (project / "loyalty" / "all.dwmap").read_text() == """\
solution Loyalty { version 1.0.0.0 }

// what we need
extend map Customers on 2.0.0.0 {
  version 3.0.0.0
  // see ticket 7
  remove  Name
}
"""
    capsys.readouterr()
    assert run(["check", str(project)]) == CLEAN
    assert run(["rebase", "--write", str(project)]) == CLEAN
    assert "every overlay is written against" in capsys.readouterr().out


def test_a_conflict_is_left_to_people(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three texts and the ways out; the overlay keeps its base, and the exit code is 1."""
    file = project / "core" / "customers.dwmap"
    file.write_text(
        file.read_text().replace("Name            = name", "Name            > name")
    )

    assert run(["rebase", "--write", str(project), "--format", "json"]) == FINDINGS

    data = json.loads(capsys.readouterr().out)
    [overlay] = data["overlays"]
    one = next(each for each in overlay["changes"] if each["outcome"] == "conflict")
    assert (one["old_base"], one["new_base"], one["overlay"]) == (
        "Name = name",
        "Name > name",
        "remove Name",
    )
    assert len(one["ways"]) == 2
    assert "on 1.0.0.0" in (project / "loyalty" / "all.dwmap").read_text()
    assert run(["rebase", str(project), "--format", "markdown"]) == FINDINGS
    said = capsys.readouterr().out
    assert "| conflict | `remove Name` | `Name = name` | `Name > name` |" in said


@pytest.mark.parametrize("where", ["HEAD~1", "folder", "file", "HEAD~1:core"])
def test_the_old_base_may_be_named(
    project: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A ref, a folder of it, a folder, a file: the same is found."""
    old = project / ".old"
    old.mkdir()
    (old / "base.dwmap").write_text(BASE)
    base = {"folder": str(old), "file": str(old / "base.dwmap")}.get(where, where)

    assert run(["rebase", str(project), "--base", base]) == CLEAN
    assert "2 still apply, 1 is redundant" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("HEAD", "`Customers` in version 1.0.0.0 is not in HEAD"),
        ("nowhere", "git knows no commit `nowhere`"),
        ("binary", "cannot be read"),
    ],
)
def test_a_base_that_is_not_there(
    project: Path, where: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said what is missing, and where else to look."""
    (project / "bytes").write_bytes(b"\xff\xfe\0\0")
    base = str(project / "bytes") if where == "binary" else where

    assert run(["rebase", str(project), "--base", base]) == CANNOT
    assert said in capsys.readouterr().err


def test_without_a_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Outside of a repository the base must be named; nothing to do needs none."""
    (tmp_path / "core").mkdir()
    (tmp_path / "loyalty").mkdir()
    (tmp_path / "core" / "all.dwmap").write_text(NEW)
    (tmp_path / "loyalty" / "all.dwmap").write_text(OVERLAY)

    assert run(["rebase", str(tmp_path)]) == CANNOT
    assert "--base REF" in capsys.readouterr().err
    (tmp_path / "core" / "all.dwmap").write_text(BASE)
    assert run(["rebase", str(tmp_path)]) == CLEAN


def test_what_is_known_of_one_overlay_is_not_lost_to_another(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One whose old base is nowhere is named, and the rest is done."""
    (project / "other").mkdir()
    other = project / "other" / "all.dwmap"
    other.write_text(
        "solution Other { version 1.0.0.0 }\n\nextend map Customers on 0.9 { remove Memo }\n"
    )

    assert run(["rebase", "--write", str(project)]) == CANNOT

    out, err = capsys.readouterr()
    assert "2 still apply, 1 is redundant" in out
    assert "`Customers` in version 0.9 is not in the history of git" in err
    assert "on 2.0.0.0" in (project / "loyalty" / "all.dwmap").read_text()
    assert "on 0.9" in other.read_text()


def test_a_base_that_is_gone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An overlay of a map that is no longer there is not said to be up to date."""
    (project / "core" / "customers.dwmap").write_text(
        NEW.replace("map Customers ", "map Clients ")
    )

    assert run(["rebase", "--write", str(project)]) == CANNOT

    out, err = capsys.readouterr()
    assert not out
    assert "all.dwmap:4 extends `Customers`, and no map has this name" in err
    assert (project / "loyalty" / "all.dwmap").read_text() == OVERLAY


def test_a_base_that_has_another_name_now(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its old version is found under the old name, before the overlay has the new one and after."""
    base, overlay = (
        project / "core" / "customers.dwmap",
        project / "loyalty" / "all.dwmap",
    )
    new = NEW.replace(
        "map Customers : fo.Customers <-> ce.accounts {",
        "map Buyers : fo.Customers <-> ce.accounts {\n  renamed from Customers",
    )
    base.write_text(new)

    run(["check", str(project)])
    assert "write `Buyers`" in capsys.readouterr().out
    assert run(["rebase", "--write", str(project)]) == FINDINGS
    assert "the map is called `Buyers` now" in capsys.readouterr().out
    overlay.write_text(overlay.read_text().replace("map Customers", "map Buyers"))
    assert run(["rebase", "--write", str(project)]) == CLEAN
    assert "extend map Buyers on 2.0.0.0 {" in overlay.read_text()
    assert run(["check", str(project)]) == CLEAN


def test_a_clone_that_does_not_reach_back(
    project: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is said that the history is cut off; a ref that was fetched, or a folder, does."""
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--quiet", "--depth", "1", f"file://{project}", "shallow")

    assert run(["rebase", str(clone / "shallow")]) == CANNOT

    assert "which this clone does not have as a whole" in capsys.readouterr().err


def test_a_project_that_cannot_be_read(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written where a file has an error; one that only does not fit together can be rebased."""
    (project / "broken.dwmap").write_text("map {")
    before = (project / "loyalty" / "all.dwmap").read_text()

    assert run(["rebase", "--write", str(project)]) == CANNOT
    assert "cannot be read" in capsys.readouterr().err
    assert (project / "loyalty" / "all.dwmap").read_text() == before


def test_bytes_that_are_not_edited_stay(project: Path) -> None:
    """Line endings of Windows, and a byte-order mark, which no other file gets."""
    path = project / "loyalty" / "all.dwmap"
    text = OVERLAY.replace("\n", "\r\n").encode("utf-8-sig")
    path.write_bytes(text)

    assert run(["rebase", "--write", str(project)]) == CLEAN
    written = path.read_bytes()
    assert written.startswith(codecs.BOM_UTF8 + b"solution")
    assert written.count(b"\xef\xbb\xbf") == 1
    assert written.count(b"\n") == written.count(b"\r\n")
    assert b"on 2.0.0.0" in written
    path.write_text(OVERLAY)
    assert run(["rebase", "--write", str(project)]) == CLEAN
    assert path.read_bytes().startswith(b"solution")


def test_a_fix_keeps_the_byte_order_mark(tmp_path: Path) -> None:
    """As a rebase does."""
    path = tmp_path / "a.dwmap"
    path.write_bytes("entity fo.A {\r\n  A text;\r\n}\r\n".encode("utf-8-sig"))

    run(["check", "--fix", str(tmp_path)])
    assert path.read_bytes() == codecs.BOM_UTF8 + b"entity fo.A {\r\n  A text\r\n}\r\n"


def test_the_newest_state_of_the_old_version_counts(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not the first one: it had no `on leave`, which the overlay then need not fear."""
    file = project / "loyalty" / "all.dwmap"
    file.write_text(OVERLAY.replace("  remove  Name\n", "  on leave unlink\n"))

    run(["rebase", str(project), "--format", "json"])

    [overlay] = json.loads(capsys.readouterr().out)["overlays"]
    policy = next(one for one in overlay["changes"] if "leave" in one["overlay"])
    assert policy["old_base"] == "on leave freeze"
    assert os.sep not in overlay["found"]
