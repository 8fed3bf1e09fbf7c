"""The change rule `value-map-comparison-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import ValueMap

__all__ = ["ValueMapComparisonChanged"]


def _case(ignored: bool) -> str:
    return "whatever their" if ignored else "in their own"


class ValueMapComparisonChanged(ChangeRule):
    """
    A value map finds its entries with or without case.

    ## Why it matters
    Values that were found are refused, or those that were refused are found; what comes back has the case of
    the entry.

    ## Tell the reviewer
    Values that differ in case only.
    """

    topic = "transforms"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, ValueMap, "ignore_case")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} finds entries {_case(change.after)} case"
