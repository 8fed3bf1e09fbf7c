"""The change rule `example-changed`."""

from __future__ import annotations

from dwmap.changes.model import Change, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.select import owner, within
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Example, Samples

__all__ = ["ExampleChanged"]


class ExampleChanged(ChangeRule):
    """
    An example or a file of samples is new, gone or another.

    ## Why it matters
    Nothing is written otherwise.

    ## Tell the reviewer
    Nothing.
    """

    topic = "neutral"
    weight = Weight.SAFE

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return within(change, Example, Samples)

    @classmethod
    def message(cls, change: Change) -> str:
        return f"{owner(change)} is another"
