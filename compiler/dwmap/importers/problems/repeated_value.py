"""The rule `repeated-value`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["RepeatedValue"]


@dataclass(frozen=True)
class RepeatedValue(ImportProblem):
    """
    A value map translates one value in two ways.

    ## Why it matters
    Only the first can ever apply. The later pair is kept for the direction in which it still says something, and left out
    when there is none.

    ## Example
    ```markdown
    COLOUR | >><br>`red` : `1`<br>`red` : `2` | colour |
    ```

    ## Instead
    ```markdown
    COLOUR | >><br>`red` : `1`<br>`green` : `2` | colour |
    ```

    ## How to mend
    Keep the pair that is meant.
    """

    severity = Severity.WARNING
    span: Span
    value: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.value}` is translated twice"
        return self._diagnostic(message, self.span, "the earlier pair wins")
