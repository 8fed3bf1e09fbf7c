"""The rule `renamed-field`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable, Label
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["RenamedField"]


@dataclass(frozen=True)
class RenamedField(NameProblem):
    """
    A field by the name that it had before, as its entity says with `renamed from`.

    ## Why it matters
    The line would read or write a column that is not there any more, and every record would fail. The product reports it
    as DIPV1022 (source), DIPV1025 (target) or DIPV1012 (filter).

    ## Example
    ```dwmap
    extend entity ce.accounts { telephone1 text? renamed from phone }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = phone
    }
    ```

    ## Instead
    ```dwmap
    extend entity ce.accounts { telephone1 text? renamed from phone }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = telephone1
    }
    ```

    ## How to mend
    Write the new name. If the entity has both columns, declare the old one, too, and take the `renamed from` away.
    """

    fixable = Fixable.SAFE
    name: str
    entity: str
    new: str
    span: Span
    declared: Span
    written: str
    """The new name as a line has it: in backticks where it needs them."""

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` of `{self.entity}` is called `{self.new}` now",
            self.span,
            "the name that it had",
            Label(self.declared, "renamed here"),
            help=f"if `{self.entity}` has both columns, declare `{self.name}`, too",
            fix=Fix(f"write `{self.new}`", (Edit(self.span, self.written),)),
        )
