"""The rule `broken-plan`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["BrokenPlan"]


@dataclass(frozen=True)
class BrokenPlan(ImportProblem):
    """
    An import plan is not TOML, or has a part that is not documented.

    ## Why it matters
    The plan decides where things go; a part that is not understood decides nothing.

    ## Example
    ```toml
    [solution.customer_master]
    maps = ["Customers V3 (accounts)"]
    ```

    ## Instead
    ```toml
    [solutions.customer_master]
    maps = ["Customers V3 (accounts)"]
    ```

    ## How to mend
    See `specs/import.toml` for every part a plan may have.
    """

    span: Span | None
    reason: str
    label: str = ""

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.reason, self.span, self.label)
