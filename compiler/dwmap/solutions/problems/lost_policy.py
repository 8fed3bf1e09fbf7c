"""The rule `lost-policy`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.solutions.problems.topic import ExportProblem
from dwmap.source import Span

__all__ = ["LostPolicy"]


@dataclass(frozen=True)
class LostPolicy(ExportProblem):
    """
    A line or a map has a policy that dual-write does not know.

    ## Why it matters
    It is exported without it: dual-write treats conflicts, empty values, deletes and records that leave a filter in its own way.

    ## Example
    ```dwmap
    Memo = description on null keep
    ```

    ## Instead
    ```dwmap
    Memo = description
    ```

    ## How to mend
    Leave the policy out if the map runs in dual-write, so that both do the same.
    """

    severity = Severity.WARNING
    map: str
    policy: str
    span: Span

    def diagnose(self) -> Diagnostic:
        message = f"dual-write does not know {self.policy} of map `{self.map}`"
        return self._diagnostic(message, self.span, "exported without it")
