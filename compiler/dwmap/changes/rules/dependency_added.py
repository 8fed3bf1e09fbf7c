"""The change rule `dependency-added`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import added, called, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Dependency

__all__ = ["DependencyAdded"]


class DependencyAdded(ChangeRule):
    """
    A map runs after another one.

    ## Why it matters
    Start, pause and initial synchronization follow the other map: pausing that one pauses this one.

    ## Tell the reviewer
    The new order, and the maps that are paused together.
    """

    topic = "order"
    weight = Weight.CAUTION
    obligations = (Obligation.RESTART,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return added(change, Dependency)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} runs after {called(change)}"
