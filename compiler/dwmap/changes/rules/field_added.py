"""The change rule `field-added`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import added, called, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EntityField

__all__ = ["FieldAdded"]


class FieldAdded(ChangeRule):
    """
    A field is declared.

    ## Why it matters
    What is declared is checked; nothing is written otherwise unless a line reads it, and then types decide.

    ## Tell the reviewer
    Nothing, unless lines are listed below.
    """

    topic = "types"
    weight = Weight.SAFE
    by = By.OUTCOMES

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return added(change, EntityField)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} declares a field {called(change)}"
