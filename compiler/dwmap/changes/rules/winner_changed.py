"""The change rule `winner-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["WinnerChanged"]


_USUAL = "the usual"


class WinnerChanged(ChangeRule):
    """
    A conflict in a field is won by another side.

    ## Why it matters
    Conflicts on their way are settled by another rule than those before.

    ## Tell the reviewer
    Which side wins now, and who edits the field on the other.
    """

    topic = "lines"
    weight = Weight.BREAKING
    obligations = (Obligation.DRAIN_QUEUE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "winner")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{change.after or _USUAL} wins {called(change)} of {owner(change)}, no longer {change.before or _USUAL}"
