"""The report as the comment of a pull request: verdict, rollout, findings by class, records, what is safe, folded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from dwmap.changes.fingerprint import fingerprint
from dwmap.changes.model import Finding, Judgement, Weight
from dwmap.changes.plan import Plan
from dwmap.changes.plan_text import plan_lines
from dwmap.changes.text import ARROWS, MOST_EFFECTS, record_text, support, verdict
from dwmap.diagnostics.cells import visible
from dwmap.ir.scope import Scope

MARKER = "<!-- dwmap:diff -->"
"""By which an action finds its own comment again."""


def markdown_lines(
    findings: Sequence[Finding],
    approved: Mapping[str, str],
    plan: Plan,
    scope: Scope,
    titles: tuple[str, str],
) -> Iterator[str]:
    """The whole comment."""
    yield MARKER
    yield f"### dwmap: {verdict(findings)}"
    yield ""
    if plan.stages:
        yield "```text"
        yield from plan_lines(plan, scope)
        yield "```"
        yield ""
    telling = [one for one in findings if one.weight > Weight.SAFE]
    for weight, group in groupby(telling, key=lambda one: one.weight):
        yield f"#### {weight.word.capitalize()}"
        yield ""
        for one in group:
            yield from _finding(one, approved.get(fingerprint(one)))
            yield ""
    safe = [one for one in findings if one.weight is Weight.SAFE]
    if safe:
        yield f"<details><summary>{len(safe)} safe</summary>"
        yield ""
        yield from (f"- `{one.rule}` {_text(one.message)}" for one in safe)
        yield ""
        yield "</details>"
        yield ""
    yield f"<sub>Compared {_text(titles[1])} with {_text(titles[0])}.</sub>"


def _finding(one: Finding, reason: str | None) -> Iterator[str]:
    yield f"**`{one.rule}`** {_text(one.message)}"
    if reason is not None:
        yield f"Approved: {_text(reason)}"
    rows = [*_rows(one)]
    if rows:
        yield ""
        yield "| field | | record | before | now | known by |"
        yield "| --- | --- | --- | --- | --- | --- |"
        yield from rows[:MOST_EFFECTS]
        if len(rows) > MOST_EFFECTS:
            yield ""
            yield f"and {len(rows) - MOST_EFFECTS} more"
    elif one.before or one.after:
        yield ""
        yield f"was {_code(one.before)}, is {_code(one.after)}"
    for note in (*one.notes, one.help):
        if note:
            yield ""
            yield _text(note)
    if reason is None and one.weight > Weight.NOTE:
        yield ""
        yield f"To accept it: `dwmap approve {fingerprint(one)} --reason …`"


def _rows(one: Finding) -> Iterator[str]:
    for judged in one.judgements:
        yield _row(one.map or one.symbol, judged)
    for effect in one.effects:
        for judged in effect.judgements:
            yield _row(f"{effect.map}: {effect.target}", judged)


def _row(field: str, judged: Judgement) -> str:
    record = was = now = ""
    if judged.witness is not None:
        shown, was, now = judged.witness
        record = record_text(shown)
    how = f"{judged.weight.word}, {support(judged)}"
    cells = (_code(field), ARROWS[judged.heading], *map(_code, (record, was, now)), how)
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    """A text that nothing in it can break out of."""
    shown = visible(text).replace("|", "\\|").replace("`", "'").replace("\n", " ")
    return f"`{shown}`" if shown.strip() else ""


def _text(text: str) -> str:
    """Words of ours with names in backticks; nothing of it is HTML."""
    return visible(text).replace("<", "&lt;").replace("\n", " ")
