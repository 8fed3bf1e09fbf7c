"""The rule `wrong-operand`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["WrongOperand"]


@dataclass(frozen=True)
class WrongOperand(TypeProblem):
    """
    An operator or function gets a value of a kind that it does not work on.

    ## Why it matters
    The expression would fail on every record.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      where fo Created > (Name + 1)
      CustomerAccount > accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      where fo Created > date "2026-01-01"
      CustomerAccount > accountnumber
    }
    ```

    ## How to mend
    Use a value of the kind that the message names, or convert it with `text`, `int` or `decimal`.
    """

    what: str
    wants: str
    got: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"{self.what} works on {self.wants}, not on {self.got}",
            self.span,
            f"this is {self.got}",
        )
