"""Filters are printed so that nobody has to know whether `and` or `or` binds more tightly; cases show the layout alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dwmap.diagnostics import Report
from dwmap.formatter.safety import Formatted, check_same_meaning, format_source
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import parse_file
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_WORD = re.compile(r"[()\[\]]|[<>=!]=|[<>]|\w+")
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "is"})
_SEPARATING = frozenset({"if", "then", "else"})

_comparisons = st.sampled_from(
    ["a == 1", "b != 2", "c < d", "a in [1, 2]", "b is blank", "c is not blank", "d"]
)


def _bigger(smaller: SearchStrategy[str]) -> SearchStrategy[str]:
    """Filters as people write them: with too many parentheses, or with the least."""
    return st.one_of(
        st.builds("({})".format, smaller),
        st.builds("not {}".format, smaller),
        st.builds("{} and {}".format, smaller, smaller),
        st.builds("{} or {}".format, smaller, smaller),
        st.builds("(if {} then {} else {})".format, smaller, smaller, smaller),
    )


filters = st.recursive(_comparisons, _bigger, max_leaves=8)


def _read(text: str) -> ast.File:
    report = Report()
    file = parse_file(SourceFile("a.dwmap", text), report)
    assert not report.has_errors, text
    return file


def _groups(text: str) -> Iterator[list[str]]:
    """The words of a filter that stand beside each other, without those in brackets within."""
    open_groups: list[list[str]] = [[]]
    for word in _WORD.findall(text):
        if word in "([":
            open_groups[-1].append("()")
            open_groups.append([])
        elif word in ")]":
            yield open_groups.pop()
        elif word in _SEPARATING:
            yield open_groups[-1]
            open_groups[-1] = []
        else:
            open_groups[-1].append(word)
    yield from open_groups


def _negates_a_comparison(group: list[str]) -> bool:
    """Whether `not` stands before a comparison without parentheses around it."""
    return any(
        word == "not" and before != "is" and after in _COMPARISONS
        for before, word, after in zip(
            ["", *group], group, [*group[2:], ""], strict=False
        )
    )


@given(st.sampled_from(["", " and"]), filters)
@settings(deadline=None)
def test_no_filter_needs_the_precedence_of_operators(joint: str, written: str) -> None:
    """`and` and `or` stand beside each other nowhere, the `and` that joins a filter to that of its base included."""
    text = f"extend map M {{\n  where fo{joint} {written}\n}}\n"

    result = format_source(SourceFile("a.dwmap", text))

    assert isinstance(result, Formatted), result[0].message
    assert check_same_meaning(_read(text), _read(result.text)) is None
    _, _, printed = result.text.partition("where fo")
    for group in _groups(printed):
        assert not {"and", "or"} <= set(group), result.text
        assert not _negates_a_comparison(group), result.text
