"""The change rule `entry-removed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, owner, removed
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Pair

__all__ = ["EntryRemoved"]


class EntryRemoved(ChangeRule):
    """
    A value map has lost an entry.

    ## Why it matters
    Records with that value are refused, or become what all others become; where the code still stands on the
    other side it means nothing on the way back.

    ## Tell the reviewer
    How many records hold the value on either side, and what becomes of them.
    """

    topic = "transforms"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (Obligation.MANUAL_MERGE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return removed(change, Pair)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} has no entry {called(change)} any more"

    @classmethod
    def told(cls, change: Change) -> str:
        return f"{owner(change)}: {called(change)} are no longer translated into each other"
