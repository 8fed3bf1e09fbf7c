"""The change rule `direction-flipped`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import called, ends, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["DirectionFlipped"]


_WAYS = {"to_right": "to the right", "to_left": "to the left"}


class DirectionFlipped(ChangeRule):
    """
    A line goes the other way.

    ## Why it matters
    Master and copy change places: the old copy overwrites the truth.

    ## Tell the reviewer
    That the owner of the data agrees, and where the old values are kept.
    """

    topic = "lines"
    weight = Weight.DESTRUCTIVE
    by = By.OUTCOMES
    obligations = (
        Obligation.STOP,
        Obligation.RESYNC,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, FieldMapping, "direction")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} goes {_WAYS[change.after]}, no longer {_WAYS[change.before]}"

    @classmethod
    def told(cls, change: Change) -> str:
        one, other = ends(change)
        return f"{other} gets {one} from now on; it was the other way round"
