"""The safety net: nothing is given out that is not proved to mean the same."""

from __future__ import annotations

import pytest
from dwmap.diagnostics import Report
from dwmap.formatter import safety
from dwmap.formatter.safety import Formatted, check_same_meaning, format_source
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import parse_file
from harness.golden import CASES, Golden
from harness.messages import message_files

MAP = "map M : fo.A <-> ce.B {\n  version 1.0\n\n  a  =  b\n}\n"


def _file(text: str) -> ast.File:
    return parse_file(SourceFile("a.dwmap", text), Report())


def _refused(text: str) -> str:
    result = format_source(SourceFile("a.dwmap", text))
    assert not isinstance(result, Formatted)
    assert [one.code for one in result] == ["unsafe-format"]
    return result[0].message


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        (MAP, MAP.replace("  a", "\n\n    a"), None),
        (MAP, MAP.replace("a  =", "a  >"), "[0].lines[0].op: '=' became '>'"),
        (MAP, MAP + MAP, "file: 1 parts became 2"),
        (
            MAP.replace("b", "1.0"),
            MAP.replace("b", "1.00"),
            "[0].lines[0].right.value: Decimal('1.0') became Decimal('1.00')",
        ),
        (
            MAP.replace("b", "1"),
            MAP.replace("b", "true"),
            "[0].lines[0].right.kind: 'int' became 'bool'",
        ),
        (
            MAP.replace("b", "1"),
            MAP,
            "[0].lines[0].right: LiteralExpr became PathExpr",
        ),
    ],
)
def test_the_first_difference_is_named(
    before: str, after: str, difference: str | None
) -> None:
    """Places do not count; every other part of the tree does, a decimal's scale included."""
    assert difference == check_same_meaning(_file(before), _file(after))


def test_a_file_with_mistakes_is_not_formatted() -> None:
    """The diagnostics of the reader are the answer."""
    result = format_source(SourceFile("a.dwmap", "enum fo.A { B"))

    assert not isinstance(result, Formatted)
    assert [one.code for one in result] == ["unclosed-block"]


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("map {", "its canonical form cannot be read"),
        (MAP.replace("  b", "  c"), "its canonical form means something else"),
        (MAP, "its canonical form has more or fewer comments: // why"),
    ],
)
def test_a_wrong_print_is_refused(
    monkeypatch: pytest.MonkeyPatch, printed: str, reason: str
) -> None:
    """A bug of the printer costs nobody a file."""
    monkeypatch.setattr(safety, "print_file", lambda file: printed)

    assert reason in _refused(MAP + "// why\n")


def test_the_message_of_a_refusal(
    monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    """No file brings it out, as long as the printer has no bug: here it loses a comment."""
    case = CASES / "internal" / "unsafe-format"
    text = (case / "input.dwmap").read_text("utf-8")
    monkeypatch.setattr(
        safety, "print_file", lambda file: text.replace(" // the key", "")
    )

    result = format_source(SourceFile("input.dwmap", text))

    assert not isinstance(result, Formatted)
    golden.check(case, message_files(result))


def test_an_unstable_print_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that changes with every run is no form."""
    monkeypatch.setattr(safety, "print_file", lambda file: file.source.text + "\n")

    assert "not stable" in _refused(MAP)


def test_a_word_that_the_tree_does_not_hold_is_missed() -> None:
    """The words are counted, since what the reader drops is in neither tree."""
    states = "states S(a: int) -> int {\n  1 -> 2\n  else error\n  else keep\n}\n"
    result = format_source(SourceFile("a.dwmap", states))

    assert not isinstance(result, Formatted)


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "\r\n"])
def test_a_file_without_text_is_empty(text: str) -> None:
    """Nothing stays nothing."""
    result = format_source(SourceFile("a.dwmap", text))

    assert isinstance(result, Formatted)
    assert result.text == ""


def test_line_endings_and_the_mark_of_byte_order_are_normalized() -> None:
    """One form of a file has one form of bytes."""
    result = format_source(
        SourceFile("a.dwmap", "\ufeff// é\r\nenum fo.A { B,\r\n C }\r\n")
    )

    assert isinstance(result, Formatted)
    assert result.changed
    assert result.text == "// é\nenum fo.A { B, C }\n"


@pytest.mark.parametrize("text", [MAP, "enum fo.A {\n\n B }\n", "", "\ufeff// é\r\n"])
def test_what_the_form_is_read_as_comes_with_it(text: str) -> None:
    """It need not be read again to go on with it."""
    result = format_source(SourceFile("a.dwmap", text))

    assert isinstance(result, Formatted)
    assert result.file.source.text == result.text
    assert check_same_meaning(result.file, _file(result.text)) is None


def test_a_file_in_its_form_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second reading could not differ from the first; any other file is read back."""
    texts: list[str] = []

    def noted(source: SourceFile, report: Report) -> ast.File:
        texts.append(source.text)
        return parse_file(source, report)

    monkeypatch.setattr(safety, "parse_file", noted)
    result = format_source(SourceFile("a.dwmap", "enum fo.A { B, C }\n"))
    assert isinstance(result, Formatted)
    assert texts == [result.text]
    format_source(SourceFile("a.dwmap", "enum fo.A {B,C}\n"))
    assert texts == [result.text, "enum fo.A {B,C}\n", result.text]


def test_a_long_chain_needs_no_deep_stack() -> None:
    """Imported filters can have a thousand parts."""
    chain = " or ".join(f"a == {n}" for n in range(1000))
    result = format_source(
        SourceFile("a.dwmap", f"map M : fo.A <-> ce.B {{\n  where fo {chain}\n}}\n")
    )

    assert isinstance(result, Formatted)
    assert result.text.count("\n    or a == ") == 999
