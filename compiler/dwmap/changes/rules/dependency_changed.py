"""The change rule `dependency-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, owner, within_part
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Dependency

__all__ = ["DependencyChanged"]


class DependencyChanged(ChangeRule):
    """
    A map runs after another one for another reason.

    ## Why it matters
    The order is the same.

    ## Tell the reviewer
    Nothing.
    """

    topic = "order"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return within_part(change, Dependency)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} waits for {called(change)} for another reason"
