"""The change rule `endpoint-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["EndpointChanged"]


class EndpointChanged(ChangeRule):
    """
    A map joins another entity.

    ## Why it matters
    Its links point at rows of the entity that it joined before: updates hit wrong rows or none.

    ## Tell the reviewer
    Both entities, and which rows are meant to be partners now.
    """

    topic = "maps"
    weight = Weight.DESTRUCTIVE
    obligations = (
        Obligation.STOP,
        Obligation.REKEY,
        Obligation.RESYNC,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Map, "left", "right")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} joins `{change.after}` instead of `{change.before}`"
