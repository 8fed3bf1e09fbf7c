"""The drift rule `map-not-in-specs`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["MapNotInSpecs"]


class MapNotInSpecs(DriftRule):
    """
    A map is in the environment, and not in the specs.

    ## Why it matters
    It writes rows that no spec says anything of, perhaps the same that maps of the specs write.

    ## Tell the reviewer
    Where it comes from: `dwmap pull` brings it into the specs; else it is to be stopped there.
    """

    weight = Weight.CAUTION
    said = "a map is there that the specs do not know"
