"""The change rule `map-removed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, removed
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["MapRemoved"]


class MapRemoved(ChangeRule):
    """
    A map is gone.

    ## Why it matters
    The sync stops in silence: from that minute both sides drift apart, changes in the queue are lost, and maps
    that look rows up through it find fewer of them.

    ## Tell the reviewer
    Who owns the rows afterwards, and which maps depended on it.
    """

    topic = "maps"
    weight = Weight.DESTRUCTIVE
    obligations = (
        Obligation.STOP,
        Obligation.DRAIN_QUEUE,
        Obligation.CLEANUP_ORPHANS,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return removed(change, Map)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} is gone"

    @classmethod
    def told(cls, change: Change) -> str:
        map = change.before
        return f"`{map.left}` and `{map.right}` are no longer kept equal"
