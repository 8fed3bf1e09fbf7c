"""The change rule `loss-accepted`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["LossAccepted"]


class LossAccepted(ChangeRule):
    """
    A named loss is accepted, or no longer.

    ## Why it matters
    Nothing is written otherwise; what the line loses is no finding of `check` any more, or is one again.

    ## Tell the reviewer
    The reason.
    """

    topic = "lines"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "lossy")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the loss of {called(change)} of {owner(change)} is accepted for another reason"
