"""The change rule `other-change`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called
from dwmap.changes.surroundings import Surroundings

__all__ = ["OtherChange"]


class OtherChange(ChangeRule):
    """
    Something changed that no other rule speaks of.

    ## Why it matters
    What it does is not known.

    ## Tell the reviewer
    To read the change itself.
    """

    topic = "others"
    weight = Weight.CAUTION
    by = By.OUTCOMES

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return True

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} is another: {change.member}"
