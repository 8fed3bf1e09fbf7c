"""The rule `self-dependency`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import OrderProblem
from dwmap.source import Span

__all__ = ["SelfDependency"]


@dataclass(frozen=True)
class SelfDependency(OrderProblem):
    """
    A map depends on itself.

    ## Why it matters
    It can never be its own turn. Lookups into the map's own entity need no `depends on`.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      depends on Customers
      CustomerAccount = accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
    }
    ```

    ## How to mend
    Take the line away.
    """

    map: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"`{self.map}` depends on itself", self.span)
