"""What is said of the size of a result holds for every record: random expressions, carried out."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

from dwmap.diagnostics import Report
from dwmap.driver import check_sources
from dwmap.interpret.conversion import fits_decimal
from dwmap.interpret.expressions import evaluate, record_reader
from dwmap.interpret.functions import to_text
from dwmap.interpret.values import Record, Refusal
from dwmap.ir.model import Type
from dwmap.ir.scope import Scope
from dwmap.lower.lower_project import lower_project
from dwmap.semantic.lines import Line
from dwmap.semantic.stdlib import DIGITS
from dwmap.source import SourceFile
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

PROJECT = """
enum fo.Kind { A, Much }
entity fo.A {
  Id    string(5)
  Name  string(6)?
  Memo  string(3)
  Count int?
  Big   long
  Price decimal(6, 2)
  Rate  decimal(4, 3)?
  Kind  Kind?
  Day   date
}
entity ce.b {
  integration key id
  id string(5)
}
"""
_text: SearchStrategy[str] = st.deferred(lambda: st.one_of(_text_leaf, _text_call))
_number: SearchStrategy[str] = st.deferred(
    lambda: st.one_of(_number_leaf, _number_node)
)
_text_leaf: SearchStrategy[str] = st.sampled_from(
    ["Name", "Memo", "Kind", '"ab"', '""', "text(Day)"]
)
_number_leaf: SearchStrategy[str] = st.sampled_from(
    ["Count", "Big", "Price", "Rate", "3", "100", "0.25", "1.5", "7", "1000", "0.001"]
)
_factor = _number_leaf.filter(lambda each: each not in ("3", "7", "1.5"))
_small = st.integers(0, 5)
_text_call: SearchStrategy[str] = st.one_of(
    st.builds("concat({}, {})".format, _text, _text),
    st.builds("substring({}, {}, {})".format, _text, _small, _small),
    st.builds("substring({}, {})".format, _text, _small),
    st.builds('replace({}, "a", "")'.format, _text),
    st.builds('replace({}, "a", "bc")'.format, _text),
    st.builds("trim({})".format, _text),
    st.builds("coalesce({}, {})".format, _text, _text),
    st.builds('(if Memo == "x" then {} else {})'.format, _text, _text),
)
_number_node: SearchStrategy[str] = st.one_of(
    st.builds("({} * {})".format, _factor | st.deferred(lambda: _number_node), _factor),
    st.builds("({} / {})".format, _number, _number_leaf),
    st.builds("-({})".format, _number),
    st.builds("round({}, {})".format, _number, _small),
    st.builds("decimal({})".format, _number),
    st.builds("coalesce({}, {})".format, _number, _number),
    st.builds('(if Memo == "x" then {} else {})'.format, _number, _number),
)
_texts = st.text("xa b", max_size=3)
records = st.fixed_dictionaries(
    {
        "name": st.none() | st.text("xab c", max_size=6),
        "memo": _texts,
        "count": st.none() | st.integers(-(2**31), 2**31 - 1),
        "big": st.integers(-(2**63), 2**63 - 1),
        "price": st.decimals(-9999, 9999, places=2),
        "rate": st.none() | st.decimals(-9, 9, places=3),
        "kind": st.sampled_from([None, "A", "Much"]),
        "day": st.dates(),
    }
)


def _typed(expression: str) -> tuple[Line, Scope]:
    op = ">" if expression.isidentifier() else ">>"
    text = f"{PROJECT}map M : fo.A <-> ce.b {{\nId = id\n({expression}) {op} open\n}}\n"
    report = Report()
    analysis = check_sources([SourceFile("a.dwmap", text)], report)
    assert not report.has_errors, [one.message for one in report]
    project = lower_project(analysis, "sizes", report)
    return analysis.maps[0].lines[1], Scope(project)


def _check(expression: str, record: Record, *, text: bool) -> None:
    line, scope = _typed(expression)
    with suppress(Refusal):
        value = evaluate(line.mapping.left, record_reader(record, scope))  # type: ignore[arg-type]  # an expression
        type_: Type = line.left_types[0]
        if value is None:
            assert type_.nullable
        elif text:
            assert type_.length is None or len(to_text(value)) <= type_.length
        elif type_.kind in ("int", "long"):
            assert isinstance(value, int)
        elif type_.precision is not None and type_.scale != DIGITS:
            assert isinstance(value, Decimal | int)
            assert fits_decimal(Decimal(value), type_.precision, type_.scale or 0)


@given(_text, records)
def test_no_text_is_longer_than_its_type_says(expression: str, record: Record) -> None:
    """Nor empty where that is ruled out."""
    _check(expression, record, text=True)


@given(_number, records)
def test_no_number_has_more_digits(expression: str, record: Record) -> None:
    """Sums and small factors are left out: they are taken to need no more than their parts."""
    _check(expression, record, text=False)
