"""The change rule `default-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Constant, FieldMapping
from dwmap.ir.text import constant_text

__all__ = ["DefaultChanged"]


def _value(constant: Constant | None) -> str:
    return "nothing" if constant is None else f"`{constant_text(constant)}`"


class DefaultChanged(ChangeRule):
    """
    What is written for no value is another.

    ## Why it matters
    No value on one side becomes a value on the other, and on a two-way line comes back as if somebody had typed
    it.

    ## Tell the reviewer
    How many rows have no value, and whether they are to get the new default.
    """

    topic = "lines"
    weight = Weight.CAUTION
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "default")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} has {_value(change.after)} for no value, no longer {_value(change.before)}"
