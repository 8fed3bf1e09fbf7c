"""The rule `empty-reason`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["EmptyReason"]


@dataclass(frozen=True)
class EmptyReason(SyntaxProblem):
    """
    An `allow` or a `lossy` gives no reason.

    ## Why it matters
    What is accepted without a reason is accepted for ever: nobody can tell later whether it still holds.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = description lossy ""
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = description lossy "the other side keeps 2,000 characters"
    }
    ```

    ## How to mend
    Say in a few words why the finding or the loss does no harm here.
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            "a reason is missing", self.span, help="say why this is accepted"
        )
