"""The change rule `declaration-removed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, removed
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Entity, Enum, Solution, System, Variant

__all__ = ["DeclarationRemoved"]


class DeclarationRemoved(ChangeRule):
    """
    An entity, enum, system, solution or variant is no longer declared.

    ## Why it matters
    Values are no longer checked against it; maps that used it are changes of their own.

    ## Tell the reviewer
    Whether it is gone from the system.
    """

    topic = "types"
    weight = Weight.CAUTION

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return removed(change, Entity, Enum, Solution, Variant, System)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} is no longer declared"
