"""The rule `merged-values`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import SuspiciousProblem
from dwmap.source import Span

__all__ = ["MergedValues"]


@dataclass(frozen=True)
class MergedValues(SuspiciousProblem):
    """
    A value map sends several values to one, and none of them comes back.

    ## Why it matters
    The difference is lost on the other side, and no record can tell which it was.

    ## Example
    ```dwmap
    valuemap WorkerStatus : any <-> int {
      Employed   = 754400000
      Pending    > 754400001
      Terminated > 754400001
    }
    ```

    ## Instead
    ```dwmap
    valuemap WorkerStatus : any <-> int {
      Employed   = 754400000
      Pending    > 754400001
      Terminated = 754400001
    }
    ```

    ## How to mend
    Give each value a code of its own, or say with `=` which of them comes back.
    """

    map: str
    value: str
    sources: tuple[str, ...]
    span: Span
    first: Span

    def diagnose(self) -> Diagnostic:
        listed = " and ".join(f"`{source}`" for source in self.sources)
        return self._diagnostic(
            f"`{self.map}` sends {listed} to {self.value}",
            self.span,
            f"also becomes {self.value}",
            Label(self.first, f"becomes {self.value}"),
        )
