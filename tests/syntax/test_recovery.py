"""Several mistakes of one file are found in one run, each once."""

from __future__ import annotations

import pytest
from dwmap.diagnostics import Report
from dwmap.source import SourceFile
from dwmap.syntax.parser import parse_file

DAMAGED = """
map M : fo.A <-> ce.b {
  A = = b
  B == c
  C = "unclosed
  where fo x = 3
  F = g
}
enum fo.X { A, B
entity fo.A {
  key a b
  x string(10
  y string(10)
}
}
"""


def _codes(text: str) -> list[tuple[int, str]]:
    report = Report()
    parse_file(SourceFile("x.dwmap", text), report)
    return [(d.primary.span.position.line, d.code) for d in report if d.primary]


def test_each_mistake_is_reported_once_at_its_line() -> None:
    """A damaged statement costs one message and nothing behind it."""
    assert [
        (3, "unexpected-text"),
        (4, "unexpected-text"),
        (5, "unclosed-text"),
        (6, "unexpected-text"),
        (9, "unclosed-block"),
        (11, "unexpected-text"),
        (12, "unclosed-block"),
        (15, "unopened-block"),
    ] == _codes(DAMAGED)


def test_what_is_not_damaged_is_read() -> None:
    """The declarations around a mistake are there."""
    file = parse_file(SourceFile("x.dwmap", DAMAGED), Report())

    assert ["MapDecl", "EnumDecl", "EntityDecl"] == [
        type(d).__name__ for d in file.declarations
    ]


@pytest.mark.parametrize("text", ["", "// only a comment\n", "\ufeff", "\r\n\r\n"])
def test_a_file_without_declarations_is_fine(text: str) -> None:
    """Nothing is not wrong."""
    assert [] == _codes(text)
