"""The rule `duplicate-value`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["DuplicateValue"]


@dataclass(frozen=True)
class DuplicateValue(LineProblem):
    """
    A value map has two entries for one value.

    ## Why it matters
    Only one of them can be used, and which one would depend on the order of the lines.

    ## Example
    ```dwmap
    valuemap Status : any <-> int {
      Open = 1
      Open = 2
    }
    ```

    ## Instead
    ```dwmap
    valuemap Status : any <-> int {
      Open   = 1
      Closed = 2
    }
    ```

    ## How to mend
    Take one of the entries away, or let each go another way: one with `>`, one with `<`.
    """

    value: str
    map: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.map}` has two entries for {self.value}",
            self.second,
            "and again here",
            Label(self.first, "first mapped here"),
        )
