"""The change rule `member-added`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import added, called, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EnumMember

__all__ = ["MemberAdded"]


class MemberAdded(ChangeRule):
    """
    An enum or option set has one more value.

    ## Why it matters
    Rows with the new value meet value maps without an entry for it, on either side.

    ## Tell the reviewer
    The value maps that have no entry for it.
    """

    topic = "types"
    weight = Weight.CAUTION

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return added(change, EnumMember)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} has a value {called(change)}"
