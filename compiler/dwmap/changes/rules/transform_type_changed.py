"""The change rule `transform-type-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import States, ValueMap

__all__ = ["TransformTypeChanged"]


class TransformTypeChanged(ChangeRule):
    """
    A value map or state table takes or gives another type.

    ## Why it matters
    Values are converted where they were not, or refused.

    ## Tell the reviewer
    The fields that it joins.
    """

    topic = "transforms"
    weight = Weight.CAUTION
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, ValueMap, "left", "right") or member(
            change, States, "result", "inputs"
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} takes or gives another type"
