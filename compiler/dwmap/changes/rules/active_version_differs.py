"""The drift rule `active-version-differs`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["ActiveVersionDiffers"]


class ActiveVersionDiffers(DriftRule):
    """
    Another version of a map is active than the specs have.

    ## Why it matters
    A map can be there in several versions, and importing a solution activates none: what runs is what was
    chosen last under `Table map version`.

    ## Tell the reviewer
    Which version is meant to run, and who chooses it after the import.
    """

    weight = Weight.CAUTION
    said = "the active version is another one"
