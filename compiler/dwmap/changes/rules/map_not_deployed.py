"""The drift rule `map-not-deployed`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["MapNotDeployed"]


class MapNotDeployed(DriftRule):
    """
    A map of the specs is not in the environment.

    ## Why it matters
    Its rows are not carried over there. Maps that look its rows up fail.

    ## Tell the reviewer
    Whether the solution was imported and applied.
    """

    weight = Weight.BREAKING
    said = "a map is not there"
