"""The change rule `entry-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Pair

__all__ = ["EntryChanged"]

_WAYS = {
    "both": "both ways",
    "to_right": "to the right only",
    "to_left": "to the left only",
}


def _entry(change: Change) -> str:
    return f"`{change.part.before}`" if change.part else ""


class EntryChanged(ChangeRule):
    """
    An entry of a value map means another value.

    ## Why it matters
    What was written keeps the old meaning while new traffic has the new one; two codes that change places turn
    the meaning round without any error.

    ## Tell the reviewer
    Both meanings, how many records hold the code, and which side is written again.
    """

    topic = "transforms"
    weight = Weight.DESTRUCTIVE
    by = By.OUTCOMES
    obligations = (
        Obligation.STOP,
        Obligation.RESYNC,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Pair, "left", "right", "direction")

    @classmethod
    def message(cls, change: Change) -> str:
        if change.member == "direction":
            ways = _WAYS[change.after], _WAYS[change.before]
            return f"the entry {_entry(change)} of {owner(change)} counts {ways[0]}, no longer {ways[1]}"
        return f"the entry {_entry(change)} of {owner(change)} is now {called(change)}"

    @classmethod
    def told(cls, change: Change) -> str:
        if change.member == "direction":
            return cls.message(change)
        return f"{owner(change)}: {called(change)} from now on, and no longer {_entry(change)}"
