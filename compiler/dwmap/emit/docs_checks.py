"""The page of the site that explains what `dwmap check` finds: the manual, the same for every project."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import dwmap.semantic.problems
import dwmap.syntax.problems
from dwmap.diagnostics import Problem, all_problems
from dwmap.diagnostics.page import Page as Manual
from dwmap.diagnostics.page import Part, Section, first_sentence, pages_by_topic, parts
from dwmap.emit.docs_names import Slug, slug
from dwmap.emit.docs_pages import Page

_HOMES = (dwmap.semantic.problems.__name__, dwmap.syntax.problems.__name__)
_TONES = {"Example": "bad", "Instead": "good"}


@dataclass(frozen=True, slots=True)
class CheckSection:
    """A heading of a rule, and its prose and code; `tone` says whether the code is bad or good."""

    heading: str
    tone: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class CheckRule:
    """A rule with its manual page."""

    anchor: Slug
    name: str
    severity: str
    fix: str
    codes: str
    summary: str
    sections: tuple[CheckSection, ...]


@dataclass(frozen=True, slots=True)
class CheckTopic:
    """The rules of one topic."""

    title: str
    rules: tuple[CheckRule, ...]


def checks_page() -> Page:
    """The page; its rules are those of the language, for they are what an author of maps meets."""
    manuals = pages_by_topic(filter(_is_of_the_language, all_problems().values()))
    topics = tuple(
        CheckTopic(topic, tuple(map(_rule, members)))
        for topic, members in groupby(manuals, key=lambda one: one["topic"])
    )
    return Page(Slug("checks"), "checks", topics, "Checks")


def _is_of_the_language(kind: type[Problem]) -> bool:
    """Not of filters in foreign dialects: only an import meets those."""
    return kind.__module__.startswith(_HOMES) and kind.topic != "import"


def _rule(manual: Manual) -> CheckRule:
    return CheckRule(
        anchor=slug(manual["code"]),
        name=manual["code"],
        severity=manual["severity"],
        fix="" if manual["fix"] == "no" else f"{manual['fix']} fix",
        codes=", ".join(manual["product_codes"]),
        summary=first_sentence(manual),
        sections=tuple(map(_section, manual["sections"])),
    )


def _section(section: Section) -> CheckSection:
    heading = section["heading"]
    tone = _TONES.get(heading, "")
    return CheckSection(heading, tone, tuple(parts(section["text"])))
