"""The drift rule `newer-version-there`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["NewerVersionThere"]


class NewerVersionThere(DriftRule):
    """
    A newer version of a map is in the environment than the active one.

    ## Why it matters
    Updates of the product, and imports that nobody finished, arrive as versions that wait to be chosen. What
    they do was not compared.

    ## Tell the reviewer
    Whether the newer version is meant to run: `dwmap pull` takes the active one, and the newest only where no
    service tells which that is.
    """

    weight = Weight.NOTE
    said = "a newer version is there"
