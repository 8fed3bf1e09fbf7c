"""The drift rule `fact-not-told`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["FactNotTold"]


class FactNotTold(DriftRule):
    """
    Something could not be read, and so was not compared.

    ## Why it matters
    Solutions do not carry keys, teams, companies and states; each is known to one service only. What was not
    read may be different.

    ## Tell the reviewer
    Whether it matters here, and then which service to name in dwmap.toml.
    """

    weight = Weight.NOTE
    said = "something was not read"
