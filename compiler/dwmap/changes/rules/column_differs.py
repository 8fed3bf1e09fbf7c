"""The drift rule `column-differs`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["ColumnDiffers"]


class ColumnDiffers(DriftRule):
    """
    A column is of another type, size or requirement in the environment than the specs say.

    ## Why it matters
    Values that the specs let pass are refused, cut or read as something else there. Where the column is larger
    there, nothing happens.

    ## Tell the reviewer
    Which of the two is right, and which solution brings the column.
    """

    weight = Weight.BREAKING
    said = "a column is another one"
