"""The change rule `project-renamed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.surroundings import Surroundings

__all__ = ["ProjectRenamed"]


class ProjectRenamed(ChangeRule):
    """
    The project has another name.

    ## Why it matters
    The package has another name, and those who import it must know.

    ## Tell the reviewer
    Both names.
    """

    topic = "neutral"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return not change.path and change.member == "name"

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the project is `{change.after}`, was `{change.before}`"
