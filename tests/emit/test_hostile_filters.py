"""A text within a filter is the same text to whoever reads the dialect, or the dialect refuses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from dwmap.diagnostics import Report
from dwmap.dialects.texts import Dialect, FilterText, Refusal, filter_text
from dwmap.ir.model import Binary, Call, Constant, Expr, In, PathRef, Type
from dwmap.ir.text import expr_text
from dwmap.source import SourceFile, Span
from dwmap.syntax.ast import File, LiteralExpr
from dwmap.syntax.dialects import parse_odata_filter, parse_query_range
from dwmap.syntax.parser import parse_file
from emit.test_hostile import TEXTS
from hypothesis import example, given, settings
from hypothesis import strategies as st

READERS = {"odata": parse_odata_filter, "query_range": parse_query_range}
NAME = PathRef(segments=("name",), type=Type(kind="text"))


def _text(text: str) -> Constant:
    return Constant(kind="string", text=text)


def _forms(text: str) -> Iterator[Expr]:
    """Everywhere that a filter may have a text."""
    yield Binary(op="==", left=NAME, right=_text(text))
    yield Binary(op="!=", left=_text(text), right=NAME)
    yield In(operand=NAME, options=(_text("a"), _text(text)))
    for function in ("starts_with", "ends_with", "contains"):
        yield Call(function=function, args=(NAME, _text(text)))


def _texts_in(part: object) -> list[str]:
    """The values of all text literals below a node of a syntax tree."""
    if isinstance(part, LiteralExpr):
        return [str(part.value)] if part.kind == "string" else []
    if isinstance(part, tuple):
        return [text for each in part for text in _texts_in(each)]
    if is_dataclass(part) and not isinstance(part, Span | SourceFile):
        return [t for each in fields(part) for t in _texts_in(getattr(part, each.name))]
    return []


@pytest.mark.parametrize("dialect", ["odata", "query_range"])
@given(TEXTS)
@example("' or name ne '")
@example('\\" || (1 == 1) || "\\')
@example("*")
@settings(deadline=None, max_examples=100)
def test_a_dialect_says_it_or_refuses(dialect: Dialect, text: str) -> None:
    """Read back by the importer, the filter has the very text, and nothing behind it."""
    for expr in _forms(f"x{text}"):
        said = filter_text(expr, dialect, {})
        if isinstance(said, Refusal):
            continue
        assert isinstance(said, FilterText)
        assert "\n" not in said.text

        report = Report()
        span = Span(SourceFile("filter", said.text), 0, len(said.text))
        read = READERS[dialect](span, report)

        assert not report.diagnostics
        assert f"x{text}" in _texts_in(read), said.text


@given(TEXTS)
@example("\r")
@example('\\"')
@example("\u202e\x00\U000e0041")
@settings(deadline=None, max_examples=100)
def test_the_language_itself_says_it(text: str) -> None:
    """What a page shows as the filter of the map can be pasted into one, and hides nothing."""
    for expr in _forms(text):
        shown = expr_text(expr)
        assert "\n" not in shown

        read = _read(f"map M : fo.A <-> ce.b {{\n  where fo {shown}\n}}\n")

        assert text in _texts_in(read.declarations), shown


def _read(text: str) -> File:
    report = Report()
    file = parse_file(SourceFile("input.dwmap", text), report)
    assert not report.diagnostics, [each.message for each in report]
    return file


@given(st.sampled_from("\x00\x1b\r\n\u2028\u2029\u202e\u200f\ufeff\xad\x85"))
def test_what_cannot_be_seen_is_refused(char: str) -> None:
    """A person who copies a filter would not know what is in it."""
    for expr in _forms(f"a{char}b"):
        assert isinstance(filter_text(expr, "odata", {}), Refusal)
        assert isinstance(filter_text(expr, "query_range", {}), Refusal)
