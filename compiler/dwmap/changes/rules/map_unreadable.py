"""The drift rule `map-unreadable`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["MapUnreadable"]


class MapUnreadable(DriftRule):
    """
    A map, or a part of one, is there and cannot be read.

    ## Why it matters
    It was not compared, or only the rest of it: what it does may be anything.

    ## Tell the reviewer
    What stands there; `dwmap import` of its solution shows the place.
    """

    weight = Weight.BREAKING
    said = "a map cannot be read"
