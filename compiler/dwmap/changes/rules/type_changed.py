"""The change rule `type-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EntityField
from dwmap.ir.text import type_text

__all__ = ["TypeChanged"]


class TypeChanged(ChangeRule):
    """
    A field has another type.

    ## Why it matters
    Values stay valid and mean something else, or are refused.

    ## Tell the reviewer
    Values before and after.
    """

    topic = "types"
    weight = Weight.DESTRUCTIVE
    by = By.OUTCOMES
    obligations = (
        Obligation.STOP,
        Obligation.RESYNC,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, EntityField, "type")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} is `{type_text(change.after)}`, was `{type_text(change.before)}`"
