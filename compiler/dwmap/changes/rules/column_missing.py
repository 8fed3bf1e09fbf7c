"""The drift rule `column-missing`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["ColumnMissing"]


class ColumnMissing(DriftRule):
    """
    A column of the specs is not in the environment.

    ## Why it matters
    A map that uses it does not start, and once it was running, fails with the first row.

    ## Tell the reviewer
    Whether the solution with the column was imported, or the column was deleted.
    """

    weight = Weight.BREAKING
    said = "a column is not there"
