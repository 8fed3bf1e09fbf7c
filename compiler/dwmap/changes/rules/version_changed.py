"""The change rule `version-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map, Solution

__all__ = ["VersionChanged"]


class VersionChanged(ChangeRule):
    """
    A map or solution has another version.

    ## Why it matters
    Nothing is written otherwise.

    ## Tell the reviewer
    That the step fits the worst change.
    """

    topic = "others"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Map, "version") or member(change, Solution, "version")

    @classmethod
    def message(cls, change: Change) -> str:
        return (
            f"{owner(change)} has the version `{change.after}`, had `{change.before}`"
        )
