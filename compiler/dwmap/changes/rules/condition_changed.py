"""The change rule `condition-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, ends, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["ConditionChanged"]


class ConditionChanged(ChangeRule):
    """
    A line counts for other records.

    ## Why it matters
    For records on which the conditions differ, the field is written where it was left alone, or left alone
    where it was written.

    ## Tell the reviewer
    A record on which they differ.
    """

    topic = "lines"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "condition")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} has another condition"

    @classmethod
    def told(cls, change: Change) -> str:
        one, other = ends(change)
        return f"{other} gets {one} under another condition"
