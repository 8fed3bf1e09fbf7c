"""Forms for programs: every character of them counts, so they are spelled out here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from diagnostics.cases import marked, read_case
from dwmap.diagnostics import Diagnostic, Edit, Fix, Label, Severity
from dwmap.diagnostics.formats import FORMATS
from dwmap.diagnostics.render import render_all
from harness.golden import cases

_FILE, _SPANS = marked("maps/a.dwmap", "map a {\n  <1|nmae|1> -> <2|名|2>\n<3|}\n|3>")
_FULL = Diagnostic(
    "unknown-field",
    Severity.ERROR,
    "`nmae` is no field",
    Label(_SPANS[1], "not in `ce.a`"),
    (Label(_SPANS[2], "goes here"),),
    ("100% sure",),
    "did you mean `name`?",
    Fix("write `name`", (Edit(_SPANS[1], "name"),), safe=False),
)
_LINES = Diagnostic("no-key", Severity.WARNING, "no key", Label(_SPANS[3]))
_PLACELESS = Diagnostic("missing-file", Severity.NOTE, "no `x`\r\n::error::y")


def test_concise_is_a_line_each() -> None:
    """Place, severity, code, message; a message cannot break its line."""
    expected = (
        "maps/a.dwmap:2:3: error[unknown-field]: `nmae` is no field\n"
        "maps/a.dwmap:3:1: warning[no-key]: no key\n"
        "note[missing-file]: no `x`\\r\\n::error::y\n"
    )

    assert expected == FORMATS["concise"]([_FULL, _LINES, _PLACELESS])


def test_json_holds_every_fact() -> None:
    """Places carry line, column and offset of both ends."""
    place = {
        "path": "maps/a.dwmap",
        "start": {"line": 2, "column": 3, "offset": 10},
        "end": {"line": 2, "column": 7, "offset": 14},
    }
    other = {
        "path": "maps/a.dwmap",
        "start": {"line": 2, "column": 11, "offset": 18},
        "end": {"line": 2, "column": 12, "offset": 19},
    }
    expected = {
        "code": "unknown-field",
        "severity": "error",
        "message": "`nmae` is no field",
        "primary": {**place, "text": "not in `ce.a`"},
        "labels": [{**other, "text": "goes here"}],
        "help": "did you mean `name`?",
        "notes": ["100% sure"],
        "fix": {
            "title": "write `name`",
            "safe": False,
            "edits": [{**place, "replacement": "name"}],
        },
    }

    assert [expected] == json.loads(FORMATS["json"]([_FULL]))["diagnostics"]


def test_json_counts() -> None:
    """The summary tells the worst severity and how many there are of each."""
    document = json.loads(FORMATS["json"]([_PLACELESS, _LINES, _PLACELESS]))

    expected = {"worst": "warning", "errors": 0, "warnings": 1, "notes": 2}
    assert expected == document["summary"]
    assert document["diagnostics"][0]["primary"] is None
    assert document["diagnostics"][0]["fix"] is None


def test_json_of_nothing_is_a_document() -> None:
    """A program that reads it needs no special case."""
    expected = {
        "version": 1,
        "diagnostics": [],
        "summary": {"worst": None, "errors": 0, "warnings": 0, "notes": 0},
    }

    assert expected == json.loads(FORMATS["json"]([]))


def test_github_annotates_a_place() -> None:
    """Colons and commas are escaped in properties, per cent and line ends everywhere."""
    expected = (
        "::error file=maps/a.dwmap,line=2,col=3,endColumn=7,title=dwmap unknown-field"
        "::`nmae` is no field%0Anot in `ce.a`%0Amaps/a.dwmap:2:11: goes here"
        "%0Anote: 100%25 sure%0Ahelp: did you mean `name`?%0Afix: write `name`\n"
    )

    assert expected == FORMATS["github"]([_FULL])


def test_github_takes_columns_of_one_line_only() -> None:
    """A range over several lines is given by its lines."""
    expected = (
        "::warning file=maps/a.dwmap,line=3,endLine=4,title=dwmap no-key::no key\n"
    )

    assert expected == FORMATS["github"]([_LINES])


def test_github_commands_cannot_be_forged() -> None:
    """A message with a line end and a command in it stays one message."""
    expected = "::notice title=dwmap missing-file::no `x`\\r%0A::error::y\n"

    assert expected == FORMATS["github"]([_PLACELESS])


def test_github_escapes_paths() -> None:
    """A path may hold what separates properties."""
    span = marked("a,b:c%.dwmap", "<1|x|1>")[1][1]
    diagnostic = Diagnostic("", Severity.NOTE, "m", Label(span))

    expected = (
        "::notice file=a%2Cb%3Ac%25.dwmap,line=1,col=1,endColumn=2,title=dwmap::m\n"
    )
    assert expected == FORMATS["github"]([diagnostic])


def test_text_is_the_caret_form() -> None:
    """The table of forms holds the one for people, too."""
    assert render_all([_FULL]) == FORMATS["text"]([_FULL])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("case", cases("render"))
def test_no_form_lets_controls_through(case: Path, form: str) -> None:
    """Whatever is wrong with the source, a form is clean text, the same each time."""
    diagnostic = read_case(case / "case.toml")

    text = FORMATS[form]([diagnostic])

    assert [] == [char for char in text if char != "\n" and ord(char) < 32]
    assert text == FORMATS[form]([diagnostic])
