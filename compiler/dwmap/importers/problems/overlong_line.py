"""The rule `overlong-line`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["OverlongLine"]


@dataclass(frozen=True)
class OverlongLine(ImportProblem):
    """
    A line of a file to import is longer than any mapping table has.

    ## Why it matters
    Such a line is a damaged file or something else altogether; reading on would produce nonsense at length.

    ## Example
    A table whose line endings were lost when it was copied.

    ## Instead
    One row of a table on each line.

    ## How to mend
    Restore one table row to a line.
    """

    span: Span
    length: int
    limit: int

    def diagnose(self) -> Diagnostic:
        message = (
            f"a line of {self.length} characters; at most {self.limit} are accepted"
        )
        return self._diagnostic(message, self.span)
