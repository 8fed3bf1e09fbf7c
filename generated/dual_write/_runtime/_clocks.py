# Copied by dwmap from its runtime. Do not edit.
"""How far the clocks of the ends and of this machine are apart, where maps let the newest change win."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import combinations
from typing import NamedTuple

from .connectors._base import End

MOST = 1.0
"""Clocks that are so many seconds apart decide otherwise than people would."""
_HERE = "this machine"


class Apart(NamedTuple):
    """That `ahead` shows a later time than `behind`, by at least so many seconds."""

    ahead: str
    behind: str
    seconds: float


class _Offset(NamedTuple):
    """By how many seconds a clock is ahead of that of this machine, and how far that may be wrong."""

    seconds: float
    doubt: float


def apart(ends: Mapping[str, End]) -> list[Apart]:
    """The pairs of clocks that are too far apart, whatever the way to them took."""
    offsets = {_HERE: _Offset(0.0, 0.0)}
    for name, end in ends.items():
        measured = _measured(end)
        if measured is not None:
            offsets[name] = measured
    found = []
    for one, other in combinations(offsets, 2):
        first, second = offsets[one], offsets[other]
        seconds = first.seconds - second.seconds
        least = abs(seconds) - first.doubt - second.doubt
        if least > MOST:
            names = (one, other) if seconds > 0 else (other, one)
            found.append(Apart(*names, least))
    return found


def _measured(end: End) -> _Offset | None:
    before = datetime.now(UTC)
    shown = end.clock()
    after = datetime.now(UTC)
    if shown is None:
        return None
    way = (after - before).total_seconds() / 2
    # Services tell whole seconds.
    doubt = way + (0.5 if not end.tells_columns else 0.0)
    return _Offset((shown - before).total_seconds() - way, doubt)
