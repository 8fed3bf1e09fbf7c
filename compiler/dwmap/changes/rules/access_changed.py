"""The change rule `access-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import called, member, owner
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import EntityField

__all__ = ["AccessChanged"]


class AccessChanged(ChangeRule):
    """
    A field may be written, or no longer; or only when a row is made.

    ## Why it matters
    Lines into it are left out or begin to count.

    ## Tell the reviewer
    Which lines write it.
    """

    topic = "types"
    weight = Weight.BREAKING
    obligations = (Obligation.RESTART,)

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return member(change, EntityField, "readonly", "createonly", "computed")

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{called(change)} of {owner(change)} may be written otherwise: `{change.member}`"
