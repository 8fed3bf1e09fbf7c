"""The change rule `lines-reordered`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["LinesReordered"]


class LinesReordered(ChangeRule):
    """
    The lines of a map stand in another order.

    ## Why it matters
    Of several lines into one field the first whose condition holds counts.

    ## Tell the reviewer
    The fields that more than one line writes.
    """

    topic = "lines"
    weight = Weight.CAUTION
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Map, "fields")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the lines of {owner(change)} stand in another order"
