"""The change rule `filter-narrowed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.relation import Relation, relation_of
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import filters, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["FilterNarrowed"]


def _side(change: Change) -> str:
    return str(getattr(change.new, change.member.removesuffix("_filter")))


class FilterNarrowed(ChangeRule):
    """
    A filter lets fewer records pass.

    ## Why it matters
    Records leave the scope: they freeze, or are deleted where the map says so; people of the other side still
    edit their partners.

    ## Tell the reviewer
    How many records leave, what becomes of them (`on leave`), and five of them by name.
    """

    topic = "filters"
    weight = Weight.BREAKING
    obligations = (Obligation.CLEANUP_ORPHANS,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            member(change, Map, "left_filter", "right_filter")
            and relation_of(change, around) is Relation.NARROWED
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} takes fewer records of `{_side(change)}`"

    @classmethod
    def told(cls, change: Change) -> str:
        return f"fewer records of `{_side(change)}` are carried over: {filters(change)}"
