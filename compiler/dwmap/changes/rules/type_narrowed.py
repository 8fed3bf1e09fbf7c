"""The change rule `type-narrowed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, fits, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EntityField
from dwmap.ir.text import type_text

__all__ = ["TypeNarrowed"]


class TypeNarrowed(ChangeRule):
    """
    A field holds fewer values.

    ## Why it matters
    Longer, larger or finer values are refused or cut; on a two-way line what was cut comes back and replaces
    the whole.

    ## Tell the reviewer
    The longest and most precise value that is stored today.
    """

    topic = "types"
    weight = Weight.DESTRUCTIVE
    by = By.OUTCOMES
    obligations = (Obligation.MANUAL_MERGE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            member(change, EntityField, "type")
            and fits(change.after, change.before)
            and not fits(change.before, change.after)
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} is `{type_text(change.after)}`, was `{type_text(change.before)}`"
