"""The verdicts of a project as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from dwmap.counting import count
from dwmap.interpret.values import Unset, Value
from dwmap.prove.show import show_values
from dwmap.prove.summary import Row
from dwmap.prove.verdict import Status, Verdict
from dwmap.semantic.type_coverage import TypeCoverage

_COLUMNS = (Status.PROVED, Status.SAMPLED, Status.UNKNOWN, Status.BROKEN)


def text_report(
    verdicts: Sequence[Verdict], rows: Sequence[Row], typed: TypeCoverage
) -> Iterator[str]:
    """The lines of the report for a terminal: verdicts map by map, then the counts."""
    for map, group in groupby(verdicts, key=lambda one: one.map):
        yield map
        for one in group:
            yield f"  {one.law}: {_sentence(one)}"
            for step in one.witness:
                yield f"      {step.title:14} {show_values(step)}"
        yield ""
    yield f"{'law':16}" + "".join(f"{one.value:>9}" for one in _COLUMNS) + "  accepted"
    for row in rows:
        counts = "".join(f"{row.counts[status]:>9}" for status in _COLUMNS)
        yield f"{row.law:16}{counts}{row.accepted:>10}"
    yield _typed_sentence(typed)


def _sentence(one: Verdict) -> str:
    """What was found out, in one clause."""
    subject = f"{one.subject}: " if one.subject else ""
    status = one.status.value
    if one.status is Status.SAMPLED:
        status = f"sampled {one.tried}"
    accepted = f" (accepted: {one.accepted})" if one.accepted is not None else ""
    return f"{subject}{status}: {one.reason}{accepted}"


def _typed_sentence(typed: TypeCoverage) -> str:
    return (
        f"{typed.typed} of {count(typed.lines, 'line')} ({typed.percent} %) have types on both sides "
        f"({typed.inferred} of them inferred ones), {typed.one} on one; the rest can only be checked by name."
    )


def markdown_report(
    verdicts: Sequence[Verdict], rows: Sequence[Row], typed: TypeCoverage
) -> Iterator[str]:
    """The same as a page: the counts, then a table for each law that does not hold everywhere."""
    yield "| law | proved | sampled | unknown | broken | accepted |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for row in rows:
        counts = " | ".join(str(row.counts[status]) for status in _COLUMNS)
        yield f"| {row.law} | {counts} | {row.accepted} |"
    yield ""
    yield _typed_sentence(typed)
    broken = [one for one in verdicts if one.status is Status.BROKEN]
    for law, group in groupby(sorted(broken, key=_by_law), key=lambda one: one.law):
        yield ""
        yield f"## Broken: {law}"
        yield ""
        yield "| map | where | why | for example |"
        yield "| --- | --- | --- | --- |"
        for one in group:
            shown = "; ".join(
                f"{step.title} {show_values(step)}" for step in one.witness
            )
            subject = f"`{_code(one.subject)}`" if one.subject else ""
            cells = (
                f"`{one.map}`",
                subject,
                one.reason.replace("|", "\\|"),
                _cell(shown),
            )
            yield f"| {' | '.join(cells)} |"


def _by_law(one: Verdict) -> tuple[str, str, str]:
    return (one.law, one.map, one.subject)


def _code(text: str) -> str:
    return text.replace("`", "'").replace("|", "\\|")


def _cell(text: str) -> str:
    for mark in "\\|<>*_`[]":
        text = text.replace(mark, f"\\{mark}")
    return text


def json_report(
    verdicts: Sequence[Verdict], rows: Sequence[Row], typed: TypeCoverage
) -> str:
    """Everything, for programs."""
    document = {
        "version": 1,
        "verdicts": [_verdict_data(one) for one in verdicts],
        "summary": {
            row.law: {
                **{status.value: count for status, count in row.counts.items()},
                "accepted": row.accepted,
            }
            for row in rows
        },
        "lines": {"all": typed.lines, "typed": typed.typed, "partly": typed.one},
    }
    return json.dumps(document, indent=2)


def _verdict_data(one: Verdict) -> dict[str, Any]:
    return {
        "law": one.law,
        "map": one.map,
        "subject": one.subject,
        "status": one.status.value,
        "reason": one.reason,
        "tried": one.tried,
        "accepted": one.accepted,
        "witness": [
            {
                "title": step.title,
                "values": {name: _plain(value) for name, value in step.values},
            }
            for step in one.witness
        ],
    }


def _plain(value: Value | Unset) -> str | int | bool | None:
    """JSON has no decimals and no dates: they are text, as everywhere in dwmap."""
    if value is None or isinstance(value, str | bool | int):
        return value
    return "(left alone)" if isinstance(value, Unset) else str(value)
