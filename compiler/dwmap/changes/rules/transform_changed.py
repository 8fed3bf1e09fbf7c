"""The change rule `transform-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import added, owner, removed, within, within_part
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Input, Transform

__all__ = ["TransformChanged"]


class TransformChanged(ChangeRule):
    """
    A transform computes otherwise.

    ## Why it matters
    Pairs that the old formula wrote never become equal under the new one until they are touched; comparisons
    see differences without end.

    ## Tell the reviewer
    Records before and after, and whether the way back still undoes the way there.
    """

    topic = "transforms"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            within(change, Transform)
            and change.member in ("forward", "backward", "inputs", "result")
            or within_part(change, Input)
            or added(change, Input)
            or removed(change, Input)
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} computes otherwise"
