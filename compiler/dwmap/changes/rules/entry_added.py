"""The change rule `entry-added`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import added, called, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Pair

__all__ = ["EntryAdded"]


class EntryAdded(ChangeRule):
    """
    A value map has one more entry.

    ## Why it matters
    Records with that value are in the list of errors, or were written as the value for all others.

    ## Tell the reviewer
    How many records wait for it, and which of those written before must be sent again.
    """

    topic = "transforms"
    weight = Weight.CAUTION
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return added(change, Pair)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} has an entry {called(change)}"

    @classmethod
    def told(cls, change: Change) -> str:
        return f"{owner(change)}: {called(change)} are translated into each other from now on"
