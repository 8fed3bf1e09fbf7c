"""The change rule `rename-forgotten`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called
from dwmap.changes.surroundings import Surroundings

__all__ = ["RenameForgotten"]


def _named(name: str | None) -> str:
    return "nothing" if name is None else f"`{name}`"


class RenameForgotten(ChangeRule):
    """
    A `renamed from` is new or gone.

    ## Why it matters
    Nothing is written otherwise; state that is still kept under the old name is no longer found once it is
    gone.

    ## Tell the reviewer
    Whether every environment has met the new name.
    """

    topic = "neutral"
    weight = Weight.SAFE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return change.member == "renamed_from"

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} was called {_named(change.after)}, said {_named(change.before)}"
