"""The rule `misplaced-clause`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["MisplacedClause"]


@dataclass(frozen=True)
class MisplacedClause(SyntaxProblem):
    """
    A clause of a map stands on a line.

    ## Why it matters
    Deleting, leaving the filter and a conflict concern the whole record, so no single line can decide them.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = description on delete ignore
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      on delete ignore
      CustomerAccount = accountnumber
      Memo            = description
    }
    ```

    ## How to mend
    Say it in a line of its own in the map.
    """

    clause: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.clause}` concerns the whole record, not one line",
            self.span,
            help="say it in a line of its own in the map",
        )
