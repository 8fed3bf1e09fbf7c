"""The change rule `map-added`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import added, called
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["MapAdded"]


class MapAdded(ChangeRule):
    """
    A map is new.

    ## Why it matters
    Its first run can create twins of rows that are on the other side already, or overwrite rows of the side
    that is not the master.

    ## Tell the reviewer
    Which side is the master, and how many rows have the same key on both sides.
    """

    topic = "maps"
    weight = Weight.CAUTION
    obligations = (Obligation.RESYNC,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return added(change, Map)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} is new"

    @classmethod
    def told(cls, change: Change) -> str:
        map = change.after
        return f"`{map.left}` and `{map.right}` are kept equal from now on"
