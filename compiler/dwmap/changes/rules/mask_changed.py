"""The change rule `mask-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EntityField

__all__ = ["MaskChanged"]


class MaskChanged(ChangeRule):
    """
    Values of a field are hidden from reports, or no longer.

    ## Why it matters
    Nothing is written otherwise. A mask that is gone shows values to everybody who reads a pull request.

    ## Tell the reviewer
    Whose data it is.
    """

    topic = "types"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, EntityField, "masked")

    @classmethod
    def message(cls, change: Change) -> str:
        now = "hidden from reports" if change.after else "shown in reports again"
        return f"values of {called(change)} of {owner(change)} are {now}"
