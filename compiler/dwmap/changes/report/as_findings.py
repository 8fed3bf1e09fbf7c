"""Changes in the form of every other finding, so that each format that a check has, a diff has, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dwmap.changes.fingerprint import ACCEPT, fingerprint
from dwmap.changes.model import Finding, Judgement, Weight
from dwmap.changes.places import Places
from dwmap.changes.report.text import ARROWS, record_text, support
from dwmap.diagnostics import Diagnostic, Label, Severity

_SEVERITIES: Final[Mapping[Weight, Severity]] = {
    Weight.DESTRUCTIVE: Severity.ERROR,
    Weight.BREAKING: Severity.ERROR,
    Weight.CAUTION: Severity.WARNING,
    Weight.NOTE: Severity.NOTE,
    Weight.SAFE: Severity.NOTE,
}


def diagnostic_of(
    finding: Finding, before: Places, after: Places, accept: str = ACCEPT
) -> Diagnostic:
    """The finding as a message, at its place in the new state; what is gone stands in the old one."""
    changes = finding.changes
    if changes:
        now = after.find(changes[0], before=False)
        was = before.find(changes[0], before=True)
    else:
        now, was = finding.place or after.map(finding.map), None
    primary = now or was
    labels = (Label(was, "it was here"),) if now is not None and was is not None else ()
    return Diagnostic(
        finding.rule,
        _SEVERITIES[finding.weight],
        f"{finding.weight.word}: {finding.message}",
        None if primary is None else Label(primary, _words(finding)),
        labels,
        tuple(_notes(finding)),
        _help(finding, accept),
    )


def _words(finding: Finding) -> str:
    if finding.before and finding.after:
        return f"was {finding.before}"
    return "new" if finding.after else "gone"


def _notes(finding: Finding) -> Iterator[str]:
    yield from map(_judged, finding.judgements)
    for effect in finding.effects:
        if not effect.judgements:
            yield f"in {effect.map}: {effect.target}"
        for one in effect.judgements:
            yield f"in {effect.map}, {effect.target} {_judged(one)}"
    yield from finding.notes


def _judged(one: Judgement) -> str:
    said = f"{ARROWS[one.heading]} {one.weight.word}, {support(one)}"
    if one.witness is None:
        return said
    record, was, now = one.witness
    return f"{said}: {record_text(record)}: {was}, now {now}"


def _help(finding: Finding, accept: str) -> str:
    duties = ", ".join(duty.value for duty in finding.obligations)
    parts = [finding.help, f"then {duties}" if duties else ""]
    if finding.weight > Weight.NOTE and accept:
        parts.append(f"to accept it: {accept.format(fingerprint(finding))}")
    return "; ".join(filter(None, parts))
