"""Records before and after, for the terminal and for the comment of a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

from dwmap.changes.records import FATES, Cell, Fate, RecordChange, Tried
from dwmap.changes.report.text import ARROWS

Shown: TypeAlias = Iterable[tuple[RecordChange, Cell | None]]
"""Differences of committed records, each with its record; without a cell, the fate of the record is all."""

_FATES: Final = {
    "entered": "enters the scope",
    "left": "leaves the scope",
    "accepted": "is no longer refused",
    "rejected": "is refused now",
    "orphaned": "is kept equal with its partner by nobody",
    "changed": "comes out otherwise",
    "re-linked": "gets another partner or parent",
}


def record_lines(shown: Shown) -> Iterator[str]:
    """The differences of a finding, a line each."""
    for one, cell in shown:
        yield f"{record_of(one)} {difference_of(one, cell)}"


def record_of(one: RecordChange) -> str:
    """Which record, and where it is written."""
    return f"{one.origin} ({one.name})" if one.name else one.origin


def difference_of(one: RecordChange, cell: Cell | None) -> str:
    """What becomes of it."""
    if cell is not None:
        arrow = ARROWS[cell.heading]
        return f"{arrow} {cell.target}: {cell.before}, now {cell.after}"
    why = f" ({one.reason}: {one.refused})" if one.refused else ""
    return f"{ARROWS[one.heading]} {_FATES[one.fate]}{why}"


def tried_lines(tried: Tried) -> Iterator[str]:
    """How many records of each map have each fate."""
    count = tried.total.total()
    if count:
        records = "record" if count == 1 else "records"
        yield f"{count} committed {records} before and after: {fates(tried.total)}"
        for (map, heading), counts in tried.counts.items():
            yield f"  {map} {ARROWS[heading]} {fates(counts)}"
    for path in tried.unread:
        yield f"not tried: {path}"


def fates(counts: Counter[Fate]) -> str:
    """The fates that there are, in words."""
    return ", ".join(f"{counts[fate]} {fate}" for fate in FATES if counts[fate])


def tried_data(tried: Tried) -> dict[str, Any]:
    """All of it, ready for JSON."""
    return {
        "counts": {fate: tried.total[fate] for fate in FATES},
        "maps": [
            {
                "map": map,
                "direction": heading,
                "counts": {fate: counts[fate] for fate in FATES},
            }
            for (map, heading), counts in tried.counts.items()
        ],
        "changes": [change_data(one) for one in tried.changes],
        "unread": list(tried.unread),
    }


def change_data(one: RecordChange) -> dict[str, Any]:
    """One record."""
    return {
        "map": one.map,
        "direction": one.heading,
        "origin": one.origin,
        "record": one.name,
        "fate": one.fate,
        "cells": [
            {
                "direction": cell.heading,
                "target": cell.target,
                "before": cell.before,
                "after": cell.after,
            }
            for cell in one.cells
        ],
        "reason": one.reason,
        "refused": one.refused,
    }
