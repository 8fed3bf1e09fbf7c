"""dwmap.toml: every mistake is told where it stands, with what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.cli.app import FINDINGS, run
from dwmap.diagnostics.toml_places import TomlPlaces
from dwmap.source import SourceFile

SPEC = """
entity fo.A { Id string(5) }
entity ce.b {
  integration key id
  id string(5)
}
map M : fo.A <-> ce.b { Id = id }
"""
SETTINGS = """\
# ignore = ["narrower-target"], out
name = "x"
[build]
out = "generated"
[docs]
out = "site"
[check]
ignore = ["narrower-target", "unkeyd-map", "narrower-target"]
basline = "k"
[check.severity]
keys = "fatal"
limit = "note"
[check.per-file-ignores]
"imported/**" = "types"
"legacy/*.dwmap" = [
  "types",  # "typse"
  "typse",
]
[volumes]
companis = 3
"fo.B" = 100
"ce.b" = -1
[variants]
x = 1
[chek]
"""
SAID = """\
6:1 no setting is called `out` in `[docs]` (it belongs to `[build]`)
8:1 `narrower-target` is named twice in `ignore` (name it once)
8:31 no finding and no topic is called `unkeyd-map` (did you mean `unkeyed-map`?)
9:1 no setting is called `basline` in `[check]` (did you mean `baseline`?)
11:1 `keys` cannot be `fatal` (write one of error, warning, note)
12:1 no finding and no topic is called `limit` (did you mean `limits`?)
14:2 `imported/**` is a list of names (write `["unkeyed-map"]`)
17:4 no finding and no topic is called `typse` (did you mean `types`?)
20:1 no entity is called `companis` (did you mean `companies`?)
21:2 no entity is called `fo.B` (did you mean `fo.A`?)
22:2 `ce.b` is a number of rows (write `"fo.CustomersV3" = 120000`)
24:1 `x` is a text (write it in quotes, `"…"`)
25:2 no setting is called `chek` (did you mean `check`?)
"""


def test_every_mistake_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In nested tables, too; each at its own place, whatever else the file says."""
    (tmp_path / "a.dwmap").write_text(SPEC)
    (tmp_path / "dwmap.toml").write_text(SETTINGS)

    assert run(["check", str(tmp_path)]) == FINDINGS

    said, place, message = [], "", ""
    for line in capsys.readouterr().out.splitlines():
        if line.startswith("error[wrong-setting]: "):
            message = line.partition(": ")[2]
        elif "--> " in line:
            place = line.partition("dwmap.toml:")[2]
        elif "= help: " in line:
            said.append(f"{place} {message} ({line.partition('help: ')[2]})\n")
    assert "".join(said) == SAID


TOML = """\
a.b = 1
"c d".'e' = 2
[check]
severity = { keys = "note", "x y" = "error" }
# severity = 3
ignore = ["one", 'two']
[[list]]
a = 3
[ outer . "in.ner" ]
key = 4
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a", "b"), "1:3"),
        (("c d", "e"), "2:8"),
        (("check",), "3:2"),
        (("check", "severity"), "4:1"),
        (("check", "severity", "keys"), "4:14"),
        (("check", "severity", "x y"), "4:30"),
        (("check", "ignore"), "6:1"),
        (("list",), "7:3"),
        (("list", "a"), "8:1"),
        (("outer", "in.ner"), "9:12"),
        (("outer", "in.ner", "key"), "10:1"),
        (("nowhere",), "1:1"),
    ],
)
def test_where_a_key_stands(path: tuple[str, ...], place: str) -> None:
    """In whatever way TOML lets it be written; not in comments."""
    line, column = TomlPlaces(SourceFile("a.toml", TOML)).key(path).position

    assert f"{line}:{column}" == place


@pytest.mark.parametrize(("text", "place"), [("one", "6:12"), ("two", "6:19")])
def test_where_a_text_in_a_list_stands(text: str, place: str) -> None:
    """In either kind of quotes."""
    places = TomlPlaces(SourceFile("a.toml", TOML))
    line, column = places.text(("check", "ignore"), text).position

    assert f"{line}:{column}" == place
