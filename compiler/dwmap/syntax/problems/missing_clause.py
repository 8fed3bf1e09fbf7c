"""The rule `missing-clause`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["MissingClause"]


@dataclass(frozen=True)
class MissingClause(SyntaxProblem):
    """
    A declaration lacks a clause that it needs.

    ## Why it matters
    A transform without `forward` or without an input, or an action without `request`, does nothing.

    ## Example
    ```dwmap
    transform Shout(value: text) -> text {
      backward lower(value)
    }
    ```

    ## Instead
    ```dwmap
    transform Shout(value: text) -> text {
      forward  upper(value)
      backward lower(value)
    }
    ```

    ## How to mend
    Add the clause that the message names.
    """

    what: str
    clause: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"{self.what} has no {self.clause}", self.span)
