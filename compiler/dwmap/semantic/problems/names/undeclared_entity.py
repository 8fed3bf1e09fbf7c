"""The rule `undeclared-entity`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UndeclaredEntity"]


@dataclass(frozen=True)
class UndeclaredEntity(NameProblem):
    """
    A map, lookup or extension names an entity that is declared nowhere.

    ## Why it matters
    Nothing about its fields can be checked, so a slip in them is first seen when records fail. It may also be a misspelt
    name. The product reports a missing schema as DIPV1018 or DIPV1020.

    ## Example
    ```dwmap
    map Customers : fo.Custommers <-> ce.accounts {
      CustomerAccount = accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
    }
    ```

    ## How to mend
    Correct the name, declare the entity, or import its schema with `dwmap import --schema`.
    """

    severity = Severity.WARNING
    name: str
    span: Span
    meant: tuple[str, ...] = ()
    now: str | None = None
    """What an entity of that name is called since it was renamed."""

    def diagnose(self) -> Diagnostic:
        help = (
            self._called(self.now)
            or did_you_mean(self.name, self.meant)
            or "declare it, or import its schema, to have it checked"
        )
        return self._diagnostic(
            f"entity `{self.name}` is not declared, so nothing about it is checked",
            self.span,
            help=help,
        )
