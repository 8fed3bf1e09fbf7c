"""The rule `undeclared-field`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UndeclaredField"]


@dataclass(frozen=True)
class UndeclaredField(NameProblem):
    """
    A field that the entity's declaration does not list.

    ## Why it matters
    Typing is gradual: the line compiles, and nothing about this field is checked. If the field is not there, every record
    fails when it is written; the product reports it as DIPV1022 or DIPV1025.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = telephone1
    }
    ```

    ## Instead
    ```dwmap
    extend entity ce.accounts { telephone1 text? }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = telephone1
    }
    ```

    ## How to mend
    Declare the field with its type, or import the schema of the entity.
    """

    severity = Severity.NOTE
    name: str
    entity: str
    span: Span
    elsewhere: str | None = None

    def diagnose(self) -> Diagnostic:
        help = "declare it with its type, or import the schema"
        if self.elsewhere:
            help = f"`{self.elsewhere}`, the other end, has it: is it meant here?"
        return self._diagnostic(
            f"`{self.name}` is not declared in `{self.entity}`, so it is not checked",
            self.span,
            help=help,
        )
