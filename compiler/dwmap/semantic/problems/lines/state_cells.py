"""The rule `state-cells`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["StateCells"]


@dataclass(frozen=True)
class StateCells(LineProblem):
    """
    A row of a state table has another number of cells than the table has inputs.

    ## Why it matters
    Each cell is compared with one input; `_` stands for any value. A row with a cell too few says nothing about one of them.

    ## Example
    ```dwmap
    states Status(order: int, document: int) -> int {
      1 -> 2
      else error
    }
    ```

    ## Instead
    ```dwmap
    states Status(order: int, document: int) -> int {
      1, _ -> 2
      else error
    }
    ```

    ## How to mend
    Give the row one cell for each input, `_` where the value does not matter.
    """

    table: str
    takes: int
    given: int
    span: Span

    def diagnose(self) -> Diagnostic:
        inputs = "one input" if self.takes == 1 else f"{self.takes} inputs"
        cells = "one cell" if self.given == 1 else f"{self.given} cells"
        return self._diagnostic(
            f"`{self.table}` has {inputs}, the row has {cells}",
            self.span,
        )
