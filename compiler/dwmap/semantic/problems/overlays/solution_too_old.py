"""The rule `solution-too-old`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import OverlayProblem
from dwmap.source import Span

__all__ = ["SolutionTooOld"]


@dataclass(frozen=True)
class SolutionTooOld(OverlayProblem):
    """
    A solution requires a later version of another one than the project has.

    ## Why it matters
    What was written against the later version may not be there yet: fields, maps, or lines of maps.

    ## Example
    ```dwmap core/solution.dwmap
    solution FinanceCore { version 1.9.0.0 }
    ```
    ```dwmap customers/solution.dwmap
    solution CustomerMaster {
      version 1.0.0.0
      requires FinanceCore 1.10
    }
    ```

    ## Instead
    ```dwmap core/solution.dwmap
    solution FinanceCore { version 1.10.0.0 }
    ```
    ```dwmap customers/solution.dwmap
    solution CustomerMaster {
      version 1.0.0.0
      requires FinanceCore 1.10
    }
    ```

    ## How to mend
    Take the later version of the other solution into the project, or require one that is there.
    """

    name: str
    wanted: str
    actual: str
    span: Span
    declared: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` is required in version `{self.wanted}`, and is `{self.actual}`",
            self.span,
            "this version is not there",
            Label(self.declared, f"this is `{self.actual}`"),
            help=f"take a later `{self.name}` into the project, or require `{self.actual}`",
        )
