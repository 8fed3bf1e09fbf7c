"""The change rule `declaration-added`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import added, called
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Entity, Enum, Solution, System, Variant

__all__ = ["DeclarationAdded"]


class DeclarationAdded(ChangeRule):
    """
    An entity, enum, system, solution or variant is declared.

    ## Why it matters
    Nothing is written otherwise: maps that use it are changes of their own.

    ## Tell the reviewer
    Nothing.
    """

    topic = "types"
    weight = Weight.SAFE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return added(change, Entity, Enum, Solution, Variant, System)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} is declared"
