"""The rule `not-in-dual-write`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.solutions.problems.topic import ExportProblem
from dwmap.source import Span

__all__ = ["NotInDualWrite"]


@dataclass(frozen=True)
class NotInDualWrite(ExportProblem):
    """
    A map says something that dual-write has no form for.

    ## Why it matters
    A solution without it would keep records equal in another way than the spec says, so no solution is written.

    ## Example
    ```dwmap
    (FirstName, LastName) >> fullname : FullName
    ```

    ## Instead
    ```dwmap
    FullName > fullname
    ```

    ## How to mend
    Dual-write has fields, constants, defaults, value maps and a filter for each side. Compute the value in one of the
    systems, or export the rest with `--partial`.
    """

    map: str
    reason: str
    span: Span | None

    def diagnose(self) -> Diagnostic:
        message = f"dual-write cannot hold a part of map `{self.map}`: {self.reason}"
        label = "this is not exported"
        return self._diagnostic(message, self.span, label)
