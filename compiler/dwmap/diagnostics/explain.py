"""The manual: the docstring of each kind of problem as a page, and the list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from inspect import cleandoc
from itertools import groupby
from textwrap import dedent, indent
from typing import TypedDict

from dwmap.diagnostics.problem import Problem
from dwmap.diagnostics.style import PLAIN, Style, Tone
from dwmap.diagnostics.suggest import did_you_mean

HEADINGS = ("Why it matters", "Example", "Instead")

# `## Example` above its text, or `Example: text`.
_HEADING = re.compile(
    rf"^(?:##+ +(.+)(?:\n|\Z)|({'|'.join(HEADINGS)}):\s+)", re.MULTILINE
)


class UnknownCode(LookupError):
    """No problem has the code that was asked for; the text says which may be meant."""


class Section(TypedDict):
    """A heading of a page and the text under it."""

    heading: str
    text: str


class Page(TypedDict):
    """What is to be said about one kind of problem; plain data, ready for JSON."""

    code: str
    severity: str
    topic: str
    summary: str
    sections: list[Section]


def page(kind: type[Problem]) -> Page:
    """The manual page of a kind of problem."""
    summary, *rest = _HEADING.split(_docstring(kind))
    sections = [
        Section(heading=marked or inline, text=_body(text))
        for marked, inline, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    ]
    return Page(
        code=kind.code,
        severity=kind.severity.value,
        topic=kind.topic,
        summary=summary.strip(),
        sections=sections,
    )


def _docstring(kind: type[Problem]) -> str:
    doc = kind.__doc__ or ""
    # A dataclass without a docstring is given its signature as one.
    return "" if doc.startswith(f"{kind.__name__}(") else cleandoc(doc)


def _body(text: str) -> str:
    return dedent(text).strip("\n")


def explain(
    code: str, problems: Mapping[str, type[Problem]], style: Style = PLAIN
) -> str:
    """The page of `code` for the terminal; raises UnknownCode with a suggestion."""
    known = problems.get(code)
    if known is None:
        meant = did_you_mean(code, problems)
        raise UnknownCode(
            f"no problem is called `{code}`" + (f"; {meant}" * bool(meant))
        )
    return "\n".join(_page_lines(page(known), style))


def _page_lines(page: Page, style: Style) -> Iterator[str]:
    facts = ", ".join(filter(None, (page["severity"], page["topic"])))
    yield f"{style.paint(Tone.HEADLINE, page['code'])} ({facts})"
    yield ""
    yield page["summary"] or "This problem has no page yet."
    for section in page["sections"]:
        yield ""
        yield style.paint(Tone.HEADLINE, section["heading"])
        yield indent(section["text"], "    ")


def list_codes(problems: Mapping[str, type[Problem]]) -> str:
    """Every code with the first line of its page, by topic."""
    pages = sorted(
        map(page, problems.values()), key=lambda one: (one["topic"], one["code"])
    )
    width = max((len(one["code"]) for one in pages), default=0)
    blocks = []
    for topic, members in groupby(pages, key=lambda one: one["topic"]):
        lines = [topic or "general"]
        for one in members:
            first = " ".join(one["summary"].split("\n\n")[0].split())
            lines.append(f"    {one['code']:{width}}  {one['severity']:7}  {first}")
        blocks.append("\n".join(line.rstrip() for line in lines))
    return "\n\n".join(blocks)
