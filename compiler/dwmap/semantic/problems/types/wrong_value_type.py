"""The rule `wrong-value-type`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["WrongValueType"]


@dataclass(frozen=True)
class WrongValueType(TypeProblem):
    """
    A literal does not belong to the type of the field it is written to or compared with.

    ## Why it matters
    It can never be equal to a value of the field, or the write is refused.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      "yes"           >> onetime
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      true            >> onetime
    }
    ```

    ## How to mend
    Write a literal of the field's type. Dates and ids name their kind: `date "2026-01-31"`, `guid "…"`.
    """

    fixable = Fixable.UNSAFE
    literal: str
    type: str
    span: Span
    instead: str | None = None

    def diagnose(self) -> Diagnostic:
        fix = None
        if self.instead:
            edit = Edit(self.span, self.instead)
            fix = Fix(f"write `{self.instead}`", (edit,), safe=False)
        return self._diagnostic(
            f"`{self.literal}` is no value of {self.type}",
            self.span,
            help=f"write `{self.instead}`" if self.instead else None,
            fix=fix,
        )
