"""The change rule `member-recoded`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Enum, EnumMember

__all__ = ["MemberRecoded"]


class MemberRecoded(ChangeRule):
    """
    A value of an option set has another number.

    ## Why it matters
    Stored numbers keep the old meaning; another value may have taken the number.

    ## Tell the reviewer
    Whether stored rows were changed, too.
    """

    topic = "types"
    weight = Weight.DESTRUCTIVE
    by = By.OUTCOMES
    obligations = (
        Obligation.STOP,
        Obligation.RESYNC,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, EnumMember, "code") or member(change, Enum, "numbered")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} has the code {change.after}, had {change.before}"
