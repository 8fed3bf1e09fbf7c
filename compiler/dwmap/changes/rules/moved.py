"""The change rule `moved`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import owner
from dwmap.changes.surroundings import Surroundings

__all__ = ["Moved"]


class Moved(ChangeRule):
    """
    A declaration stands in another folder or solution.

    ## Why it matters
    Names are the same, so nothing is written otherwise.

    ## Tell the reviewer
    Nothing.
    """

    topic = "neutral"
    weight = Weight.SAFE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return change.member in ("folder", "solution")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} stands in another place"
