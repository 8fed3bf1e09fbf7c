"""The rule `untracked-source`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import LimitProblem
from dwmap.source import Span

__all__ = ["UntrackedSource"]


@dataclass(frozen=True)
class UntrackedSource(LimitProblem):
    """
    A line reads a computed field of finance and operations, whose changes the product does not track.

    ## Why it matters
    A new value of the field alone sends nothing: the other side keeps the old one until another field of the record changes.
    The health check of a map reports it with the number 1300.

    ## Example
    ```dwmap
    entity fo.Orders {
      Number string(20)
      Total  decimal(18, 2)? computed
    }
    entity ce.orders {
      integration key number
      number string(20)
      total  decimal(18, 2)?
    }
    map Orders : fo.Orders <-> ce.orders {
      Number = number
      Total  > total
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Orders {
      Number string(20)
      Total  decimal(18, 2)?
    }
    entity ce.orders {
      integration key number
      number string(20)
      total  decimal(18, 2)?
    }
    map Orders : fo.Orders <-> ce.orders {
      Number = number
      Total  > total
    }
    ```

    ## How to mend
    Map a stored field, or let the entity say of what its computed field depends: `getEntityRecordIdsImpactedByTableChange`.
    """

    limit: ClassVar[str] = "changes of computed fields are not tracked"
    field: str
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"changes of `{self.field}` alone are not noticed: it is computed",
            self.span,
            "read here",
            Label(self.decl, "computed"),
        )
