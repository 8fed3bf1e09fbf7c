"""The change rule `variant-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import owner, within
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Variant

__all__ = ["VariantChanged"]


class VariantChanged(ChangeRule):
    """
    Another alternative is chosen, or there are others.

    ## Why it matters
    Maps of the other alternative are in the package; those are changes of their own.

    ## Tell the reviewer
    Which alternative is meant for which environment.
    """

    topic = "others"
    weight = Weight.CAUTION

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return within(change, Variant)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"the variant {owner(change)} is `{change.after}`, was `{change.before}`"
