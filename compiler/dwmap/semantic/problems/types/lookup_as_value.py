"""The rule `lookup-as-value`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["LookupAsValue"]


@dataclass(frozen=True)
class LookupAsValue(TypeProblem):
    """
    A lookup is mapped like a value.

    ## Why it matters
    A lookup holds the id of a row in one system; the other system does not know that id. What travels is the key of the row.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      CustomerGroup   = group
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      CustomerGroup   = group.code
    }
    ```

    ## How to mend
    Go on to the key of the row that the lookup points at; the message names its fields.
    """

    name: str
    span: Span
    keys: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        help = None
        if self.keys:
            help = "name the key of the row: " + ", ".join(
                f"`{self.name}.{key}`" for key in self.keys[:3]
            )
        return self._diagnostic(
            f"`{self.name}` is a lookup, not a value", self.span, help=help
        )
