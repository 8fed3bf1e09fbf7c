"""The rule `unknown-map-type`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["UnknownMapType"]


@dataclass(frozen=True)
class UnknownMapType(ImportProblem):
    """
    A map type is none of the six symbols.

    ## Why it matters
    Without it the direction is unknown; the row is left out.

    ## Example
    ```markdown
    NAME | <> | name |
    ```

    ## Instead
    ```markdown
    NAME | = | name |
    ```

    ## How to mend
    Write `=`, `>`, `<`, `><`, `>>` or `<<`.
    """

    span: Span
    symbol: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.symbol}` is no map type" if self.symbol else "no map type"
        return self._diagnostic(
            message,
            self.span,
            "this line is not imported",
            help="write `=`, `>`, `<`, `><`, `>>` or `<<`",
        )
