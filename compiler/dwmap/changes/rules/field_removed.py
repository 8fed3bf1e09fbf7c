"""The change rule `field-removed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, owner, removed
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EntityField

__all__ = ["FieldRemoved"]


class FieldRemoved(ChangeRule):
    """
    A field is no longer declared.

    ## Why it matters
    If it is gone from the system, lines that write it are refused there; if only the declaration is gone, its
    values are no longer checked.

    ## Tell the reviewer
    Whether the field is gone, or was renamed.
    """

    topic = "types"
    weight = Weight.CAUTION
    by = By.OUTCOMES

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return removed(change, EntityField)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} no longer declares {called(change)}"
