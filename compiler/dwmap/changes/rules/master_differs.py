"""The drift rule `master-differs`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["MasterDiffers"]


class MasterDiffers(DriftRule):
    """
    The link lets another side win conflicts than is expected.

    ## Why it matters
    Where rows of both sides have the same key and other values, an initial write takes those of the master, and
    the values of the other side are gone.

    ## Tell the reviewer
    Which side is the master, and that the choice for a single map is made anew whenever it is run.
    """

    weight = Weight.CAUTION
    said = "another side wins conflicts"
