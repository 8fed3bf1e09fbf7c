"""The drift rule `company-not-linked`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["CompanyNotLinked"]


class CompanyNotLinked(DriftRule):
    """
    A company that is expected is not linked.

    ## Why it matters
    No row of it is carried over, and nobody is told.

    ## Tell the reviewer
    Whether the company is to be linked there, which starts an initial write of all running maps for it.
    """

    weight = Weight.BREAKING
    said = "a company is not linked"
