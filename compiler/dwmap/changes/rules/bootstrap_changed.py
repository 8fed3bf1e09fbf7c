"""The change rule `bootstrap-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import owner, within
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Bootstrap

__all__ = ["BootstrapChanged"]


class BootstrapChanged(ChangeRule):
    """
    Old rows get their company by another rule.

    ## Why it matters
    Rows that were stamped keep their company; those that are stamped from now on get another.

    ## Tell the reviewer
    Which rows were stamped by the old rule.
    """

    topic = "others"
    weight = Weight.CAUTION
    obligations = (Obligation.MANUAL_MERGE,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return within(change, Bootstrap)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"old rows of {owner(change)} get their company otherwise"
