"""The change rule `retired-field-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import added, called, owner, removed, within_part
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Retired

__all__ = ["RetiredFieldChanged"]


class RetiredFieldChanged(ChangeRule):
    """
    What a map remembers of retired fields is another.

    ## Why it matters
    Nothing is written otherwise; reports that still read the field are no longer warned.

    ## Tell the reviewer
    The field, and until when it is remembered.
    """

    topic = "maps"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            added(change, Retired)
            or removed(change, Retired)
            or within_part(change, Retired)
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the retired fields of {owner(change)} are others: {called(change)}"
