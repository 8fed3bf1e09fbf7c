"""The table of all rules: by topic, each with its severity, its fix and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TypedDict

from dwmap.diagnostics.page import first_sentence, pages_by_topic
from dwmap.diagnostics.problem import Problem
from dwmap.diagnostics.style import PLAIN, Style, Tone
from dwmap.diagnostics.suggest import did_you_mean

_HEAD = ("rule", "severity", "fix")


class UnknownTopic(LookupError):
    """No rule has the topic that was asked for; the text says which may be meant."""


class RuleRow(TypedDict):
    """A rule in the table; plain data, ready for JSON."""

    rule: str
    topic: str
    severity: str
    fix: str
    summary: str
    product_codes: list[str]


def rule_rows(
    problems: Mapping[str, type[Problem]], topics: Iterable[str] = ()
) -> list[RuleRow]:
    """The rules by topic and name, of all topics where none is given; raises UnknownTopic."""
    wanted = set(topics)
    known = {kind.topic for kind in problems.values()}
    for topic in sorted(wanted - known):
        listed = ", ".join(f"`{one}`" for one in sorted(known))
        meant = did_you_mean(topic, known) or f"there are {listed}"
        raise UnknownTopic(f"no topic is called `{topic}`; {meant}")
    return [
        RuleRow(
            rule=one["code"],
            topic=one["topic"],
            severity=one["severity"],
            fix=one["fix"],
            summary=first_sentence(one),
            product_codes=one["product_codes"],
        )
        for one in pages_by_topic(problems.values())
        if not wanted or one["topic"] in wanted
    ]


def rule_table(rows: Iterable[RuleRow], style: Style = PLAIN) -> str:
    """The rows for the terminal: a heading, then a block a topic."""
    rows = list(rows)
    names = [_HEAD[0], *(one["rule"] for one in rows)]
    width = max(map(len, names)) + len("  ")
    lines = [f"{_HEAD[0]:{width}}  {_HEAD[1]:8}  {_HEAD[2]:6}  what it finds"]
    for topic, members in groupby(rows, key=lambda one: one["topic"]):
        lines += ["", style.paint(Tone.HEADLINE, topic), *_lines(members, width - 2)]
    return "\n".join(lines)


def _lines(rows: Iterable[RuleRow], width: int) -> Iterator[str]:
    for one in rows:
        fix = "" if one["fix"] == "no" else one["fix"]
        codes = ", ".join(one["product_codes"])
        told = one["summary"] + (f" [{codes}]" if codes else "")
        yield f"  {one['rule']:{width}}  {one['severity']:8}  {fix:6}  {told}"
