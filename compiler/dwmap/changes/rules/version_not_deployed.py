"""The drift rule `version-not-deployed`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["VersionNotDeployed"]


class VersionNotDeployed(DriftRule):
    """
    The version of a map that the specs have is not in the environment.

    ## Why it matters
    What runs there is what was imported before, whatever the specs say by now.

    ## Tell the reviewer
    When the solution with this version is imported, and who chooses it then.
    """

    weight = Weight.CAUTION
    said = "the version is not there"
