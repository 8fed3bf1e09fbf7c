"""The manual page of a kind of problem: its docstring, taken apart into plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from textwrap import dedent
from typing import NamedTuple, TypedDict

from dwmap.diagnostics.editions import FIRST_EDITION, newest_edition
from dwmap.diagnostics.problem import Problem
from dwmap.diagnostics.product_codes import codes_of

HEADINGS = ("Why it matters", "Example", "Instead", "How to mend")

# Fenced code, in which nothing is a heading; `## Example` above its text, or `Example: text`.
_HEADING = re.compile(
    rf"^```.*?^```$|^(?:##+ +([^\n]+)(?:\n|\Z)|({'|'.join(HEADINGS)}):\s+)",
    re.MULTILINE | re.DOTALL,
)
# Three backticks, the language and perhaps a file, the code, three backticks.
_FENCED = re.compile(r"^```(\w*)[ \t]*(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Section(TypedDict):
    """A heading of a page and the text under it, in Markdown."""

    heading: str
    text: str


class Page(TypedDict):
    """What is to be said about one kind of problem; plain data, ready for JSON."""

    code: str
    severity: str
    topic: str
    since: str
    fix: str
    product_codes: list[str]
    summary: str
    sections: list[Section]


class Part(NamedTuple):
    """A piece of a section: prose where `language` is empty, else code, perhaps of a named file."""

    text: str
    language: str = ""
    file: str = ""


def page(kind: type[Problem], edition: str = "") -> Page:
    """The manual page of a kind of problem, with its severity in an edition; the newest where none is given."""
    severity = kind.severity_in(edition or newest_edition()) or kind.severity
    text = _docstring(kind)
    found = [one for one in _HEADING.finditer(text) if one[1] or one[2]]
    ends = [*(one.start() for one in found), len(text)]
    sections = [
        Section(heading=one[1] or one[2], text=_body(text[one.end() : end]))
        for one, end in zip(found, ends[1:], strict=True)
    ]
    return Page(
        code=kind.code,
        severity=severity.value,
        topic=kind.topic,
        since=kind.since,
        fix=kind.fixable.value,
        product_codes=codes_of(kind.code),
        summary=text[: ends[0]].strip(),
        sections=sections,
    )


def _docstring(kind: type[Problem]) -> str:
    doc = kind.__doc__ or ""
    # A dataclass without a docstring is given its signature as one.
    return "" if doc.startswith(f"{kind.__name__}(") else cleandoc(doc)


def _body(text: str) -> str:
    return dedent(text).strip("\n")


def first_sentence(page: Page) -> str:
    """The first paragraph of the summary on one line."""
    return " ".join(page["summary"].split("\n\n")[0].split())


def facts(page: Page) -> list[str]:
    """What stands in parentheses behind the code: severity, topic, fix, a later edition, codes of the product."""
    fix = "" if page["fix"] == "no" else f"{page['fix']} fix"
    since = "" if page["since"] == FIRST_EDITION else f"since edition {page['since']}"
    known = (page["severity"], page["topic"], fix, since)
    return [*filter(None, known), *page["product_codes"]]


def pages_by_topic(kinds: Iterable[type[Problem]]) -> list[Page]:
    """The pages in the order of a list: by topic, then by code."""
    return sorted(map(page, kinds), key=lambda one: (one["topic"], one["code"]))


def parts(text: str) -> Iterator[Part]:
    """The prose and the fenced code of a section, in order."""
    rest = 0
    for found in _FENCED.finditer(text):
        yield from _prose(text[rest : found.start()])
        yield Part(found[3].rstrip("\n"), found[1] or "text", found[2])
        rest = found.end()
    yield from _prose(text[rest:])


def plain_text(text: str) -> str:
    """A section for a reader who sees no Markdown: code without its fences."""
    shown = []
    for part in parts(text):
        name = f"// {part.file}\n" if part.file else ""
        shown.append(name + part.text)
    return "\n\n".join(shown)


def _prose(text: str) -> Iterator[Part]:
    if text.strip():
        yield Part(text.strip("\n"))
