"""The change rule `version-step-missing`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.surroundings import Surroundings

__all__ = ["VersionStepMissing"]


class VersionStepMissing(ChangeRule):
    """
    A map or solution changes and keeps its version.

    ## Why it matters
    Two packages of one version do different things, and nobody can tell from an environment which of them runs there.

    ## Tell the reviewer
    The version to write: the first number steps for what is breaking or destructive, the second for caution, the last for
    what is a note or safe; below 1.0 each of them one number lower.
    """

    topic = "versions"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return False  # It follows from all changes together; see `changes.versions`.

    @classmethod
    def message(cls, change: Change) -> str:
        return "the version is as before"
