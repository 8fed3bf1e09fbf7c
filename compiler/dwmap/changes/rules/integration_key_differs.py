"""The drift rule `integration-key-differs`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Obligation, Weight

__all__ = ["IntegrationKeyDiffers"]


class IntegrationKeyDiffers(DriftRule):
    """
    Rows of a table are found by another key in the environment than the specs say.

    ## Why it matters
    The key decides whether a row is created or updated: with another one, updates become inserts, and rows get
    twins. It does not travel in a solution.

    ## Tell the reviewer
    Which key is right, and who sets it under `Integration key` after the import.
    """

    weight = Weight.DESTRUCTIVE
    obligations = (Obligation.STOP, Obligation.FREEZE_WRITES, Obligation.REKEY)
    said = "rows are found by another key"
