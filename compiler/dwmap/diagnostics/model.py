"""The one model of a message to the user, whatever printed form it takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dwmap.source import Span


class Severity(Enum):
    """How much a finding matters. Only an error stops a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Label:
    """A range of the source with the words that belong to it; empty words draw the caret alone."""

    span: Span
    text: str = ""


@dataclass(frozen=True)
class Edit:
    """Replace the text of `span` by `replacement`."""

    span: Span
    replacement: str


@dataclass(frozen=True)
class Fix:
    """A titled set of edits; `safe` means that applying it never changes what a correct file means."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True)
class Diagnostic:
    """
    One message: a headline that stands alone, places with their own words, and a way out.

    `primary` is None only where no source text is at fault (a missing file, a bad table row without a place).
    `labels` are at most two further places.
    """

    code: str
    severity: Severity
    message: str
    primary: Label | None = None
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str | None = None
    fix: Fix | None = None

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """File, place, code, words: the order in which a run prints."""
        if self.primary is None:
            return ("", -1, -1, self.code, self.message)
        return (*self.primary.span.sort_key(), self.code, self.message)
