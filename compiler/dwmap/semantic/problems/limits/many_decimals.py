"""The rule `many-decimals`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LimitProblem
from dwmap.source import Span

__all__ = ["MOST_DECIMALS", "ManyDecimals"]

MOST_DECIMALS = 10
"""Decimal places of a Dataverse currency or decimal column (Microsoft Learn, "Currency data-type migration for dual-write")."""


@dataclass(frozen=True)
class ManyDecimals(LimitProblem):
    """
    A column of Dataverse is declared with more decimal places than the product has.

    ## Why it matters
    Dataverse keeps at most ten places of a decimal or currency, four of a currency in environments that were not
    migrated; what is behind them is cut without a word, and comes back cut. Finance and operations keeps more.

    ## Example
    ```dwmap
    entity ce.rates {
      integration key name
      name string(20)
      rate decimal(28, 16)
    }
    ```

    ## Instead
    ```dwmap
    entity ce.rates {
      integration key name
      name string(20)
      rate decimal(20, 10)
    }
    ```

    ## How to mend
    Declare the column as Dataverse has it. The line that fills it is then checked against the places that are left.
    """

    limit: ClassVar[str] = f"{MOST_DECIMALS} decimal places"
    field: str
    scale: int
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.field}` has {self.scale} decimal places; Dataverse keeps {MOST_DECIMALS}",
            self.span,
            help=f"declare at most {MOST_DECIMALS}, as the column has them",
        )
