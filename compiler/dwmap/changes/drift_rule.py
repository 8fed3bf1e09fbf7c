"""The base of rules about an environment: what is different there and no change of the specs explains."""

from __future__ import annotations

from typing import ClassVar

from dwmap.changes.model import Change
from dwmap.changes.rule import ChangeRule
from dwmap.changes.surroundings import Surroundings


class DriftRule(ChangeRule):
    """
    A difference that is found by asking an environment (`dwmap.environments`), and never in two states of specs.

    `said` is what it is called where nothing more is known of it.
    """

    topic = "environment"
    said: ClassVar[str] = ""

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        return False

    @classmethod
    def message(cls, change: Change) -> str:
        return cls.said
