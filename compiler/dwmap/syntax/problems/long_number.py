"""The rule `long-number`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["LongNumber"]


@dataclass(frozen=True)
class LongNumber(SyntaxProblem):
    """
    A number has more digits than any column of the two systems can hold.

    ## Why it matters
    It is no number that anybody has meant; a code that long is a text, and as a number it would lose its leading zeros.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      999999999999999999999999999999999999999999999 >> customertypecode
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      3               >> customertypecode
    }
    ```

    ## How to mend
    Correct the number. If it is a text, put it in quotes.
    """

    most: int
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"a number has at most {self.most} digits",
            self.span,
            help="put it in quotes if it is a text",
        )
