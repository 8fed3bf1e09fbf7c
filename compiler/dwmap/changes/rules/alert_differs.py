"""The drift rule `alert-differs`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["AlertDiffers"]


class AlertDiffers(DriftRule):
    """
    An alert of the link is missing, is not expected, or is set otherwise.

    ## Why it matters
    An alert stops or pauses maps, or tells somebody, when errors mount up. Alerts do not travel in a solution,
    and a reset of the link takes them away.

    ## Tell the reviewer
    Who sets it; it counts for maps from their next start on.
    """

    weight = Weight.CAUTION
    said = "an alert is another one"
