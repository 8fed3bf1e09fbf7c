"""The rule `virtual-table`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics import Diagnostic, Label, Severity
from dwmap.semantic.problems.topics import LimitProblem
from dwmap.source import Span

__all__ = ["VirtualTable"]


@dataclass(frozen=True)
class VirtualTable(LimitProblem):
    """
    A map is for a Dataverse table that is virtual or elastic.

    ## Why it matters
    Such a table has no `versionnumber`, by which the product knows what has changed: it refuses the map with DIPV1019.

    ## Example
    ```dwmap
    entity ce.stocks {
      table stock virtual
      integration key number
      number string(20)
    }
    entity fo.Stocks { Number string(20) }
    map Stocks : fo.Stocks <-> ce.stocks {
      Number = number
    }
    ```

    ## Instead
    ```dwmap
    entity ce.stocks {
      table stock
      integration key number
      number string(20)
    }
    entity fo.Stocks { Number string(20) }
    map Stocks : fo.Stocks <-> ce.stocks {
      Number = number
    }
    ```

    ## How to mend
    Map an ordinary table. A virtual table of finance and operations shows the data without any map.
    """

    severity = Severity.WARNING
    limit: ClassVar[str] = "ordinary tables only, neither virtual nor elastic"
    map: str
    entity: str
    kind: str
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.map}` is for `{self.entity}`, which is {self.kind}: the product does not track it",
            self.span,
            "",
            Label(self.decl, "declared here"),
            help="map an ordinary table",
        )
