"""The drift rule `map-state-differs`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["MapStateDiffers"]


class MapStateDiffers(DriftRule):
    """
    A map is in another state than is expected of it.

    ## Why it matters
    A map that does not run carries nothing over, and what changed while it was stopped is not queued. States do
    not travel in a solution.

    ## Tell the reviewer
    Who starts it, with or without initial write, or why it stands still.
    """

    weight = Weight.BREAKING
    said = "a map is in another state"
