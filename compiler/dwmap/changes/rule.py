"""The base of every rule that judges a change: facts in class attributes, the manual page in the docstring."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import ClassVar

from dwmap.changes.model import Change, Obligation, Weight
from dwmap.changes.surroundings import Surroundings

_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class By(Enum):
    """How the weight of a change is found: its rule says so, or records are carried over before and after."""

    RULE = "rule"
    OUTCOMES = "outcomes"


class ChangeRule:
    """
    A kind of change, and what it does to a sync that is running.

    The name of a subclass in kebab case is its code. Its docstring is the page that `dwmap explain` prints: one
    sentence, then `Why it matters` and `Tell the reviewer`. `weight` is what it weighs where it does something;
    where outcomes are compared and none differs, the change is safe.
    """

    code: ClassVar[str] = ""
    topic: ClassVar[str] = ""
    weight: ClassVar[Weight] = Weight.CAUTION
    by: ClassVar[By] = By.RULE
    obligations: ClassVar[Sequence[Obligation]] = ()

    def __init_subclass__(cls) -> None:
        cls.code = _HUMPS.sub("-", cls.__name__).lower()

    @classmethod
    def judges(cls, change: Change, around: Surroundings) -> bool:
        """Whether this is such a change; of several rules the first in the table is asked first."""
        raise NotImplementedError

    @classmethod
    def message(cls, change: Change) -> str:
        """The change in one sentence, without a full stop."""
        raise NotImplementedError

    @classmethod
    def told(cls, change: Change) -> str:
        """The change for those who work with the records, in one sentence that need not name the map."""
        return cls.message(change)
