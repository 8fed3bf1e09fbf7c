"""The change rule `transformer-removed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, removed
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import States, Transform, ValueMap

__all__ = ["TransformerRemoved"]


class TransformerRemoved(ChangeRule):
    """
    A value map, transform or state table is gone.

    ## Why it matters
    Nothing happens: lines that used it are changes of their own.

    ## Tell the reviewer
    Nothing.
    """

    topic = "transforms"
    weight = Weight.SAFE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return removed(change, ValueMap, Transform, States)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} is gone"
