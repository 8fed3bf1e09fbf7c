"""Foreign files may hold anything: the importers answer with messages and never with an exception."""

from __future__ import annotations

import json
import time

import pytest
from dwmap.diagnostics import Report
from dwmap.importers import Sources, decode, import_sources
from dwmap.importers.decoding import LONGEST_LINE
from dwmap.source import SourceFile
from dwmap.syntax.dialects import (
    MOST_OPERATORS,
    parse_odata_filter,
    parse_query_range,
)
from hypothesis import given, settings
from hypothesis import strategies as st

HEAD = "### A (as)\n\nLeft | Map type | Right | Default value\n---|---|---|---\n"
LONG = LONGEST_LINE - 1000
WORDS = st.sampled_from(
    "| = > < >< >> << none blank <br> ` : NAME name a.b X.A(b).B(c) \\ 1 True 1/1/1900 \n".split(
        " "
    )
)
FILTER_WORDS = st.sampled_from(
    "( ) ! && || == = != <= like \"A*\" '' 'x eq ne and or not null true in , a b :: 1 -2.5 "
    "1\\1\\2021 2021-01-01 startswith".split(" ")
)

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["fields", "type", "$keys", "options"]), inner),
    max_leaves=8,
)


def _import(**texts: str) -> Report:
    report = Report()
    made = {name: SourceFile(name, text) for name, text in texts.items()}
    schema = made.get("schema")
    sources = Sources(
        [made.get("tables", SourceFile("tables", HEAD + "NAME | = | name |\n"))],
        made.get("keys"),
        [schema] if schema else [],
        made.get("plan"),
    )
    import_sources(sources, report)
    return report


@given(st.lists(WORDS, max_size=40).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_table_is_answered(text: str) -> None:
    """Rows of any shape are imported or reported."""
    _import(tables=HEAD + text)


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_is_answered(text: str) -> None:
    """A text that is none of the foreign files is reported."""
    _import(tables=text)
    _import(keys=text)
    _import(schema=text)
    _import(plan=text)


@given(JSON)
@settings(deadline=None)
def test_any_json_is_answered(content: object) -> None:
    """A column list may be any JSON."""
    _import(schema=json.dumps(content))
    _import(schema=json.dumps({"a": content}))
    _import(schema=json.dumps({"a": {"name": content}}))


@given(st.lists(FILTER_WORDS, max_size=20).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_filter_is_answered(text: str) -> None:
    """A filter is understood, or one message says why not."""
    span = SourceFile("f", text).span(0, len(text))
    for parse in (parse_query_range, parse_odata_filter):
        report = Report()
        found = parse(span, report)

        assert (found is None) == report.has_errors


@given(st.binary(max_size=100))
def test_any_bytes_are_answered(data: bytes) -> None:
    """Bytes are text, or one message says why not."""
    report = Report()

    assert (decode("f", data, report) is None) == report.has_errors


def test_a_line_without_end_is_refused() -> None:
    """A table that lost its line ends is not read."""
    report = Report()

    assert decode("f", b"a\n" + b"x" * (LONGEST_LINE + 1), report) is None
    assert [one.code for one in report] == ["overlong-line"]


def test_a_filter_that_nests_without_end_is_refused() -> None:
    """Neither depth nor length of a filter can exhaust the compiler."""
    deep = "(" * 3000 + "a == 1" + ")" * 3000
    long = " && ".join(["a == 1"] * (MOST_OPERATORS + 2))
    wide = "a == " + "9" * 5000
    codes = []
    for text in (deep, long, wide, "!" * 3000 + "a"):
        report = Report()
        parse_query_range(SourceFile("f", text).span(0, len(text)), report)
        codes.append([one.code for one in report])

    refused = ["unsupported-filter"]
    assert codes == [[], refused, refused, refused]


@pytest.mark.parametrize(
    "line",
    [
        f"{'-' * LONG}x",
        f"{'|-' * (LONG // 2)}x",
        f"### a{' ' * LONG}to x",
        f"### {'a (' * (LONG // 3)}",
        f"N | ><<br>a : b{' ' * LONG}c | n |",
        f"N | ><<br>a{' ' * LONG}c : b | n |",
        f"N | ><<br>{'a:' * (LONG // 2)} | n |",
        f"N | = | c{'.A(b)' * (LONG // 5)}! |",
        f"N | = | {'a.' * (LONG // 2)}! |",
        f"Source filter: {'(' * LONG}",
        f"Reversed source filter: {'a eq 1 and ' * (LONG // 11)}",
    ],
    ids=lambda line: line[:24],
)
def test_a_long_line_is_read_in_time(line: str) -> None:
    """No pattern looks at its characters again and again."""
    start = time.process_time()

    _import(tables=f"{HEAD}{line}\n")
    _import(tables=f"{line}\n{HEAD}")

    assert time.process_time() - start < 20


@pytest.mark.parametrize("text", [f"a = {'[' * LONG}", f"a = {'9' * LONG}", "a = '''"])
def test_a_plan_that_cannot_be_read_is_refused(text: str) -> None:
    """Whatever the library raises."""
    found = _import(plan=text)

    assert [one.code for one in found if one.code == "broken-plan"] == ["broken-plan"]


def test_titles_that_are_alike_are_told_apart() -> None:
    """A map and an entity may have names that differ in signs only; each is looked for at its own place."""
    plan = (
        '[solutions.a]\nmaps = ["Customers V3 ( )"]\n'
        '[entities]\n"Customers V3" = "Customers"\n'
    )

    found = [one for one in _import(plan=plan) if one.code == "unknown-in-plan"]

    places = [one.primary.span.text for one in found if one.primary]
    assert places == ["Customers V3 ( )", "Customers V3"]
