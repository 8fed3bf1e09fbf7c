"""The rule `meaningless-row`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["MeaninglessRow"]


@dataclass(frozen=True)
class MeaninglessRow(ImportProblem):
    """
    A row has no field on either side, or a constant that its direction never writes.

    ## Why it matters
    Nothing would happen; the row is left out.

    ## Example
    ```markdown
    none | >> | customertypecode |
    ```

    ## Instead
    ```markdown
    none | >> | customertypecode | 3
    ```

    ## How to mend
    Name the field, and the constant in the column of default values.
    """

    span: Span
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.reason, self.span, "this line is not imported")
