"""The rule `operator-mismatch`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["OperatorMismatch"]


@dataclass(frozen=True)
class OperatorMismatch(LineProblem):
    """
    The operator says that there is a transform and there is none, or the other way.

    ## Why it matters
    The operators are those of the mapping tables: `><`, `>>` and `<<` transform the value, `=`, `>` and `<` copy it. A
    reader takes the operator at its word, and looks for a wrong value in the wrong place. A default counts as a transform.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      IsOneTime       = onetime : YesNo
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      IsOneTime       >< onetime : YesNo
    }
    ```

    ## How to mend
    Write the operator that the message names. What the line does stays the same.
    """

    fixable = Fixable.SAFE
    op: str
    right_op: str
    reason: str
    span: Span
    lacks_transform: bool = False

    def diagnose(self) -> Diagnostic:
        if self.lacks_transform:
            return self._diagnostic(
                f"`{self.op}` means a transform, but {self.reason}",
                self.span,
                "the two sides are of different kinds",
                help="name a value map or a transform behind the sides: `: NAME`",
            )
        says = "a transform" if self.op in ("><", ">>", "<<") else "a plain copy"
        fix = Fix(f"write `{self.right_op}`", (Edit(self.span, self.right_op),))
        return self._diagnostic(
            f"`{self.op}` means {says}, but {self.reason}",
            self.span,
            f"should be `{self.right_op}`",
            help=f"write `{self.right_op}`",
            fix=fix,
        )
