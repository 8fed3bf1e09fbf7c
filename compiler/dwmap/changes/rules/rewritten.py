"""The change rule `rewritten`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["Rewritten"]


class Rewritten(ChangeRule):
    """
    A path is written as it was and understood otherwise.

    ## Why it matters
    What it passes through was declared otherwise; that is a change of its own.

    ## Tell the reviewer
    Nothing.
    """

    topic = "neutral"
    weight = Weight.SAFE
    by = By.OUTCOMES

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "left", "right")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} is understood otherwise"
