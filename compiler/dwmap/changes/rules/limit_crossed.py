"""The change rule `limit-crossed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.surroundings import Surroundings

__all__ = ["LimitCrossed"]


class LimitCrossed(ChangeRule):
    """
    A limit of the product is crossed that was not before.

    ## Why it matters
    What is beyond a limit is refused, cut or not noticed by the product, often only under load.

    ## Tell the reviewer
    The limit, and whether the maps run on the product or on the generated code.
    """

    topic = "limits"
    weight = Weight.CAUTION

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return False  # It follows from a change; see `changes.limits`.

    @classmethod
    def message(cls, change: Change) -> str:
        return "a limit is crossed"
