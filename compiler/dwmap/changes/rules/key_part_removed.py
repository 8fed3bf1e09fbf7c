"""The change rule `key-part-removed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, owner, removed
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import KeyPart

__all__ = ["KeyPartRemoved"]


class KeyPartRemoved(ChangeRule):
    """
    Rows are found by one field less.

    ## Why it matters
    Two rows become one and overwrite each other in turn.

    ## Tell the reviewer
    Rows that are alike in what is left of the key.
    """

    topic = "identity"
    weight = Weight.DESTRUCTIVE
    obligations = (
        Obligation.STOP,
        Obligation.REKEY,
        Obligation.MANUAL_MERGE,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return removed(change, KeyPart)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} no longer finds rows by {called(change)}"

    @classmethod
    def told(cls, change: Change) -> str:
        return f"records belong together whether or not {called(change)}"
