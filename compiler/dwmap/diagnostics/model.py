"""The one model of a message to the user, whatever printed form it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from dwmap.source import Span

if TYPE_CHECKING:
    from dwmap.diagnostics.problem import Problem


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


@dataclass
class Report:
    """What the phases add to; sorted and freed of repetition once, when it is read."""

    _items: list[Diagnostic] = field(default_factory=list)

    def add(self, problem: Problem | Diagnostic) -> None:
        """Add one finding."""
        self._items.append(
            problem if isinstance(problem, Diagnostic) else problem.diagnose()
        )

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add findings made elsewhere (another file, another process)."""
        self._items.extend(diagnostics)

    def keep(self, wanted: Callable[[Diagnostic], bool]) -> None:
        """Leave out every finding that is not wanted."""
        self._items = [item for item in self._items if wanted(item)]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every finding once, in the order of the source."""
        unique = {(*item.sort_key(), item.severity.value): item for item in self._items}
        return tuple(sorted(unique.values(), key=Diagnostic.sort_key))

    @property
    def has_errors(self) -> bool:
        """Whether anything stops a build."""
        return any(item.severity is Severity.ERROR for item in self._items)

    def count(self, severity: Severity) -> int:
        """How many distinct findings have this severity."""
        return sum(item.severity is severity for item in self.diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)
