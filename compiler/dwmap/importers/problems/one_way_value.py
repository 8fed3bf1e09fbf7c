"""The rule `one-way-value`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["OneWayValue"]


@dataclass(frozen=True)
class OneWayValue(ImportProblem):
    """
    Two values of a two-way value map become the same value on the other side.

    ## Why it matters
    On the way back only one of them can be meant. The first keeps both ways, the later ones go one way only.

    ## Example
    ```markdown
    STATUS | ><<br>`employed` : `1`<br>`pending` : `2`<br>`terminated` : `2` | status |
    ```

    ## Instead
    ```markdown
    STATUS | ><<br>`employed` : `1`<br>`pending` : `2`<br>`terminated` : `3` | status |
    ```

    ## How to mend
    Give each value its own. If another value is meant on the way back, change the entries of the value map.
    """

    severity = Severity.WARNING
    span: Span
    value: str
    other: str
    first: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.value}` does not come back: `{self.other}` is `{self.first}`"
        return self._diagnostic(message, self.span, "imported for one way only")
