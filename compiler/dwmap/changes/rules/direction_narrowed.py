"""The change rule `direction-narrowed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, ends, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["DirectionNarrowed"]


_WAYS = {"to_right": "to the right", "to_left": "to the left"}


class DirectionNarrowed(ChangeRule):
    """
    A line goes one way where it went both.

    ## Why it matters
    People of the other side keep editing the field: their edits never arrive, and the next change from this
    side wipes them.

    ## Tell the reviewer
    The side that can no longer write, and what still writes there.
    """

    topic = "lines"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (Obligation.RESYNC,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "direction") and change.before == "both"

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} goes {_WAYS[change.after]} only"

    @classmethod
    def told(cls, change: Change) -> str:
        one, other = ends(change)
        return f"{other} still gets {one}, and what is typed into {other} is no longer brought back"
