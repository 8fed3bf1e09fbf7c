"""The change rule `filter-widened`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.relation import Relation, relation_of
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import filters, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["FilterWidened"]


def _side(change: Change) -> str:
    return str(getattr(change.new, change.member.removesuffix("_filter")))


class FilterWidened(ChangeRule):
    """
    A filter lets more records pass.

    ## Why it matters
    Records that enter have no partner, or one that somebody made by hand.

    ## Tell the reviewer
    How many enter, and how many of their keys are on the other side already.
    """

    topic = "filters"
    weight = Weight.CAUTION
    obligations = (Obligation.RESYNC,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            member(change, Map, "left_filter", "right_filter")
            and relation_of(change, around) is Relation.WIDENED
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} takes more records of `{_side(change)}`"

    @classmethod
    def told(cls, change: Change) -> str:
        return f"more records of `{_side(change)}` are carried over: {filters(change)}"
