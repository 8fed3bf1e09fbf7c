"""The drift rule `order-against-plan`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["OrderAgainstPlan"]


class OrderAgainstPlan(DriftRule):
    """
    Maps are in an order in which one goes before another that it needs.

    ## Why it matters
    An initial write carries rows over before those that they point at, and refuses them. The order does not
    travel in a solution.

    ## Tell the reviewer
    The order of `dwmap plan`, by which the maps are started.
    """

    weight = Weight.CAUTION
    said = "maps are in another order"
