"""What becomes of committed records: each fate, in both directions, and no value of a masked field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from dwmap.changes.compared import Compared, compare
from dwmap.changes.given import MOST
from dwmap.changes.report.records_text import tried_lines
from dwmap.cli.sides import head_side

SPEC: Final = """\
entity fo.A {
  Id      string(5)
  Agent   string(5)
  Kind    string(10)?
  Name    string(50)?
  Secret  string(20)? masked
}

entity ce.b {
  integration key id
  id      string(5)
  agent   string(5)
  kind    int?
  name    string(50)?
  secret  string(20)? masked
}

valuemap Kinds : string(10) <-> int {
  "A" = 1
  "B" = 2
}

map M : fo.A <-> ce.b {
  where fo Name is not blank
  Id      =   id
  Agent   =   agent
  Kind    ><  kind  : Kinds
  Name    =   name
  Secret  =   secret
}

samples fo "a.csv" for M
samples ce "b.csv" for M
"""
ROWS: Final = """\
Id,Agent,Kind,Name,Secret
1,O1,A,Ann,s1
2,O2,B,Bob,s2
3,O3,,,s3
4,O4,X,Xavier,s4
"""
BACK: Final = """\
id,agent,kind,name,secret
5,O5,1,Eve,s5
6,O6,2,Fred,s6
7,O7,9,Gus,s7
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The project as it was."""
    return _written(tmp_path / "old", SPEC)


def _written(
    folder: Path, text: str, rows: str | None = ROWS, back: str | None = BACK
) -> Path:
    folder.mkdir()
    (folder / "dwmap.toml").write_text('name = "maps"\n')
    (folder / "a.dwmap").write_text(text)
    for name, content in (("a.csv", rows), ("b.csv", back)):
        if content is not None:
            (folder / name).write_text(content)
    return folder


def _compared(old: Path, was: str, now: str, rows: str = ROWS) -> Compared:
    text = (old / "a.dwmap").read_text()
    assert was in text
    new = _written(old.parent / "new", text.replace(was, now), rows)
    return Compared(compare(head_side(old).compiled({}), head_side(new).compiled({})))


def _fates(compared: Compared) -> dict[str, str]:
    """What becomes of each record that something becomes of."""
    return {one.origin: one.fate for one in compared.tried.changes}


@pytest.mark.parametrize(
    ("was", "now", "fates"),
    [
        ('"B" = 2', '"B" = 3', {"a.csv:3": "changed", "b.csv:3": "rejected"}),
        ('"B" = 2', '"B" = 2\n  "X" = 9', {"a.csv:5": "accepted", "b.csv:4": "accepted"}),
        ("where fo Name is not blank\n", "", {"a.csv:4": "entered"}),
        ("where fo Name is not blank", 'where fo Name == "Bob"', {"a.csv:2": "left"}),
        ("  Kind    ><  kind  : Kinds\n", "", {"a.csv:5": "accepted", "b.csv:2": "changed"}),
        ("Name    =   name", "Name    >   name", {"b.csv:2": "changed", "b.csv:3": "changed"}),
        ("=   id\n  Agent   =   agent", "=   agent\n  Agent   =   id", {f"a.csv:{n}": "re-linked" for n in (2, 3)}),
    ],
)  # fmt: skip
def test_fates(old: Path, was: str, now: str, fates: dict[str, str]) -> None:
    """A record is found by its file and line, and told once."""
    found = _fates(_compared(old, was, now))

    assert {origin: found.get(origin) for origin in fates} == fates


def test_a_map_that_is_gone_leaves_orphans(old: Path) -> None:
    """What it carried is kept equal by nobody; what it left alone or refused is as it was."""
    text = (old / "a.dwmap").read_text()
    new = _written(old.parent / "new", text[: text.index("map M")], None, None)

    compared = Compared(
        compare(head_side(old).compiled({}), head_side(new).compiled({}))
    )

    carried = ["a.csv:2", "a.csv:3", "b.csv:2", "b.csv:3"]
    assert _fates(compared) == {f"{one} (gone)": "orphaned" for one in carried}
    assert compared.tried.total == {"orphaned": 4, "unchanged": 3}


def test_a_new_map_takes_records_in(old: Path) -> None:
    """The mirror of a map that is gone."""
    compared = _compared(old, '"B" = 2', '"B" = 3').reversed()
    assert _fates(compared)["b.csv:3"] == "accepted"


def test_a_sample_that_is_gone_is_tried_all_the_same(old: Path) -> None:
    """Who deletes a sample does not hide what becomes of it."""
    rows = ROWS.replace("2,O2,B,Bob,s2\n", "")

    found = _fates(_compared(old, '"B" = 2', '"B" = 3', rows))

    assert found["a.csv:3 (gone)"] == "changed"


def test_the_cells_of_a_finding(old: Path) -> None:
    """At most three, in the direction that writes them, with the key of the record."""
    rows = ROWS + "".join(f"{n},O,B,Name,s\n" for n in range(11, 20))
    compared = _compared(old, '"B" = 2', '"B" = 3', rows)

    (finding,) = compared.findings
    assert list(compared.records(finding)) == [
        "b.csv:3 (id \"6\") <- is refused now (value-map-miss: Kind)",
        "a.csv:3 (Id \"2\") -> kind: 2, now 3",
        "a.csv:6 (Id \"11\") -> kind: 2, now 3",
    ]  # fmt: skip
    assert compared.data()["records"]["counts"]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Secret  =   secret", "Secret  ><  secret : Trim"),
        ("secret  string(20)? masked", "secret  string(1)? masked"),
        ("Name    =   name", "Secret  >   name"),
    ],
)
def test_masked_values_are_shown_nowhere(old: Path, was: str, now: str) -> None:
    """Neither they nor what is made from them, in any form of the report."""
    text = (old / "a.dwmap").read_text()
    (old / "a.dwmap").write_text(
        text + "\ntransform Trim(value: string(20)) -> string(20) {\n"
        "  forward  trim(value)\n  backward upper(value)\n}\n"
        if "Trim" in now
        else text
    )
    compared = _compared(old, was, now)

    assert compared.tried.changes
    said = [*compared.markdown(), json.dumps(compared.data()["records"])]
    said += [line for one in compared.findings for line in compared.records(one)]
    assert any("(masked)" in line for line in said)
    assert not any(f"s{n}" in line for line in said for n in range(1, 8))


def test_files_that_are_not_there(old: Path) -> None:
    """They are named, and so is the rest of one that is too long."""
    (old / "b.csv").unlink()
    rows = ROWS.splitlines()[0] + "\n" + "9,O,B,Nine,s\n" * (MOST + 5)
    text = (old / "a.dwmap").read_text().replace('"B" = 2', '"B" = 3')
    new = _written(old.parent / "new", text, rows, None)

    compared = Compared(
        compare(head_side(old).compiled({}), head_side(new).compiled({}))
    )

    unread = compared.tried.unread
    assert unread == (f"a.csv from its record {MOST + 1} on", "b.csv")
    said = list(tried_lines(compared.tried))
    assert [one for one in said if one.startswith("not tried:")] == [
        f"not tried: {one}" for one in unread
    ]


def test_examples_are_records_too(old: Path) -> None:
    """What an example puts on a side, and what it expects on the other."""
    text = (old / "a.dwmap").read_text() + (
        '\nexample "Bob" for M {\n  put fo { Id "2" Kind "B" Name "Bob" }\n'
        '  expect ce { id "2" kind 2 name "Bob" }\n}\n'
    )
    (old / "a.dwmap").write_text(text)

    found = _fates(_compared(old, '"B" = 2', '"B" = 3'))

    assert found['example "Bob"'] == "changed"
