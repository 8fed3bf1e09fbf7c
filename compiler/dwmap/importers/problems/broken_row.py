"""The rule `broken-row`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["BrokenRow"]


@dataclass(frozen=True)
class BrokenRow(ImportProblem):
    """
    A row of a mapping table does not have the cells of its head.

    ## Why it matters
    Which text belongs to which column would be a guess; the row is left out.

    ## Example
    ```markdown
    NAME | = name
    ```

    ## Instead
    ```markdown
    NAME | = | name |
    ```

    ## How to mend
    Give the row as many cells as the head has; write `\\|` for a `|` in a text.
    """

    span: Span
    cells: int
    wanted: int

    def diagnose(self) -> Diagnostic:
        cells = "1 cell" if self.cells == 1 else f"{self.cells} cells"
        message = f"a row of {cells} under a head of {self.wanted}"
        return self._diagnostic(message, self.span, "this line is not imported")
