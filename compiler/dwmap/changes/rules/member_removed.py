"""The change rule `member-removed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, owner, removed
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EnumMember

__all__ = ["MemberRemoved"]


class MemberRemoved(ChangeRule):
    """
    An enum or option set has lost a value.

    ## Why it matters
    Rows that hold it are refused.

    ## Tell the reviewer
    How many rows hold it.
    """

    topic = "types"
    weight = Weight.BREAKING
    obligations = (Obligation.MANUAL_MERGE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return removed(change, EnumMember)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} has no value {called(change)} any more"
