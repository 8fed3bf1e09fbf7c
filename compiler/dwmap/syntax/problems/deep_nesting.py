"""The rule `deep-nesting`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["DeepNesting"]


@dataclass(frozen=True)
class DeepNesting(SyntaxProblem):
    """
    An expression is nested so deeply that nobody could read it.

    ## Why it matters
    Later phases would need more memory than there is. The whole declaration was left out, so nothing of it is checked or
    built.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      where fo (
        not not not not not not not not not not not not not not not not not not not not not not not not not not
        not not not not not not not not not not not not not not not not not not not not not not not not not not
        not not not not not not not not not not not not not not not not not not not not not not not not not not
        not not not not not not not not not not not not not not not not not not not not not not not not not not
        not not not not not not not not not not not not not not not not not not not not not not not not not not
        CreditLimit == 1
      )
      CustomerAccount > accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      where fo CreditLimit in [1, 2, 3]
      CustomerAccount > accountnumber
    }
    ```

    ## How to mend
    Split the expression into transforms, or list the values behind `in`.
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            "this expression is nested too deeply",
            self.span,
            help="split it into transforms, or list the values: `x in [1, 2, 3]`",
        )
