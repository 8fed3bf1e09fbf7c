"""The rule `mixed-path`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["MixedPath"]


@dataclass(frozen=True)
class MixedPath(SyntaxProblem):
    """
    A path is partly a polymorphic lookup.

    ## Why it matters
    In a polymorphic lookup each step behind the column names a candidate and its key column; a step without one leads nowhere.

    ## Example
    ```dwmap
    extend entity ce.accounts { ownerid -> ce.groups | ce.teams? }
    entity ce.teams {
      integration key number
      number string(20)
    }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      CustomerGroup   = ownerid.Group(code).number
    }
    ```

    ## Instead
    ```dwmap
    extend entity ce.accounts { ownerid -> ce.groups | ce.teams? }
    entity ce.teams {
      integration key number
      number string(20)
    }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      CustomerGroup   = ownerid.Group(code).Team(number)
    }
    ```

    ## How to mend
    Write each candidate as `Entity(key)`.
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            "a polymorphic lookup names a key column behind each candidate",
            self.span,
            "some steps have one, some have none",
            help="write each candidate as `Entity(key)`",
        )
