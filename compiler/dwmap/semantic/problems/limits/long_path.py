"""The rule `long-path`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LimitProblem
from dwmap.source import Span

__all__ = ["MOST_HOPS", "LongPath"]

MOST_HOPS = 3
"""Lookups of the longest path in the maps that are shipped; no greatest number is documented."""


@dataclass(frozen=True)
class LongPath(LimitProblem):
    """
    A path goes through more lookups than any path in the maps that the product ships.

    ## Why it matters
    No limit is documented, so nobody has said that it works. Each lookup is one more join when Dataverse is read, and one more
    row that must be there when it is written.

    ## Example
    ```dwmap
    entity ce.nodes {
      integration key code
      code   string(20)
      parent -> ce.nodes?
    }
    entity fo.Nodes {
      Code string(20)
      Root string(20)?
    }
    map Nodes : fo.Nodes <-> ce.nodes {
      Code = code
      Root < parent.parent.parent.parent.code
    }
    ```

    ## Instead
    ```dwmap
    entity ce.nodes {
      integration key code
      code   string(20)
      parent -> ce.nodes?
    }
    entity fo.Nodes {
      Code string(20)
      Root string(20)?
    }
    map Nodes : fo.Nodes <-> ce.nodes {
      Code = code
      Root < parent.parent.parent.code
    }
    ```

    ## How to mend
    Point a lookup of the table itself at the row that is meant.
    """

    limit: ClassVar[str] = f"{MOST_HOPS} lookups in the longest path that is shipped"
    path: str
    hops: int
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.path}` goes through {self.hops} lookups; the longest path that is shipped goes through {MOST_HOPS}",
            self.span,
        )
