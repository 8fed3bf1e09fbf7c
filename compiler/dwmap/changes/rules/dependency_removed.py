"""The change rule `dependency-removed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, owner, removed
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Dependency

__all__ = ["DependencyRemoved"]


class DependencyRemoved(ChangeRule):
    """
    A map no longer runs after another one.

    ## Why it matters
    Rows may arrive before the rows that they look up: lookups stay empty or are refused.

    ## Tell the reviewer
    The lookups that relied on it.
    """

    topic = "order"
    weight = Weight.BREAKING
    obligations = (Obligation.RESTART,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return removed(change, Dependency)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} no longer waits for {called(change)}"
