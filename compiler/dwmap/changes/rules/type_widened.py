"""The change rule `type-widened`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, fits, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EntityField
from dwmap.ir.text import type_text

__all__ = ["TypeWidened"]


class TypeWidened(ChangeRule):
    """
    A field holds more values.

    ## Why it matters
    The wider side takes what the other cannot hold: new records fail later, not now.

    ## Tell the reviewer
    The type of the other side.
    """

    topic = "types"
    weight = Weight.CAUTION
    by = By.OUTCOMES

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, EntityField, "type") and fits(change.before, change.after)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} is `{type_text(change.after)}`, was `{type_text(change.before)}`"
