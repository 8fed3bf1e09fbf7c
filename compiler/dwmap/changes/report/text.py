"""Findings for the terminal: the verdict, then each finding with its directions, records, effects and duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from dwmap.changes.model import Effect, Finding, Judgement, Weight
from dwmap.counting import count
from dwmap.diagnostics.style import PLAIN, Style, Tone
from dwmap.interpret.show import show_value
from dwmap.interpret.values import Record

TONES: Final[Mapping[Weight, Tone]] = {
    Weight.DESTRUCTIVE: Tone.ERROR,
    Weight.BREAKING: Tone.ERROR,
    Weight.CAUTION: Tone.WARNING,
    Weight.NOTE: Tone.NOTE,
    Weight.SAFE: Tone.NOTE,
}
ARROWS: Final = {"to_right": "->", "to_left": "<-"}
MOST_EFFECTS: Final = 5
"""So many fields that depend on a change are listed; the rest is counted."""
ASSUMED: Final = "assumed: the rule says so, nothing was tried"


def text_lines(
    findings: Sequence[Finding],
    records: Callable[[Finding], Iterable[str]],
    style: Style = PLAIN,
    *,
    everything: bool = False,
) -> Iterator[str]:
    """
    The report; what is safe is counted, and listed with `everything`.

    `records` gives for a finding what becomes of committed records.
    """
    shown = [one for one in findings if everything or one.weight > Weight.SAFE]
    for one in shown:
        yield from _finding(one, records(one), style)
        yield ""
    yield verdict(findings)
    folded = len(findings) - len(shown)
    if folded:
        changes = "change is" if folded == 1 else "changes are"
        yield f"{folded} {changes} safe; `-v` lists them"


def verdict(findings: Iterable[Finding]) -> str:
    """One line: how many of each weight, the worst first."""
    counts = Counter(one.weight for one in findings)
    if not counts:
        return "no change"
    parts = [
        f"{counts[weight]} {weight.word}"
        for weight in reversed(Weight)
        if counts[weight]
    ]
    return f"{max(counts).word}: {', '.join(parts)}"


def _finding(one: Finding, records: Iterable[str], style: Style) -> Iterator[str]:
    head = style.paint(TONES[one.weight], f"{one.weight.word}[{one.rule}]")
    yield f"{head}: {one.message}"
    if one.before != one.after:
        yield f"  was {one.before or '(nothing)'}"
        yield f"  is  {one.after or '(nothing)'}"
    for judged in one.judgements:
        yield from _judgement(judged)
    yield from _effects(one.effects)
    if is_assumed(one):
        yield f"  {ASSUMED}"
    yield from (f"  {line}" for line in records)
    for note in one.notes:
        yield f"  = note: {note}"
    if one.obligations:
        yield f"  = then: {', '.join(duty.value for duty in one.obligations)}"
    if one.help:
        yield f"  = help: {one.help}"


def is_assumed(one: Finding) -> bool:
    """Whether only the rule says how much a change weighs, which must be told where it weighs something."""
    return one.support == "assumed" and one.weight > Weight.NOTE


def _judgement(judged: Judgement, indent: str = "  ") -> Iterator[str]:
    yield f"{indent}{ARROWS[judged.heading]} {judged.weight.word}, {support(judged)}"
    if judged.witness is not None:
        record, was, now = judged.witness
        yield f"{indent}   {record_text(record)}: {was}, now {now}"


def support(judged: Judgement) -> str:
    """How the weight is known."""
    if judged.support == "sampled":
        return f"{count(judged.tried, 'record')} tried"
    return judged.support


def record_text(record: Record) -> str:
    """The fields of a record that decide."""
    shown = (f"{name} = {show_value(value)}" for name, value in record.items())
    return ", ".join(shown) or "any record"


def _effects(effects: Sequence[Effect]) -> Iterator[str]:
    telling = sorted(
        effects,
        key=lambda each: -max((one.weight for one in each.judgements), default=0),
    )
    for effect in telling[:MOST_EFFECTS]:
        yield f"  in {effect.map}: {effect.target}"
        for judged in effect.judgements:
            yield from _judgement(judged, "     ")
    if len(telling) > MOST_EFFECTS:
        yield f"  and {len(telling) - MOST_EFFECTS} more fields of maps"
