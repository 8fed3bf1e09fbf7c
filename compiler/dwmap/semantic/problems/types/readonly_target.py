"""The rule `readonly-target`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["ReadonlyTarget"]


@dataclass(frozen=True)
class ReadonlyTarget(TypeProblem):
    """
    A line writes a field that is read-only or computed.

    ## Why it matters
    The other side refuses the write. The product reports it as DIPV1011.

    ## Example
    ```dwmap
    extend entity ce.accounts { balance decimal(18, 2)? readonly }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      CreditLimit     = balance
    }
    ```

    ## Instead
    ```dwmap
    extend entity ce.accounts { balance decimal(18, 2)? readonly }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      CreditLimit     < balance
    }
    ```

    ## How to mend
    Let the line only read the field, or map one that can be written.
    """

    name: str
    entity: str
    modifier: str
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` of `{self.entity}` is {self.modifier} and cannot be written",
            self.span,
            "written here",
            Label(self.decl, f"{self.modifier} here"),
            help="let the line only read it",
        )
