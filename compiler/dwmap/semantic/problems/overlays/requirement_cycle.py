"""The rule `requirement-cycle`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import OverlayProblem
from dwmap.source import Span

__all__ = ["RequirementCycle"]


@dataclass(frozen=True)
class RequirementCycle(OverlayProblem):
    """
    Solutions require each other in a circle.

    ## Why it matters
    None of them can be installed first, and their overlays have no order.

    ## Example
    ```dwmap core/solution.dwmap
    solution FinanceCore {
      version 1.0.0.0
      requires CustomerMaster 1.0
    }
    ```
    ```dwmap customers/solution.dwmap
    solution CustomerMaster {
      version 1.0.0.0
      requires FinanceCore 1.0
    }
    ```

    ## Instead
    ```dwmap core/solution.dwmap
    solution FinanceCore { version 1.0.0.0 }
    ```
    ```dwmap customers/solution.dwmap
    solution CustomerMaster {
      version 1.0.0.0
      requires FinanceCore 1.0
    }
    ```

    ## How to mend
    Take one `requires` away. What both need belongs into a third solution that both require.
    """

    solutions: tuple[str, ...]
    span: Span
    first: Span

    def diagnose(self) -> Diagnostic:
        ring = " -> ".join((*self.solutions, self.solutions[0]))
        alone = len(self.solutions) == 1
        more = () if alone else (Label(self.first, "and this one leads to it"),)
        return self._diagnostic(
            f"solutions require each other: `{ring}`",
            self.span,
            "a solution cannot require itself" if alone else "this closes the circle",
            *more,
            help="take one `requires` away",
        )
