"""The drift rule `owning-team-differs`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["OwningTeamDiffers"]


class OwningTeamDiffers(DriftRule):
    """
    The default owning team of a company is another one than is expected.

    ## Why it matters
    Rows that are carried over belong to that team, and who may see them hangs on it. It does not travel in a
    solution.

    ## Tell the reviewer
    Who sets the team, and whether rows that are there change their owner.
    """

    weight = Weight.CAUTION
    said = "another team owns the rows"
