"""The rule `wrong-system`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["WrongSystem"]


@dataclass(frozen=True)
class WrongSystem(NameProblem):
    """
    A filter or a record names a system that is neither side of the map.

    ## Why it matters
    A filter reads the fields of the map's left or right entity; there is no third one to read from.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      where legacy CreditLimit > 0
      CustomerAccount > accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      where fo CreditLimit > 0
      CustomerAccount > accountnumber
    }
    ```

    ## How to mend
    Name the system of the side whose fields the condition reads.
    """

    name: str
    sides: tuple[str, str]
    span: Span

    def diagnose(self) -> Diagnostic:
        left, right = self.sides
        return self._diagnostic(
            f"`{self.name}` is no side of this map",
            self.span,
            help=f"its sides are `{left}` and `{right}`",
        )
