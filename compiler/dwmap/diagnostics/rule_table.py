"""The table of all rules: by topic, each with its severity, its fix and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TypedDict

from dwmap.diagnostics.editions import newest_edition
from dwmap.diagnostics.model import Severity
from dwmap.diagnostics.page import first_sentence, page
from dwmap.diagnostics.problem import Problem
from dwmap.diagnostics.style import PLAIN, Style, Tone
from dwmap.diagnostics.suggest import did_you_mean

_HEAD = ("rule", "severity", "fix")


class UnknownTopic(LookupError):
    """No rule has the topic that was asked for; the text says which may be meant."""


class RuleRow(TypedDict):
    """
    A rule in the table; plain data, ready for JSON.

    `was` is its severity in the edition that the table is compared with; empty where that does not have the
    rule, and where nothing is compared.
    """

    rule: str
    topic: str
    severity: str
    was: str
    since: str
    fix: str
    summary: str
    product_codes: list[str]


def rule_rows(
    problems: Mapping[str, type[Problem]],
    topics: Iterable[str] = (),
    edition: str = "",
    compared: str = "",
) -> list[RuleRow]:
    """
    The rules of an edition by topic and name; of the newest, and of all topics, where none is given.

    With `compared`, only what that edition does not have, or weighs otherwise. Raises UnknownTopic.
    """
    edition = edition or newest_edition()
    wanted = set(topics)
    known = {kind.topic for kind in problems.values()}
    for topic in sorted(wanted - known):
        listed = ", ".join(f"`{one}`" for one in sorted(known))
        meant = did_you_mean(topic, known) or f"there are {listed}"
        raise UnknownTopic(f"no topic is called `{topic}`; {meant}")
    rows = [
        _row(kind, severity, kind.severity_in(compared) if compared else None)
        for kind in problems.values()
        if (severity := kind.severity_in(edition)) is not None
        and (not wanted or kind.topic in wanted)
    ]
    changed = [one for one in rows if not compared or one["was"] != one["severity"]]
    return sorted(changed, key=lambda one: (one["topic"], one["rule"]))


def _row(kind: type[Problem], severity: Severity, was: Severity | None) -> RuleRow:
    manual = page(kind)
    return RuleRow(
        rule=kind.code,
        topic=kind.topic,
        severity=severity.value,
        was=was.value if was is not None else "",
        since=kind.since,
        fix=kind.fixable.value,
        summary=first_sentence(manual),
        product_codes=manual["product_codes"],
    )


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
        was = f" (was: {one['was']})" if one["was"] else ""
        told = one["summary"] + was + (f" [{codes}]" if codes else "")
        yield f"  {one['rule']:{width}}  {one['severity']:8}  {fix:6}  {told}"
