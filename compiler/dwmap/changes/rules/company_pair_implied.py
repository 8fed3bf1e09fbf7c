"""The change rule `company-pair-implied`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["CompanyPairImplied"]


class CompanyPairImplied(ChangeRule):
    """
    The company pair of a map is written where it was implied, or implied where it was written.

    ## Why it matters
    The same fields are joined; a pair that is written may have a transform or a direction of its own.

    ## Tell the reviewer
    That both mean the same.
    """

    topic = "lines"
    weight = Weight.CAUTION
    by = By.OUTCOMES

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "implied")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} is written, no longer implied, or the other way round"
