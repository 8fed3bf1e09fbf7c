"""The rule `ambiguous-date`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["AmbiguousDate"]


@dataclass(frozen=True)
class AmbiguousDate(ImportProblem):
    """
    A date can be read in two ways.

    ## Why it matters
    Whether the day or the month comes first is not said, and a date that is read wrongly translates other records. The value is
    imported as a text, which equals no date.

    ## Example
    ```markdown
    BLOCKEDUNTIL | ><<br>`1/2/1900` : blank | blockeduntil |
    ```

    ## Instead
    ```markdown
    BLOCKEDUNTIL | ><<br>`1900-02-01` : blank | blockeduntil |
    ```

    ## How to mend
    Write the date with the year first, in the table or in the value map after the import: `date "1900-02-01"`.
    """

    severity = Severity.WARNING
    span: Span
    text: str

    def diagnose(self) -> Diagnostic:
        message = f"the date `{self.text}` can be read in two ways"
        return self._diagnostic(message, self.span, "imported as a text")
