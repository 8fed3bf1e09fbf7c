"""The change rule `version-went-back`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.surroundings import Surroundings

__all__ = ["VersionWentBack"]


class VersionWentBack(ChangeRule):
    """
    A map or solution has an older version than before.

    ## Why it matters
    An environment does not import a solution over a newer one, and a map of an older version is not offered there.

    ## Tell the reviewer
    Whether an old branch was merged, and the version to write.
    """

    topic = "versions"
    weight = Weight.CAUTION

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return False  # It follows from all changes together; see `changes.versions`.

    @classmethod
    def message(cls, change: Change) -> str:
        return "the version is older than before"
