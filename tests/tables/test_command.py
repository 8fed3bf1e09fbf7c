"""`dwmap export tables` on a project on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dwmap.cli.app import run

TEXT = """\
entity fo.Customers "Customers" {
  key Number
  Number string(20)
  Memo   string(100)?
}

entity ce.accounts {
  integration key number
  number string(20)
  memo   string(100)?
}

map Customers_accounts : fo.Customers <-> ce.accounts {
  on delete ignore
  Number = number
  Memo   = memo on null keep
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A map with two things that dual-write does not know."""
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "a.dwmap").write_text(TEXT, encoding="utf-8")
    return folder


def test_one_file(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Printed, or written; what is left out is counted."""
    file = tmp_path / "tables.md"

    assert run(["export", "tables", str(project)]) == 0
    printed = capsys.readouterr()
    assert run(["export", "tables", str(project), "-o", str(file)]) == 0
    assert capsys.readouterr().out == f"1 file, 1 new or changed: {file}\n"

    assert printed.out == file.read_text("utf-8")
    assert "\n### Customers (accounts)\n" in printed.out
    assert "\nNUMBER | = | number |\n" in printed.out
    assert printed.err.startswith("2 things have no form in dual-write")


def test_a_file_each(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file of a map that is gone goes, all else stays."""
    out = tmp_path / "tables"
    out.mkdir()
    (out / "mine.md").write_text("mine", encoding="utf-8")
    arguments = ["export", "tables", str(project), "--out", str(out)]

    assert run([*arguments, "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["files"] == 1
    assert (shown["written"], shown["removed"]) == (["Customers-accounts.md"], [])
    [old] = [one.name for one in out.glob("Cust*.md")]
    text = TEXT.replace('"Customers"', '"Buyers"')
    (project / "a.dwmap").write_text(text, encoding="utf-8")
    assert run(arguments) == 0

    assert old == "Customers-accounts.md"
    assert sorted(one.name for one in out.glob("*.md")) == [
        "Buyers-accounts.md",
        "mine.md",
    ]


def test_a_file_or_a_folder(project: Path, tmp_path: Path) -> None:
    """Not both."""
    out = str(tmp_path / "out")

    assert run(["export", "tables", str(project), "-o", out, "--out", out]) == 2


def test_maps_of_one_name_come_back_in_their_order(tmp_path: Path) -> None:
    """The first file of a name is that of the first map, and a tenth is none of the second."""
    once = 'map M{} "Customers (accounts)" : fo.Customers <-> ce.accounts {{\n  {} >> memo\n}}\n'
    head, _, _ = TEXT.partition("map ")
    maps = "".join(once.format(f"{n:02}", f'"v{n}"') for n in range(11))
    project, tables, again = (tmp_path / name for name in ("specs", "tables", "again"))
    project.mkdir()
    (project / "a.dwmap").write_text(head + maps, encoding="utf-8")

    assert run(["export", "tables", str(project), "--out", str(tables)]) == 0
    assert run(["import", str(tables), "--out", str(again)]) == 0

    for n in range(11):
        name = "Customers_accounts" + (f"_{n + 1}" if n else "")
        assert f'"v{n}"' in (again / f"{name}.dwmap").read_text("utf-8")
