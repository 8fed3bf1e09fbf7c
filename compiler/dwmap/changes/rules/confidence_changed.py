"""The change rule `confidence-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EntityField

__all__ = ["ConfidenceChanged"]


class ConfidenceChanged(ChangeRule):
    """
    A type is stated where it was inferred, or inferred where it was stated.

    ## Why it matters
    Nothing is written otherwise; findings about it are more, or fewer.

    ## Tell the reviewer
    Where the type comes from.
    """

    topic = "types"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, EntityField, "confidence")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the type of {called(change)} of {owner(change)} is {change.after}"
