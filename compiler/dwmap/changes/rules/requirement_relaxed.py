"""The change rule `requirement-relaxed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EntityField

__all__ = ["RequirementRelaxed"]


class RequirementRelaxed(ChangeRule):
    """
    A field needs no value where it did.

    ## Why it matters
    Records that were refused go through, and arrive without the value.

    ## Tell the reviewer
    Whether the system itself takes rows without it.
    """

    topic = "types"
    weight = Weight.CAUTION
    by = By.OUTCOMES

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, EntityField, "required")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} needs no value any more"
