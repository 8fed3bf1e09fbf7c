"""The rule `repeated-clause`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["RepeatedClause"]


@dataclass(frozen=True)
class RepeatedClause(SyntaxProblem):
    """
    A block says the same thing twice.

    ## Why it matters
    Only one of the two can hold, and a reader would not know which.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      version 1.0.0.0
      version 1.0.0.1
      CustomerAccount = accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      version 1.0.0.1
      CustomerAccount = accountnumber
    }
    ```

    ## How to mend
    Keep one of them.
    """

    clause: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.clause}` is said twice",
            self.second,
            "and again here",
            Label(self.first, "first said here"),
            help="keep one of them",
        )
