"""The change rule `table-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Entity

__all__ = ["TableChanged"]


class TableChanged(ChangeRule):
    """
    An entity is another table.

    ## Why it matters
    Links point at rows of the old table.

    ## Tell the reviewer
    Whether the rows were moved with their ids.
    """

    topic = "types"
    weight = Weight.DESTRUCTIVE
    obligations = (
        Obligation.STOP,
        Obligation.REKEY,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Entity, "table")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} is the table `{change.after}`, was `{change.before}`"
