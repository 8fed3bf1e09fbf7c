"""The change rule `requirement-tightened`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EntityField

__all__ = ["RequirementTightened"]


class RequirementTightened(ChangeRule):
    """
    A field needs a value where it did not.

    ## Why it matters
    Records without one go to the list of errors, and all that look them up after them.

    ## Tell the reviewer
    How many records have no value, on each side.
    """

    topic = "types"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (Obligation.MANUAL_MERGE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, EntityField, "required") and bool(change.after)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} needs a value"
