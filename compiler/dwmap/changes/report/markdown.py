"""The report as the comment of a pull request: verdict, rollout, findings by class, records, lineage, what is safe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dwmap.changes.fingerprint import ACCEPT, fingerprint
from dwmap.changes.model import Finding, Judgement, Weight
from dwmap.changes.pace import Pace
from dwmap.changes.plan import Plan
from dwmap.changes.records import FATES, Tried
from dwmap.changes.report.lineage import lineage, lineage_lines
from dwmap.changes.report.markdown_text import code, table_head, words
from dwmap.changes.report.plan_text import named, plan_lines
from dwmap.changes.report.records_text import difference_of, fates, record_of
from dwmap.changes.report.text import (
    ARROWS,
    ASSUMED,
    MOST_EFFECTS,
    is_assumed,
    record_text,
    support,
    verdict,
)
from dwmap.changes.surroundings import Surroundings

MARKER = "<!-- dwmap:diff -->"
"""By which an action finds its own comment again."""


@dataclass(frozen=True)
class Comment:
    """What a comment says; `approved` are reasons by fingerprint, `titles` what was compared, the old state first."""

    findings: Sequence[Finding]
    approved: Mapping[str, str]
    plan: Plan
    pace: Pace
    tried: Tried
    around: Surroundings
    titles: tuple[str, str]
    accept: str = ACCEPT

    def lines(self) -> Iterator[str]:
        """The whole comment."""
        yield MARKER
        yield f"### dwmap: {verdict(self.findings)}"
        yield ""
        yield from self._gist()
        yield from self._rollout()
        telling = [one for one in self.findings if one.weight > Weight.SAFE]
        for weight, group in groupby(telling, key=lambda one: one.weight):
            yield f"#### {weight.word.capitalize()}"
            yield ""
            for one in group:
                yield from self._finding(one)
                yield ""
        yield from self._records()
        yield from self._lineage()
        yield from self._safe()
        before, after = map(words, self.titles)
        yield f"<sub>Compared {after} with {before}.</sub>"

    def _gist(self) -> Iterator[str]:
        """What a reviewer wants to know first: must rows be carried over again, for how long, is there a way back."""
        if not self.plan.stages:
            return
        carried = [one for stage in self.plan.stages for one in stage.resyncs]
        if carried:
            maps = named(tuple(dict.fromkeys(one.map for one in carried)))
            took = self.pace.sentence(one.entity for one in carried)
            yield f"Rows must be carried over again by {maps}{f': {took}' if took else ''}."
        else:
            yield "No row must be carried over again."
        final = next(
            (n for n, one in enumerate(self.plan.stages, 1) if one.final), None
        )
        old = self.plan.deployed.old
        yield (
            f"{old[:1].upper()}{old[1:]} can be put back at any step."
            if final is None
            else f"From step {final} on, going back to {old} does not undo what was written."
        )
        yield ""

    def _rollout(self) -> Iterator[str]:
        if self.plan.stages:
            yield "```text"
            yield from plan_lines(self.plan, self.around.after, self.pace)
            yield "```"
            yield ""

    def _finding(self, one: Finding) -> Iterator[str]:
        reason = self.approved.get(fingerprint(one))
        yield f"**`{one.rule}`** {words(one.message)}"
        if reason is not None:
            yield f"Approved: {words(reason)}"
        rows = [*_rows(one)]
        if rows:
            yield from table_head("field", "", "record", "before", "now", "known by")
            yield from rows[:MOST_EFFECTS]
            if len(rows) > MOST_EFFECTS:
                yield ""
                yield f"and {len(rows) - MOST_EFFECTS} more"
        elif one.before or one.after:
            yield ""
            was, now = (code(text) or "nothing" for text in (one.before, one.after))
            yield f"was {was}, is {now}"
        if is_assumed(one):
            yield ""
            yield ASSUMED.capitalize()
        yield from self._records_of(one)
        for note in (*one.notes, one.help):
            if note:
                yield ""
                yield words(note)
        if reason is None and one.weight > Weight.NOTE and self.accept:
            yield ""
            yield f"To accept it: `{self.accept.format(fingerprint(one))}`"

    def _records_of(self, finding: Finding) -> Iterator[str]:
        rows = [
            (code(record_of(one)), code(difference_of(one, cell)))
            for one, cell in self.tried.of(finding, self.around)
        ]
        if rows:
            yield from table_head("committed record", "what becomes of it")
            yield from (f"| {record} | {fate} |" for record, fate in rows)

    def _records(self) -> Iterator[str]:
        if not self.tried.counts:
            return
        yield f"#### Records: {fates(self.tried.total)}"
        met = [fate for fate in FATES if self.tried.total[fate]]
        yield from table_head("map", "", *met)
        for (map, heading), counts in self.tried.counts.items():
            numbers = (str(counts[fate]) for fate in met)
            yield f"| {' | '.join((code(map), ARROWS[heading], *numbers))} |"
        yield ""

    def _lineage(self) -> Iterator[str]:
        chart = [*lineage_lines(lineage(self.findings, self.around))]
        if chart:
            yield "<details><summary>Lineage of what changed</summary>"
            yield ""
            yield "```mermaid"
            yield from chart
            yield "```"
            yield ""
            yield "</details>"
            yield ""

    def _safe(self) -> Iterator[str]:
        safe = [one for one in self.findings if one.weight is Weight.SAFE]
        if safe:
            yield f"<details><summary>{len(safe)} safe</summary>"
            yield ""
            yield from (f"- `{one.rule}` {words(one.message)}" for one in safe)
            yield ""
            yield "</details>"
            yield ""


def _rows(one: Finding) -> Iterator[str]:
    for judged in one.judgements:
        # Of a line the map is in the heading already.
        part = one.symbol.partition("/")[2] if _is_line(one) else ""
        yield _row(part or one.map or one.symbol, judged)
    for effect in one.effects:
        for judged in effect.judgements:
            yield _row(f"{effect.map}: {effect.target}", judged)


def _is_line(one: Finding) -> bool:
    return any(len(change.path) > 1 and not change.member for change in one.changes)


def _row(field: str, judged: Judgement) -> str:
    record = was = now = ""
    if judged.witness is not None:
        shown, was, now = judged.witness
        record = record_text(shown)
    how = f"{judged.weight.word}, {support(judged)}"
    cells = (code(field), ARROWS[judged.heading], *map(code, (record, was, now)), how)
    return f"| {' | '.join(cells)} |"
