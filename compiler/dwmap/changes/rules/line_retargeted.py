"""The change rule `line-retargeted`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import member, owner, text_differs
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping
from dwmap.ir.text import side_text

__all__ = ["LineRetargeted"]


class LineRetargeted(ChangeRule):
    """
    A line reads or writes another field.

    ## Why it matters
    The old target keeps its last value, and what stands in the new one is overwritten.

    ## Tell the reviewer
    Both fields, and what the new one holds today.
    """

    topic = "lines"
    weight = Weight.DESTRUCTIVE
    by = By.OUTCOMES
    obligations = (
        Obligation.BACKFILL,
        Obligation.CLEANUP_ORPHANS,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "left", "right") and text_differs(change)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"in {owner(change)}, `{side_text(change.before)}` is now `{side_text(change.after)}`"
