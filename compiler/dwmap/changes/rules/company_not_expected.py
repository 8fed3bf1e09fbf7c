"""The drift rule `company-not-expected`."""

from __future__ import annotations

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Weight

__all__ = ["CompanyNotExpected"]


class CompanyNotExpected(DriftRule):
    """
    A company is linked that nobody expects.

    ## Why it matters
    All maps apply to all linked companies: rows of this one are carried over, too.

    ## Tell the reviewer
    Whether the company takes part; `companies` in dwmap.toml lists those that do.
    """

    weight = Weight.CAUTION
    said = "a company is linked"
