"""The change rule `delete-policy-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["DeletePolicyChanged"]


class DeletePolicyChanged(ChangeRule):
    """
    What happens to the partner of a deleted row is another.

    ## Why it matters
    Where deletes begin to flow, one deleted row takes its partner with it, and what belongs to that.

    ## Tell the reviewer
    Which side deletes, what is deleted with it, and whether deletes of the past are to be caught up.
    """

    topic = "maps"
    weight = Weight.DESTRUCTIVE
    obligations = (Obligation.DRAIN_QUEUE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Map, "on_delete")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"a deleted row of {owner(change)}: `{change.after}`, no longer `{change.before}`"
