"""The rule `unknown-in-plan`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity, did_you_mean
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["UnknownInPlan"]


@dataclass(frozen=True)
class UnknownInPlan(ImportProblem):
    """
    An import plan speaks of something that the tables do not have.

    ## Why it matters
    A misspelt title leaves its map in the folder for the rest.

    ## Example
    ```toml
    [solutions.customer_master]
    maps = ["Customer V3 (accounts)"]
    ```

    ## Instead
    ```toml
    [solutions.customer_master]
    maps = ["Customers V3 (accounts)"]
    ```

    ## How to mend
    Write titles as the tables have them.
    """

    severity = Severity.WARNING
    span: Span | None
    kind: str
    name: str
    known: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        message = f"the plan names the {self.kind} `{self.name}`, which no table has"
        return self._diagnostic(
            message, self.span, help=did_you_mean(self.name, self.known)
        )
