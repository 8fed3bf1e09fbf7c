"""The change rule `company-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Entity, Map, System

__all__ = ["CompanyChanged"]


class CompanyChanged(ChangeRule):
    """
    The company of a row is kept in another place.

    ## Why it matters
    Rows of one company flow into another.

    ## Tell the reviewer
    That every row is in its company still; this needs more than one signature.
    """

    topic = "identity"
    weight = Weight.DESTRUCTIVE
    obligations = (
        Obligation.STOP,
        Obligation.REKEY,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            member(change, Map, "company")
            or member(change, Entity, "company")
            or member(change, System, "company")
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the company of {owner(change)} is kept in another place"
