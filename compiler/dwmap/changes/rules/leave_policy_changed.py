"""The change rule `leave-policy-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["LeavePolicyChanged"]


class LeavePolicyChanged(ChangeRule):
    """
    What happens to a row that leaves the filter is another.

    ## Why it matters
    A row that is edited out of scope was kept, and is deleted now, or the other way round.

    ## Tell the reviewer
    How many rows leave the filter in a usual week, and what becomes of their partners.
    """

    topic = "maps"
    weight = Weight.DESTRUCTIVE
    obligations = (Obligation.DRAIN_QUEUE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Map, "on_leave")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"a row that leaves the filter of {owner(change)}: `{change.after}`, no longer `{change.before}`"
