"""The change rule `documentation-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called
from dwmap.changes.surroundings import Surroundings

__all__ = ["DocumentationChanged"]


class DocumentationChanged(ChangeRule):
    """
    Words for people are others.

    ## Why it matters
    Nothing is written otherwise.

    ## Tell the reviewer
    Nothing.
    """

    topic = "neutral"
    weight = Weight.SAFE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return change.member in ("doc", "label")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} is described otherwise"
