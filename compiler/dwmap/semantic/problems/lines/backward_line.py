"""The rule `backward-line`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["BackwardLine"]


@dataclass(frozen=True)
class BackwardLine(LineProblem):
    """
    A line of an action does not go from left to right.

    ## Why it matters
    A request is filled from the caller's record and a response from the answer: each goes one way, and a line against it
    would read what is not there yet.

    ## Example
    ```dwmap
    action Credit : ce.accounts -> fo.Customers {
      request { accountnumber = CustomerAccount }
    }
    ```

    ## Instead
    ```dwmap
    action Credit : ce.accounts -> fo.Customers {
      request { accountnumber > CustomerAccount }
    }
    ```

    ## How to mend
    Put the source on the left, the target on the right, and `>` between them.
    """

    fixable = Fixable.UNSAFE
    op: str
    right_op: str
    span: Span

    def diagnose(self) -> Diagnostic:
        fix = Fix(
            f"write `{self.right_op}`", (Edit(self.span, self.right_op),), safe=False
        )
        return self._diagnostic(
            f"a line of an action goes from left to right, `{self.op}` does not",
            self.span,
            help=f"put the source on the left and write `{self.right_op}`",
            fix=fix,
        )
