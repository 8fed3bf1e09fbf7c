"""The rule `inexpressible-filter`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import FilterProblem
from dwmap.source import Span

__all__ = ["InexpressibleFilter"]


@dataclass(frozen=True)
class InexpressibleFilter(FilterProblem):
    """
    A filter cannot be said in the dialect of the end that it filters.

    ## Why it matters
    The code that dwmap generates carries it out all the same. But the map cannot be given back to the product, which
    keeps filters of finance and operations as query ranges and those of Dataverse as OData, and a person who looks for
    the records at the end itself cannot ask for them.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      where fo CreditLimit - Discount > 0
      CustomerAccount > accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      where fo CreditLimit > 0
      CustomerAccount > accountnumber
    }
    ```

    ## How to mend
    Compare columns of the table itself with values or with each other: no sums, no functions but `starts_with`, `ends_with`
    and `contains`, no lookups. Where the end has a column that says the same, use it.
    """

    system: str
    dialect: str
    reason: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"the filter on `{self.system}` cannot be said as {self.dialect}",
            self.span,
            self.reason,
            help="compare columns of the table itself with values",
        )
