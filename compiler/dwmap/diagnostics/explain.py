"""The manual, printed: one page, all pages, the list of codes, the table of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from textwrap import indent
from typing import TypedDict

from dwmap.diagnostics.page import (
    Page,
    facts,
    first_sentence,
    page,
    pages_by_topic,
    plain_text,
)
from dwmap.diagnostics.problem import Problem
from dwmap.diagnostics.product_codes import LIVE_LIMITS
from dwmap.diagnostics.style import PLAIN, Style, Tone
from dwmap.diagnostics.suggest import did_you_mean

_WITHOUT_TOPIC = "general"


class UnknownCode(LookupError):
    """No problem has the code that was asked for; the text says which may be meant."""


def explain(
    code: str, problems: Mapping[str, type[Problem]], style: Style = PLAIN
) -> str:
    """The page of `code` for the terminal; raises UnknownCode with a suggestion."""
    return "\n".join(_page_lines(page(find(code, problems)), style))


def find(code: str, problems: Mapping[str, type[Problem]]) -> type[Problem]:
    """The problem of that code; raises UnknownCode with a suggestion."""
    known = problems.get(code)
    if known is None:
        topics = {kind.topic for kind in problems.values() if kind.topic}
        meant = did_you_mean(code, {*problems, *topics})
        raise UnknownCode(
            f"no problem is called `{code}`" + (f"; {meant}" * bool(meant))
        )
    return known


class TopicPage(TypedDict):
    """The rules of a topic, each with its limit if it has one, and what no specification says; ready for JSON."""

    topic: str
    rules: list[dict[str, str]]
    live: list[str]


def topic_page(topic: str, problems: Mapping[str, type[Problem]]) -> TopicPage | None:
    """The page of a topic; None where no rule has it."""
    kinds = [kind for kind in problems.values() if topic and kind.topic == topic]
    rules = [
        {
            "rule": one["code"],
            "severity": one["severity"],
            "limit": getattr(problems[one["code"]], "limit", ""),
            "summary": first_sentence(one),
        }
        for one in pages_by_topic(kinds)
    ]
    live = list(LIVE_LIMITS) if topic == "limits" else []
    return TopicPage(topic=topic, rules=rules, live=live) if rules else None


def topic_text(page: TopicPage, style: Style = PLAIN) -> str:
    """The page of a topic for the terminal."""
    width = max(len(one["rule"]) for one in page["rules"])
    lines = [f"{style.paint(Tone.HEADLINE, page['topic'])} (a topic of rules)", ""]
    for one in page["rules"]:
        lines.append(f"    {one['rule']:{width}}  {one['limit'] or one['summary']}")
    if page["live"]:
        lines += ["", style.paint(Tone.HEADLINE, "Only a running system reaches")]
        lines += [f"    {one}" for one in page["live"]]
    return "\n".join(lines)


def explain_all(problems: Mapping[str, type[Problem]], style: Style = PLAIN) -> str:
    """Every page for the terminal, by topic."""
    pages = pages_by_topic(problems.values())
    return "\n\n\n".join("\n".join(_page_lines(one, style)) for one in pages)


def _page_lines(page: Page, style: Style) -> Iterator[str]:
    yield f"{style.paint(Tone.HEADLINE, page['code'])} ({', '.join(facts(page))})"
    yield ""
    yield page["summary"] or "This problem has no page yet."
    for section in page["sections"]:
        yield ""
        yield style.paint(Tone.HEADLINE, section["heading"])
        yield indent(plain_text(section["text"]), "    ")


def markdown_page(page: Page, level: int = 1) -> str:
    """A page as Markdown, its title a heading of that level."""
    marks = "#" * level
    blocks = [f"{marks} `{page['code']}`", f"*{', '.join(facts(page))}*"]
    blocks.append(page["summary"] or "This problem has no page yet.")
    for section in page["sections"]:
        blocks += [f"{marks}# {section['heading']}", section["text"]]
    return "\n\n".join(blocks)


def markdown_pages(problems: Mapping[str, type[Problem]]) -> str:
    """Every page as one Markdown document, by topic."""
    blocks = ["# Rules"]
    for topic, members in _topics(pages_by_topic(problems.values())):
        blocks.append(f"## {topic}")
        blocks += [markdown_page(one, 3) for one in members]
    return "\n\n".join(blocks)


def _topics(pages: Iterable[Page]) -> Iterator[tuple[str, Iterator[Page]]]:
    for topic, members in groupby(pages, key=lambda one: one["topic"]):
        yield topic or _WITHOUT_TOPIC, members


def list_codes(problems: Mapping[str, type[Problem]]) -> str:
    """Every code with the first line of its page, by topic."""
    pages = pages_by_topic(problems.values())
    width = max((len(one["code"]) for one in pages), default=0)
    blocks = []
    for topic, members in _topics(pages):
        lines = [topic]
        for one in members:
            shown = f"{one['code']:{width}}  {one['severity']:7}  {first_sentence(one)}"
            lines.append(f"    {shown}".rstrip())
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
