"""The drift rule `alternate-key-missing`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["AlternateKeyMissing"]


class AlternateKeyMissing(DriftRule):
    """
    A table has no such alternate key in the environment.

    ## Why it matters
    Integration keys are made from alternate keys, and rows are found by them; without one, a write finds
    nothing or is refused.

    ## Tell the reviewer
    Whether the key is in a solution that was not imported, or is still being built.
    """

    weight = Weight.BREAKING
    said = "an alternate key is not there"
