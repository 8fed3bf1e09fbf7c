"""The change rule `solution-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, owner, within
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Solution

__all__ = ["SolutionChanged"]


class SolutionChanged(ChangeRule):
    """
    A solution has another version, publisher or requirement.

    ## Why it matters
    Environments without what it requires cannot import it.

    ## Tell the reviewer
    What must be installed first.
    """

    topic = "others"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return within(change, Solution)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the solution {owner(change)} is another: {change.member or called(change)}"
