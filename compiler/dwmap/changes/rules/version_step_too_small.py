"""The change rule `version-step-too-small`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.surroundings import Surroundings

__all__ = ["VersionStepTooSmall"]


class VersionStepTooSmall(ChangeRule):
    """
    A map or solution has a new version that promises less change than there is.

    ## Why it matters
    Whoever installs updates by their version alone expects no stop and nothing to carry over again.

    ## Tell the reviewer
    The version to write, and the rule of the worst change.
    """

    topic = "versions"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return False  # It follows from all changes together; see `changes.versions`.

    @classmethod
    def message(cls, change: Change) -> str:
        return "the step of the version is too small"
