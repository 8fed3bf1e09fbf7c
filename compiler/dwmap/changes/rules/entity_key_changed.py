"""The change rule `entity-key-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import added, called, member, owner, removed, within_part
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Entity, Key

__all__ = ["EntityKeyChanged"]


class EntityKeyChanged(ChangeRule):
    """
    A primary or alternate key of an entity is another.

    ## Why it matters
    The sync finds rows by its own key; the system itself may refuse rows that the old key allowed.

    ## Tell the reviewer
    Rows that are alike in the new key.
    """

    topic = "identity"
    weight = Weight.CAUTION

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            member(change, Entity, "key")
            or added(change, Key)
            or removed(change, Key)
            or within_part(change, Key)
        )

    @classmethod
    def message(cls, change: Change) -> str:
        if member(change, Entity, "key"):
            return f"the primary key of {owner(change)} is another"
        if added(change, Key):
            return f"{owner(change)} has an alternate key {called(change)}"
        if removed(change, Key):
            return f"{owner(change)} has no alternate key {called(change)} any more"
        return f"the alternate key {called(change)} of {owner(change)} is another"
