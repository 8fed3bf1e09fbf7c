"""The rule `one-way-only`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["OneWayOnly"]


@dataclass(frozen=True)
class OneWayOnly(LineProblem):
    """
    A two-way line has a side that cannot be written.

    ## Why it matters
    Only a path can be written. A literal, a call or an expression can only be read, so nothing could come back.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount     =  accountnumber
      (CreditLimit - Discount) >< creditlimit
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount     =  accountnumber
      (CreditLimit - Discount) >> creditlimit
    }
    ```

    ## How to mend
    Make the line one-way, away from the side that is no path. If the value has to come back, write a transform with
    `backward`.
    """

    fixable = Fixable.UNSAFE
    what: str
    side: Span
    op: Span
    right_op: str

    def diagnose(self) -> Diagnostic:
        fix = Fix(
            f"write `{self.right_op}`", (Edit(self.op, self.right_op),), safe=False
        )
        return self._diagnostic(
            f"{self.what} cannot be written, so the line cannot go both ways",
            self.side,
            "only a path can be written",
            help=f"write `{self.right_op}`",
            fix=fix,
        )
