"""The change rule `system-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import System

__all__ = ["SystemChanged"]


class SystemChanged(ChangeRule):
    """
    A system is of another kind.

    ## Why it matters
    Filters, empty values and keys mean something else there.

    ## Tell the reviewer
    Whether this is the same system at all.
    """

    topic = "others"
    weight = Weight.DESTRUCTIVE
    obligations = (
        Obligation.STOP,
        Obligation.RESYNC,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, System, "kind")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} is `{change.after}`, was `{change.before}`"
