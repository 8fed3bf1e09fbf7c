"""What the phases add their findings to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from dwmap.diagnostics.editions import newest_edition
from dwmap.diagnostics.model import Diagnostic, Severity
from dwmap.diagnostics.problem import Problem, all_problems


@dataclass
class Report:
    """
    Findings under an edition; sorted and freed of repetition once, when they are read.

    A finding of a rule that the edition does not have is not there, and the others weigh what they weigh in it.
    """

    edition: str = field(default_factory=newest_edition)
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
        self._items = [item for item in self._weighed() if wanted(item)]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every finding once, in the order of the source."""
        unique = {
            (*item.sort_key(), item.severity.value): item for item in self._weighed()
        }
        return tuple(sorted(unique.values(), key=Diagnostic.sort_key))

    @property
    def has_errors(self) -> bool:
        """Whether anything stops a build."""
        return any(item.severity is Severity.ERROR for item in self._weighed())

    def count(self, severity: Severity) -> int:
        """How many distinct findings have this severity."""
        return sum(item.severity is severity for item in self.diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)

    def _weighed(self) -> Iterator[Diagnostic]:
        problems = all_problems() if self._items else {}
        for item in self._items:
            kind = problems.get(item.code)
            severity = kind.severity_in(self.edition) if kind else item.severity
            if kind is not None and severity not in (None, kind.severity):
                yield replace(item, severity=severity)
            elif severity is not None:
                yield item
