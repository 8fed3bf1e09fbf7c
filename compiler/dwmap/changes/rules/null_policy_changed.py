"""The change rule `null-policy-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["NullPolicyChanged"]


_USUAL = "the usual"


class NullPolicyChanged(ChangeRule):
    """
    What no value does to the target is another.

    ## Why it matters
    Where it begins to clear, one update without a value empties a field that was kept.

    ## Tell the reviewer
    How many rows have a value on one side only.
    """

    topic = "lines"
    weight = Weight.DESTRUCTIVE
    by = By.OUTCOMES
    obligations = (Obligation.DRAIN_QUEUE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "on_null")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"no value in {called(change)} of {owner(change)}: `{change.after or _USUAL}`, no longer `{change.before or _USUAL}`"
