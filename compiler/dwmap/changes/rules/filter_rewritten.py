"""The change rule `filter-rewritten`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.relation import Relation, relation_of
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["FilterRewritten"]


def _side(change: Change) -> str:
    return str(getattr(change.new, change.member.removesuffix("_filter")))


class FilterRewritten(ChangeRule):
    """
    A filter is written otherwise and lets the same records pass.

    ## Why it matters
    Nothing is written otherwise.

    ## Tell the reviewer
    Nothing.
    """

    topic = "filters"
    weight = Weight.SAFE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            member(change, Map, "left_filter", "right_filter")
            and relation_of(change, around) is Relation.EQUAL
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} takes the same records of `{_side(change)}`"
