"""The drift rule `table-missing`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["TableMissing"]


class TableMissing(DriftRule):
    """
    A table of the specs is not in the environment.

    ## Why it matters
    No map that uses it can start.

    ## Tell the reviewer
    Which solution brings the table, and whether it was imported.
    """

    weight = Weight.BREAKING
    said = "a table is not there"
