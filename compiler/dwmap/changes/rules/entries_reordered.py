"""The change rule `entries-reordered`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import States, ValueMap

__all__ = ["EntriesReordered"]


class EntriesReordered(ChangeRule):
    """
    Entries or rows stand in another order.

    ## Why it matters
    The first row that matches decides; of several entries with one value the first counts.

    ## Tell the reviewer
    A record that another row decides now.
    """

    topic = "transforms"
    weight = Weight.CAUTION
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, ValueMap, "pairs") or member(change, States, "rows")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the entries of {owner(change)} stand in another order"
