"""The rule `literal-out-of-range`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["LiteralOutOfRange"]


@dataclass(frozen=True)
class LiteralOutOfRange(TypeProblem):
    """
    A literal is larger, longer or more precise than the field that it is written to or compared with.

    ## Why it matters
    Written, it is refused with every record; compared with `==` or `in`, it is equal to no value of the field.
    Dataverse keeps days from 1753 on, finance and operations from 1900 to 2154.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      5000000000      >> customertypecode
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      5               >> customertypecode
    }
    ```

    ## How to mend
    Write a literal that the field can hold, or correct the type of the field if it is declared too small.
    """

    literal: str
    type: str
    limit: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.literal}` does not fit into {self.type}", self.span, self.limit
        )
