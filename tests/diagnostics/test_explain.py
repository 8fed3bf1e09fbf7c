"""The manual, which no case shows: its pages are the docstrings of problems."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from dwmap.diagnostics import Problem, Severity
from dwmap.diagnostics.explain import UnknownCode, explain, list_codes
from dwmap.diagnostics.page import page
from dwmap.diagnostics.style import ANSI


@dataclass(frozen=True)
class LossyTwoWay(Problem, abstract=True):
    """
    A two-way line loses a part of its value.

    It goes on for a second paragraph.

    ## Why it matters
        The other side gets the short value,
        and sends it back.

    ## Example
        map a {
          Name <-> name
        }

    ## Instead
        Name -> name
    """

    topic = "loss"
    severity = Severity.WARNING


@dataclass(frozen=True)
class LoneEquals(Problem, abstract=True):
    """
    A filter compares with a single `=`.

    Why it matters: it is imported
    as `==`.

    Example: `(a = 1)`

    Instead:
        (a == 1)
    """


@dataclass(frozen=True)
class Silent(Problem, abstract=True):
    name: str = ""


_PROBLEMS: dict[str, type[Problem]] = {
    kind.code: kind for kind in (LossyTwoWay, Silent, LoneEquals)
}

_PAGE = """\
lossy-two-way (warning, loss)

A two-way line loses a part of its value.

It goes on for a second paragraph.

Why it matters
    The other side gets the short value,
    and sends it back.

Example
    map a {
      Name <-> name
    }

Instead
    Name -> name"""


def test_a_page_is_its_docstring() -> None:
    """Headings stand out and the text under them keeps its shape."""
    assert _PAGE == explain("lossy-two-way", _PROBLEMS)


def test_a_page_has_painted_headings() -> None:
    """Only the code and the headings are bold."""
    lines = explain("lossy-two-way", _PROBLEMS, ANSI).splitlines()

    bold = [line for line in lines if "\x1b" in line]
    assert [
        "\x1b[1mlossy-two-way\x1b[0m (warning, loss)",
        "\x1b[1mWhy it matters\x1b[0m",
        "\x1b[1mExample\x1b[0m",
        "\x1b[1mInstead\x1b[0m",
    ] == bold


def test_a_heading_may_stand_in_the_line() -> None:
    """`Example: text` is a section like one under a heading line."""
    assert {
        "code": "lone-equals",
        "severity": "error",
        "topic": "",
        "since": "2026",
        "fix": "no",
        "product_codes": [],
        "summary": "A filter compares with a single `=`.",
        "sections": [
            {"heading": "Why it matters", "text": "it is imported\nas `==`."},
            {"heading": "Example", "text": "`(a = 1)`"},
            {"heading": "Instead", "text": "(a == 1)"},
        ],
    } == page(LoneEquals)


def test_a_signature_is_no_page() -> None:
    """The docstring that a dataclass makes up is not shown."""
    assert "silent (error)\n\nThis problem has no page yet." == explain(
        "silent", _PROBLEMS
    )


def test_an_unknown_code_offers_what_is_meant() -> None:
    """A near miss names the code that it misses."""
    with pytest.raises(UnknownCode) as caught:
        explain("lossy-twoway", _PROBLEMS)

    expected = "no problem is called `lossy-twoway`; did you mean `lossy-two-way`?"
    assert expected == str(caught.value)


def test_an_unknown_code_may_be_like_none() -> None:
    """Nothing is offered where nothing is near."""
    with pytest.raises(UnknownCode) as caught:
        explain("zzz", _PROBLEMS)

    assert "no problem is called `zzz`" == str(caught.value)


def test_the_list_goes_by_topic() -> None:
    """Codes stand under their topic, in order, each with its first sentence."""
    expected = """\
general
    lone-equals    error    A filter compares with a single `=`.
    silent         error

loss
    lossy-two-way  warning  A two-way line loses a part of its value."""

    assert expected == list_codes(_PROBLEMS)
    assert "" == list_codes({})
