"""The change rule `direction-widened`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, ends, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["DirectionWidened"]


class DirectionWidened(ChangeRule):
    """
    A line goes both ways where it went one.

    ## Why it matters
    Old or cut values of the side that was only written flow back into the side that was the master.

    ## Tell the reviewer
    How many rows differ today, and whether the round trip is proved: `dwmap prove`.
    """

    topic = "lines"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (
        Obligation.DRAIN_QUEUE,
        Obligation.BACKFILL,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "direction") and change.after == "both"

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} goes both ways"

    @classmethod
    def told(cls, change: Change) -> str:
        one, other = ends(change)
        return f"what is typed into either of {one} and {other} reaches the other one from now on"
