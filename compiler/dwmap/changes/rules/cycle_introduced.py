"""The change rule `cycle-introduced`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import owner
from dwmap.changes.surroundings import Surroundings

__all__ = ["CycleIntroduced"]


class CycleIntroduced(ChangeRule):
    """
    Maps look each other up in a circle that was none.

    ## Why it matters
    No order has every row before those that look it up: some columns are written in a second pass, and are
    empty until then.

    ## Tell the reviewer
    The columns of the second pass.
    """

    topic = "order"
    weight = Weight.CAUTION
    obligations = (Obligation.RESTART,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return False

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} is part of a circle"
