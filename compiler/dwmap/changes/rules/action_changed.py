"""The change rule `action-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, owner, within
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Action

__all__ = ["ActionChanged"]


class ActionChanged(ChangeRule):
    """
    An action is new, gone or asks otherwise.

    ## Why it matters
    A call of one side is answered otherwise, or not at all.

    ## Tell the reviewer
    Who calls it.
    """

    topic = "others"
    weight = Weight.BREAKING
    obligations = (Obligation.RESTART,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return within(change, Action)

    @classmethod
    def message(cls, change: Change) -> str:
        return (
            f"the action {owner(change)} is another: {change.member or called(change)}"
        )
