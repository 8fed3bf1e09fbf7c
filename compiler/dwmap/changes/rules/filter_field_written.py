"""The change rule `filter-field-written`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.surroundings import Surroundings

__all__ = ["FilterFieldWritten"]


class FilterFieldWritten(ChangeRule):
    """
    A map now writes what the filter of that side reads.

    ## Why it matters
    The sync moves rows out of its own scope, or into it: a row that was kept equal is never seen again, by the
    sync's own hand.

    ## Tell the reviewer
    The line, the filter, and which values it writes let a row pass.
    """

    topic = "filters"
    weight = Weight.BREAKING
    obligations = (Obligation.CLEANUP_ORPHANS,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return False  # It follows from the lines of a map as a whole: see `changes.following`.

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{change.after} is written, and the filter of its side reads it"
