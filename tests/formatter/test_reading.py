"""What the reader gives back of what it read, where it once did not."""

from __future__ import annotations

from dwmap.diagnostics import Report
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import parse_file


def _first(text: str) -> ast.Decl:
    return parse_file(SourceFile("a.dwmap", text), Report()).declarations[0]


def test_the_doc_above_an_enum_on_one_line_is_the_enums() -> None:
    """A member that does not begin its line has no doc above it."""
    enum = _first("/// Doc.\nenum fo.NoYes { No, Yes }\n")

    assert isinstance(enum, ast.EnumDecl)
    assert [enum.doc, enum.members[0].doc] == ["Doc.", ""]


def test_the_doc_above_a_line_that_begins_with_a_parenthesis_is_the_lines() -> None:
    """The doc of a line whose left side goes over several lines stands above its parenthesis."""
    lines = "  /// Doc.\n  (\n    a + b\n  ) >> c\n"
    map_ = _first(f"map M : fo.A <-> ce.B {{\n{lines}}}\n")

    assert isinstance(map_, ast.MapDecl)
    assert [line.doc for line in map_.lines] == ["Doc."]


def test_a_keyword_ends_where_its_word_ends() -> None:
    """`actionPrice` is no `action Price`."""
    report = Report()

    parse_file(SourceFile("a.dwmap", "variantdesign { a, b }\n"), report)

    assert report.has_errors


def test_a_second_else_of_a_state_table_is_a_mistake() -> None:
    """What the tree does not hold is reported, or it would be lost without a word."""
    report = Report()
    states = "states S(a: int) -> int {\n  1 -> 2\n  else error\n  else keep\n}\n"

    parse_file(SourceFile("a.dwmap", states), report)

    assert report.has_errors
