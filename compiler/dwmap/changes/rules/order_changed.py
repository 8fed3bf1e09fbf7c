"""The change rule `order-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.surroundings import Surroundings

__all__ = ["OrderChanged"]


class OrderChanged(ChangeRule):
    """
    The maps run in another order.

    ## Why it matters
    The same rows are written; locks, totals and numbers that a system counts up may come out otherwise.

    ## Tell the reviewer
    The order before and after.
    """

    topic = "order"
    weight = Weight.NOTE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return False

    @classmethod
    def message(cls, change: Change) -> str:
        return "the maps run in another order"
