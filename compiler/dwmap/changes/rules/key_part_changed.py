"""The change rule `key-part-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, exchanged, member, owner, within_part
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import KeyPart, Map

__all__ = ["KeyPartChanged"]


class KeyPartChanged(ChangeRule):
    """
    Rows are found by another field.

    ## Why it matters
    No link matches: every update becomes an insert, both sides get twins, and then conflicts.

    ## Tell the reviewer
    Whether the new key is unique on both sides, and how the links are made anew.
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
        if within_part(change, KeyPart) or member(change, Map, "key"):
            return True
        return exchanged(change, KeyPart)

    @classmethod
    def message(cls, change: Change) -> str:
        part = change.part
        was = f", no longer by `{part.before}`" if part and part.before else ""
        return f"{owner(change)} finds rows by {called(change)}{was}"

    @classmethod
    def told(cls, change: Change) -> str:
        return f"records belong together by {called(change)}"
