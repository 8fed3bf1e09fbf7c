"""The table of keywords says of each place which words are read as keywords there; the parser decides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dwmap.diagnostics import Report
from dwmap.source import SourceFile, Span
from dwmap.syntax import ast, keywords
from dwmap.syntax.parser import parse_file

GRAMMAR = Path(__file__).parents[2] / "grammar" / "dwmap.lark"
WORDS = sorted(
    set(re.findall(r'^[A-Z_]+: "([a-z]+)"$', GRAMMAR.read_text("utf-8"), re.MULTILINE))
)
_MAP = "map M : fo.A <-> ce.b {\n  %s\n}\n"
_VALUEMAP = "valuemap V : any <-> any {\n  %s\n}\n"


@pytest.mark.parametrize(
    ("place", "template", "known"),
    [
        ("the start of a condition", _MAP % "A = b when WORD == 1", "EXPRESSION"),
        ("an argument", _MAP % "f(1, WORD) >> b", "EXPRESSION"),
        ("an item in parentheses", _MAP % "(1, WORD) >> b : T", "EXPRESSION"),
        ("behind an operator", _MAP % "A = WORD", "SIDE_START"),
        ("the start of a line", _MAP % "WORD = b", "LINE_START"),
        ("an added line", "extend map M {\n  add WORD = b\n}\n", "SIDE_START"),
        ("a field", "entity fo.A {\n  WORD int\n}\n", "FIELD_START"),
        ("a type", "entity fo.A {\n  a WORD\n}\n", "TYPE"),
        ("the left of an entry", _VALUEMAP % "WORD = 1", "ENTRY_START"),
        ("the right of an entry", _VALUEMAP % "1 = WORD", "VALUE"),
        ("behind else", _VALUEMAP % "else WORD", "ELSE_VALUE"),
        ("a further cell", "states S(a: any) -> any {\n  1, WORD -> 2\n}\n", "VALUE"),
        ("the result of a row", "states S(a: any) -> any {\n  1 -> WORD\n}\n", "VALUE"),
        ("a record", 'example "e" for M {\n  WORD { a 1 }\n}\n', "EXAMPLE_START"),
        ("behind a dot", _MAP % "A = a.WORD", None),
        ("the name of a map", "map WORD : fo.A <-> ce.b {\n}\n", None),
        ("the name of an entity", "entity fo.WORD {\n  a int\n}\n", None),
        ("a member", "enum fo.E {\n  A\n  WORD\n}\n", None),
        ("a label", "options ce.o {\n  1 WORD\n}\n", None),
        ("a parameter", "transform T(WORD: int) -> int {\n  forward 1\n}\n", None),
    ],
)
def test_a_word_is_a_keyword_where_the_table_says_so(
    place: str, template: str, known: str | None
) -> None:
    """Everywhere else it is a name like any other."""
    expected = getattr(keywords, known) if known else frozenset()

    assert {word for word in WORDS if not _is_name(template, word)} == expected


@pytest.mark.parametrize("word", WORDS)
def test_in_backticks_every_word_is_a_name(word: str) -> None:
    """There is no name that cannot be written."""
    assert _is_name(_MAP % "WORD = b", word, f"`{word}`")


def _is_name(template: str, word: str, written: str | None = None) -> bool:
    """Whether the word is read in the place of WORD just as any other name."""
    other = _read(template.replace("WORD", "anyname"))
    assert other is not None
    read = _read(template.replace("WORD", written or word))
    return read == other.replace("anyname", word)


def _read(text: str) -> str | None:
    """The shape of the only declaration and its names; None where it is not read."""
    report = Report()
    file = parse_file(SourceFile("a.dwmap", text), report)
    return None if report.diagnostics else _shape(file.declarations)


def _shape(node: object) -> str:
    if isinstance(node, ast.Name):
        return f"`{node.text}`"
    if isinstance(node, tuple) and not isinstance(node, Span):
        return "(" + " ".join(map(_shape, node)) + ")"
    slots = getattr(node, "__slots__", ())
    parts = [f"{slot} {_shape(getattr(node, slot))}" for slot in slots]
    return f"{type(node).__name__} {' '.join(parts)}"
