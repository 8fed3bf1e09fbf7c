"""The change rule `line-added`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import added, called, ends, line, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping

__all__ = ["LineAdded"]


class LineAdded(ChangeRule):
    """
    A field is mapped that was not.

    ## Why it matters
    Rows that exist stay unequal in this field until they are touched; the first change of any of their fields
    pushes this one, too, and may overwrite what somebody keeps by hand.

    ## Tell the reviewer
    Which side wins for rows that exist, and whether they are brought into line now.
    """

    topic = "lines"
    weight = Weight.CAUTION
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return added(change, FieldMapping)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} is new in {owner(change)}"

    @classmethod
    def told(cls, change: Change) -> str:
        one, other = ends(change)
        if line(change).direction == "both":
            return f"{one} and {other} are kept equal from now on"
        return f"{other} gets {one} from now on"
