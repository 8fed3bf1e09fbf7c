"""The change rule `status-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["StatusChanged"]


class StatusChanged(ChangeRule):
    """
    A map is started, stopped or retired.

    ## Why it matters
    From `live` to `draft` or `retired` it stops; to `live` it starts to write.

    ## Tell the reviewer
    What starts or stops, and whether an initial synchronization goes before.
    """

    topic = "maps"
    weight = Weight.CAUTION
    obligations = (Obligation.RESTART,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Map, "status")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} is `{change.after}`, no longer `{change.before}`"
