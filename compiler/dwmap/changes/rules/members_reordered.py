"""The change rule `members-reordered`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Enum

__all__ = ["MembersReordered"]


class MembersReordered(ChangeRule):
    """
    The values of an enum stand in another order.

    ## Why it matters
    Enums are compared by name; nothing is written otherwise.

    ## Tell the reviewer
    Nothing.
    """

    topic = "types"
    weight = Weight.NOTE
    by = By.OUTCOMES

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Enum, "members")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the values of {owner(change)} stand in another order"
