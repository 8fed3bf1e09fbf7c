"""The change rule `state-row-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import added, called, owner, removed, within_part
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import StateRow

__all__ = ["StateRowChanged"]


class StateRowChanged(ChangeRule):
    """
    A row of a state table is new, gone or another.

    ## Why it matters
    Records that the row decides get another status; documents that are under way meet a rule that they did not
    begin with.

    ## Tell the reviewer
    A record that is decided otherwise.
    """

    topic = "transforms"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            added(change, StateRow)
            or removed(change, StateRow)
            or within_part(change, StateRow)
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"a row of {owner(change)} is another: {called(change)}"
