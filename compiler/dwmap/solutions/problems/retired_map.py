"""The rule `retired-map`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.solutions.problems.topic import ExportProblem
from dwmap.source import Span

__all__ = ["RetiredMap"]


@dataclass(frozen=True)
class RetiredMap(ExportProblem):
    """
    A map is retired, and left out of the solution.

    ## Why it matters
    Where the solution is imported over an older one, dual-write keeps the map that was there, and it goes on running.

    ## Example
    ```dwmap
    status retired
    ```

    ## Instead
    ```dwmap
    status live
    ```

    ## How to mend
    Stop the map in the environment and delete its row of table maps there, or let it live.
    """

    severity = Severity.NOTE
    map: str
    span: Span

    def diagnose(self) -> Diagnostic:
        message = f"map `{self.map}` is retired and not exported"
        help = "stop it in the environments that have it"
        return self._diagnostic(message, self.span, "left out", help=help)
