"""The change rule `line-removed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, ends, line, owner, removed
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["LineRemoved"]


class LineRemoved(ChangeRule):
    """
    A field is no longer mapped.

    ## Why it matters
    The target keeps its last value and looks as if it were current; edits on either side no longer meet.

    ## Tell the reviewer
    Which reports and processes read the field, and what it is to hold from now on.
    """

    topic = "lines"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (Obligation.RESTART,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return removed(change, FieldMapping)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} is gone from {owner(change)}"

    @classmethod
    def told(cls, change: Change) -> str:
        one, other = ends(change)
        if line(change).direction == "both":
            return f"{one} and {other} are no longer kept equal"
        return f"{other} no longer gets {one}"
