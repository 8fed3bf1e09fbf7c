"""The change rule `renamed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called
from dwmap.changes.surroundings import Surroundings

__all__ = ["Renamed"]


class Renamed(ChangeRule):
    """
    A field, entity or value has another name, and says so.

    ## Why it matters
    The new package asks the system for the new name: it must be there before the package starts.

    ## Tell the reviewer
    Which system was changed, and when.
    """

    topic = "types"
    weight = Weight.CAUTION
    obligations = (Obligation.RESTART,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return (
            change.member == "renamed_from"
            and change.before is None
            and change.after is not None
        )

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} was called `{change.after}`"
