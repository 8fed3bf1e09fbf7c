"""The change rule `law-broken`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.surroundings import Surroundings

__all__ = ["LawBroken"]


class LawBroken(ChangeRule):
    """
    A map no longer keeps a law that it kept, or that nobody could say was broken.

    ## Why it matters
    What comes back is not what went over, a record leaves its own scope, or two maps fight over a field: `dwmap explain`
    says so of each law.

    ## Tell the reviewer
    The record that shows it, and whether the loss is meant.
    """

    topic = "laws"
    weight = Weight.BREAKING
    obligations = (Obligation.MANUAL_MERGE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return False  # It follows from a map as a whole: see `changes.following`.

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{change.after} is broken"
