"""The change rule `fallback-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Bootstrap, States, ValueMap

__all__ = ["FallbackChanged"]


class FallbackChanged(ChangeRule):
    """
    What happens to a value without an entry is another.

    ## Why it matters
    An error turned into a default hides unknown codes behind a legal value, which then comes back; a default
    turned into an error stops records.

    ## Tell the reviewer
    Which codes have no entry today.
    """

    topic = "transforms"
    weight = Weight.BREAKING
    by = By.OUTCOMES
    obligations = (Obligation.BACKFILL,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            member(change, ValueMap, "to_right", "to_left")
            or member(change, States, "otherwise")
            or member(change, Bootstrap, "otherwise")
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} does otherwise with values without an entry"
