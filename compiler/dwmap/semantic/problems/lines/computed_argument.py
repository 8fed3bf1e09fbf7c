"""The rule `computed-argument`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["ComputedArgument"]


@dataclass(frozen=True)
class ComputedArgument(LineProblem):
    """
    An argument behind the name of a transform is no literal.

    ## Why it matters
    What varies from record to record stands on the side of the line; the arguments are fixed when the map is compiled.

    ## Example
    ```dwmap
    transform Scale(value: decimal, factor: decimal) -> decimal {
      forward value * factor
    }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      CreditLimit     >> creditlimit : Scale(Discount)
    }
    ```

    ## Instead
    ```dwmap
    transform Scale(value: decimal, factor: decimal) -> decimal {
      forward value * factor
    }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount         =  accountnumber
      (CreditLimit, Discount) >> creditlimit : Scale
    }
    ```

    ## How to mend
    Move the value to its side of the line, in parentheses with the others. Keep only literals behind the name.
    """

    name: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"an argument of `{self.name}` is a literal",
            self.span,
            help="several values of the record stand in parentheses on their side",
        )
