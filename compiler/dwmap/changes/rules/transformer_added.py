"""The change rule `transformer-added`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import added, called
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import States, Transform, ValueMap

__all__ = ["TransformerAdded"]


class TransformerAdded(ChangeRule):
    """
    A value map, transform or state table is new.

    ## Why it matters
    Nothing happens until a line uses it, and that is a change of its own.

    ## Tell the reviewer
    Nothing.
    """

    topic = "transforms"
    weight = Weight.SAFE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return added(change, ValueMap, Transform, States)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} is new"
