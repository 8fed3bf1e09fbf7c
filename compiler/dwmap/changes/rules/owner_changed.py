"""The change rule `owner-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called
from dwmap.changes.surroundings import Surroundings

__all__ = ["OwnerChanged"]


_NOBODY = "nobody"


class OwnerChanged(ChangeRule):
    """
    A map, entity, field or line has another owner.

    ## Why it matters
    Nothing is written otherwise; other people are asked.

    ## Tell the reviewer
    Both owners.
    """

    topic = "others"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return change.member == "owner"

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} belongs to {change.after or _NOBODY}, no longer to {change.before or _NOBODY}"
