"""The drift rule `order-differs`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["OrderDiffers"]


class OrderDiffers(DriftRule):
    """
    Maps are in another order than is expected, although none comes before one that it needs.

    ## Why it matters
    The order is that in which an initial write carries the maps over. It does not travel in a solution, and
    two environments that are to be alike are written in two ways.

    ## Tell the reviewer
    Which order is meant: that of the environment, or that of `order` in dwmap.toml.
    """

    weight = Weight.NOTE
    said = "maps are in another order"
