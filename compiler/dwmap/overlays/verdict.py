"""What becomes of the changes of an overlay when its base has moved on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dwmap.diagnostics import Edit
from dwmap.diagnostics.cells import visible
from dwmap.frozen import frozen
from dwmap.semantic.solution_order import Extension
from dwmap.source import Span

__all__ = ["Outcome", "Rebased", "Texts", "Verdict", "Way", "one_line"]


class Outcome(Enum):
    """It still applies; the new base does the same; the new base and the overlay do not agree."""

    APPLIES = "applies"
    REDUNDANT = "redundant"
    CONFLICT = "conflict"


@frozen
class Way:
    """A way out of a conflict, in words, and the edit that goes it; None where the overlay stays as it is."""

    words: str
    edit: Edit | None = None


@frozen
class Texts:
    """What the old base says, what the new one says, and the overlay; empty where there is nothing."""

    was: str = ""
    now: str = ""
    overlay: str = ""


@frozen
class Verdict:
    """What becomes of one change, which stands at `span`, and why; the ways out where there is a conflict."""

    span: Span
    outcome: Outcome
    reason: str
    texts: Texts
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Rebased:
    """
    An overlay and the verdict on each of its changes.

    `was` and `now` are the versions of its base, `at` says where the old one was found; an overlay of an entity has none of
    these. `readonly` is one of a package: nobody but its publisher edits it.
    """

    extension: Extension
    owner: str
    base: str
    verdicts: tuple[Verdict, ...]
    was: str = ""
    now: str = ""
    at: str = ""
    readonly: bool = False

    @property
    def conflicts(self) -> int:
        """How many conflicts are left."""
        return sum(one.outcome is Outcome.CONFLICT for one in self.verdicts)


def one_line(text: str) -> str:
    """A text of several lines in one, without what a terminal would obey."""
    return visible(" ".join(text.split()))
