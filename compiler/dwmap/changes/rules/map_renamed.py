"""The change rule `map-renamed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, member
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Map

__all__ = ["MapRenamed"]


class MapRenamed(ChangeRule):
    """
    A map has another name, and says so.

    ## Why it matters
    State and links are kept under the name of a map; `renamed from` carries them over when the new package
    starts.

    ## Tell the reviewer
    The old and the new name; nothing happens to records.
    """

    topic = "maps"
    weight = Weight.NOTE
    obligations = (Obligation.STATE_MIGRATION,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Map, "renamed_from") and change.before is None

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} was called `{change.after}`"
