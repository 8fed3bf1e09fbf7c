"""The change rule `line-transform-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, ends, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping, Use

__all__ = ["LineTransformChanged"]


def _use(use: Use | None) -> str:
    return "nothing" if use is None else f"`{use.name}`"


class LineTransformChanged(ChangeRule):
    """
    A line goes through another transform.

    ## Why it matters
    Pairs that the old rule wrote are never made equal under the new one until they are touched.

    ## Tell the reviewer
    Records before and after, in each direction.
    """

    topic = "lines"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "transform")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} goes through {_use(change.after)}, no longer through {_use(change.before)}"

    @classmethod
    def told(cls, change: Change) -> str:
        one, other = ends(change)
        return f"{other} is made from {one} in another way"
