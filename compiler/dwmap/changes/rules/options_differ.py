"""The drift rule `options-differ`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["OptionsDiffer"]


class OptionsDiffer(DriftRule):
    """
    An option set has other codes in the environment than the specs say.

    ## Why it matters
    A code that is not there is refused on write. One that the specs do not know comes back and finds no entry
    in a value map.

    ## Tell the reviewer
    Which codes are right, and whether value maps need an entry more.
    """

    weight = Weight.BREAKING
    said = "an option set has other codes"
