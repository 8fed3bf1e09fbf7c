"""The change rule `key-transform-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, on_key, owner
from dwmap.changes.surroundings import Surroundings

__all__ = ["KeyTransformChanged"]


class KeyTransformChanged(ChangeRule):
    """
    A part of the key is computed otherwise.

    ## Why it matters
    Padding, case and blanks decide whether a row is found: links come apart in silence.

    ## Tell the reviewer
    Keys before and after, and those that become equal.
    """

    topic = "identity"
    weight = Weight.DESTRUCTIVE
    by = By.OUTCOMES
    obligations = (
        Obligation.STOP,
        Obligation.FREEZE_WRITES,
        Obligation.REKEY,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return on_key(change, around) and change.member in (
            "transform",
            "default",
            "on_null",
            "condition",
            "direction",
            "left",
            "right",
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the key of {owner(change)} is made otherwise: {called(change)}"
