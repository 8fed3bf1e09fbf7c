"""Names and literals as text, where a whole file would hide what is tested."""

from __future__ import annotations

from decimal import Decimal

import pytest
from dwmap.diagnostics import Report
from dwmap.formatter.names import literal_text, name_text, slug_text, string_text
from dwmap.formatter.print_ast import print_file
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import parse_file
from formatter.trees import NOWHERE, SPAN


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("plain", '"plain"'),
        ('a "b" \\', '"a \\"b\\" \\\\"'),
        ("\n\t\r", '"\\n\\t\\r"'),
        ("\x00\x7f\u2028", '"\\u0000\\u007f\\u2028"'),
        ("a\u202eb", '"a\\u202eb"'),
        ("é 漢 😀", '"é 漢 😀"'),
    ],
)
def test_only_what_needs_it_is_escaped(text: str, quoted: str) -> None:
    """A reader sees the text, except for what would deceive the eye."""
    assert quoted == string_text(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.50", "1.50"),
        ("-0.5", "-0.5"),
        ("1E+3", "1000.0"),
        ("7", "7.0"),
        ("1E-7", "0.0000001"),
    ],
)
def test_a_decimal_keeps_its_scale_and_has_a_point(value: str, text: str) -> None:
    """Without a point it would be read as an int."""
    assert text == literal_text(ast.LiteralExpr("decimal", Decimal(value), SPAN))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a", "a"),
        ("_a1", "_a1"),
        ("1a", "`1a`"),
        ("a b", "`a b`"),
        ("", "``"),
        ("é", "é"),
        ("if", "`if`"),
    ],
)
def test_a_name_stands_in_backticks_where_it_must(name: str, text: str) -> None:
    """Keywords only in the places where they are ones."""
    assert text == name_text(name, frozenset({"if"}))


def test_a_slug_keeps_its_hyphens() -> None:
    """Teams and rules need no backticks for them."""
    names = [ast.Name(text, SPAN) for text in ("sales-team", "sales team", "-")]

    assert ["sales-team", "`sales team`", "`-`"] == [slug_text(name) for name in names]


def test_a_tree_without_text_prints_its_docs() -> None:
    """Importers have no comments, only docs; all line endings separate their lines."""
    name = ast.Name("Design", SPAN)
    decl = ast.VariantDecl(name, (name,), "One\n\nTwo \r\nThree", SPAN)

    printed = print_file(ast.File(NOWHERE, (decl,)))

    assert printed == "/// One\n///\n/// Two\n/// Three\nvariant Design { Design }\n"


def test_docs_of_a_file_with_comments_are_printed_once() -> None:
    """The comment is the doc."""
    text = "/// One\nvariant Design { a }\n"

    assert text == print_file(parse_file(SourceFile("a.dwmap", text), Report()))
