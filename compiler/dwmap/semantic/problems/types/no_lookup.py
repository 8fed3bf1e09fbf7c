"""The rule `no-lookup`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["NoLookup"]


@dataclass(frozen=True)
class NoLookup(TypeProblem):
    """
    A path goes on behind a field that is no lookup.

    ## Why it matters
    There is no row to go to.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Name            = name.first
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Name            = name
    }
    ```

    ## How to mend
    End the path at the field. If the field is a lookup, declare it as one: `group -> ce.groups`.
    """

    name: str
    type: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` is {self.type}, not a lookup", self.span
        )
