"""The change rule `filter-incomparable`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.relation import Relation, relation_of
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import filters, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["FilterIncomparable"]


def _side(change: Change) -> str:
    return str(getattr(change.new, change.member.removesuffix("_filter")))


class FilterIncomparable(ChangeRule):
    """
    A filter lets some records pass that it held back, and holds back some that it let pass.

    ## Why it matters
    Some records enter and some leave at the same time.

    ## Tell the reviewer
    How many enter and how many leave.
    """

    topic = "filters"
    weight = Weight.BREAKING
    obligations = (
        Obligation.CLEANUP_ORPHANS,
        Obligation.RESYNC,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            member(change, Map, "left_filter", "right_filter")
            and relation_of(change, around) is Relation.INCOMPARABLE
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} takes other records of `{_side(change)}`"

    @classmethod
    def told(cls, change: Change) -> str:
        return f"other records of `{_side(change)}` are carried over: {filters(change)}"
