"""The change rule `key-part-added`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import added, called, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import KeyPart

__all__ = ["KeyPartAdded"]


class KeyPartAdded(ChangeRule):
    """
    Rows are found by one more field.

    ## Why it matters
    Where the new part has no value or another one, a row is no longer found: an update becomes an insert, and
    both sides get a twin.

    ## Tell the reviewer
    How many rows have no value in it, and whether both sides agree in it.
    """

    topic = "identity"
    weight = Weight.DESTRUCTIVE
    obligations = (
        Obligation.STOP,
        Obligation.FREEZE_WRITES,
        Obligation.REKEY,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return added(change, KeyPart)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} finds rows by {called(change)}, too"

    @classmethod
    def told(cls, change: Change) -> str:
        return f"records belong together only where {called(change)}, too"
