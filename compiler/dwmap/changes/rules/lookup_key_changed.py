"""The change rule `lookup-key-changed`."""

from __future__ import annotations

from collections.abc import Iterable

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Entity

__all__ = ["LookupKeyChanged"]


def _names(columns: Iterable[str]) -> str:
    return ", ".join(columns) or "nothing"


class LookupKeyChanged(ChangeRule):
    """
    Lookups find the rows of an entity by another key.

    ## Why it matters
    References are resolved by other values, and point at other rows or none.

    ## Tell the reviewer
    Which references change, and which find nothing.
    """

    topic = "identity"
    weight = Weight.BREAKING
    obligations = (
        Obligation.REKEY,
        Obligation.BACKFILL,
    )

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, Entity, "integration_key")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"rows of {owner(change)} are found by `{_names(change.after)}`, were by `{_names(change.before)}`"
