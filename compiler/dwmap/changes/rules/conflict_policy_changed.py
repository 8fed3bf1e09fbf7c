"""The change rule `conflict-policy-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["ConflictPolicyChanged"]


class ConflictPolicyChanged(ChangeRule):
    """
    Conflicts of a map are decided in another way.

    ## Why it matters
    What was changed on both sides is settled by another rule than before: people see their edits vanish.

    ## Tell the reviewer
    Which side wins now, and that conflicts in the queue are settled by the old rule first.
    """

    topic = "maps"
    weight = Weight.BREAKING
    obligations = (Obligation.DRAIN_QUEUE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Map, "conflict")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"conflicts of {owner(change)} are decided by `{change.after}`, no longer by `{change.before}`"
