"""Where declarations and statements begin and end: a case shows only what comes of it."""

from __future__ import annotations

import pytest
from dwmap.syntax.chunks import (
    GROUP,
    close_braces,
    end_of_statement,
    open_parenthesis,
    split_declarations,
    split_statements,
    statement_at,
)

MAP = 'map M : fo.A <-> ce.b {\n  A = "}"\n  // {\n  (B,\n   C) >> d\n  `{` = e\n}\n'


def test_braces_in_texts_names_and_comments_do_not_count() -> None:
    """Only a brace that the parser would see opens or closes a block."""
    text = MAP + "enum fo.E { A }\n"

    assert [text[c.start : c.end] for c in split_declarations(text)] == [
        MAP,
        "enum fo.E { A }\n",
        "",
    ]


def test_a_heading_without_indent_ends_an_open_block() -> None:
    """What follows an unclosed block is read all the same."""
    text = "enum fo.E { A\n  map M\nentity fo.A {\n}\n"

    chunks = list(split_declarations(text))

    assert [(text[c.start : c.end], c.open_at) for c in chunks] == [
        ("enum fo.E { A\n  map M\n", 10),
        ("entity fo.A {\n}\n", None),
        ("", None),
    ]


def test_chunks_are_the_whole_text() -> None:
    """Nothing is left out, whatever the text."""
    for text in ("", "\n", "}", "{\n{\n}", MAP * 3, '"unclosed\n' + MAP):
        chunks = list(split_declarations(text))

        assert "".join(text[c.start : c.end] for c in chunks) == text


def test_a_long_body_is_cut_between_statements() -> None:
    """Neither inside parentheses, nor in an inner block, nor behind a comma."""
    lines = [
        "  depends on A,\n    B\n",
        "  x in [\n  1,\n  2\n  ]\n",
        "  request {\n    a > b\n  }\n",
        "  Name = name\n",
    ]
    body = "".join(lines) * (4 * GROUP // len("".join(lines)))
    text = "map M {\n" + body + "}\n"
    starts = {0}
    for line in lines * (len(body) // len("".join(lines))):
        starts.add(max(starts) + len(line))

    groups = split_statements(text)

    assert len(groups) > 2
    assert "".join(text[g.start : g.end] for g in groups) == text[7:]
    assert all(g.start - 8 in starts for g in groups[1:])


@pytest.mark.parametrize(
    ("at", "statement"),
    [
        ("A =", '  A = "}"'),
        ("C)", "  (B,\n   C) >> d"),
        (" e\n", "  `{` = e"),
    ],
)
def test_the_statement_around_a_place(at: str, statement: str) -> None:
    """A statement may go over several lines inside parentheses."""
    start, end = statement_at(MAP, MAP.index(at))

    assert MAP[start:end] == statement


def test_the_statement_of_a_heading_is_the_whole_declaration() -> None:
    """Without its heading a block means nothing."""
    start, end = statement_at(MAP, 3)

    assert MAP[start:end] == MAP.rstrip("\n")


def test_a_parenthesis_is_open_when_its_line_is_over() -> None:
    """One that is closed on a later line is not."""
    assert open_parenthesis("a = (b\nc = d\n\n", 12) == 4
    assert open_parenthesis("a = (b,\nc) >> d\n", 9) is None
    assert open_parenthesis("a = (b", 6) is None


def test_every_open_brace_is_closed() -> None:
    """A text that is closed already gets none."""
    assert close_braces("a {\n b {\n") == "a {\n b {\n}}\n"
    assert close_braces("a { }\n") == "a { }\n\n"


def test_comments_are_no_part_of_a_statement() -> None:
    """A missing part is missed before the comment, not behind it."""
    text = 'a = "//" // one\n// two\n\n'

    assert end_of_statement(text, len(text)) == len('a = "//"')
    assert end_of_statement("// only\n", 8) == 0
