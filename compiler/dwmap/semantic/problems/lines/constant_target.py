"""The rule `constant-target`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["ConstantTarget"]


@dataclass(frozen=True)
class ConstantTarget(LineProblem):
    """
    The side that is to be written is no path.

    ## Why it matters
    There is no column in which the value could be stored, so the line would do nothing.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      3               << customertypecode
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
    Turn the operator round, so that it points at the path.
    """

    fixable = Fixable.UNSAFE
    what: str
    span: Span
    op: Span
    right_op: str

    def diagnose(self) -> Diagnostic:
        fix = Fix(
            f"write `{self.right_op}`", (Edit(self.op, self.right_op),), safe=False
        )
        return self._diagnostic(
            f"{self.what} cannot be written",
            self.span,
            "this is the target of the line",
            help=f"turn the operator round: `{self.right_op}`",
            fix=fix,
        )
