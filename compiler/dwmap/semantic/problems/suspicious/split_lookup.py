"""The rule `split-lookup`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import SuspiciousProblem
from dwmap.source import Span

__all__ = ["SplitLookup"]


@dataclass(frozen=True)
class SplitLookup(SuspiciousProblem):
    """
    The parts of one lookup go in different directions.

    ## Why it matters
    Together the parts identify one row. In the direction that only some of them take, the qualifier is lost, and the name
    alone may mean another row. The product reports it as DIPV1027 or DIPV1028.

    ## Example
    ```dwmap
    entity fo.Products {
      Number    string(20)
      Category  string(60)
      Hierarchy string(60)
    }
    entity ce.products {
      integration key number
      number   string(20)
      category -> ce.categories
    }
    entity ce.categories {
      integration key name, hierarchy
      name      string(60)
      hierarchy string(60)
    }
    map Products : fo.Products <-> ce.products {
      Number    = number
      Category  = category.name
      Hierarchy > category.hierarchy
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Products {
      Number    string(20)
      Category  string(60)
      Hierarchy string(60)
    }
    entity ce.products {
      integration key number
      number   string(20)
      category -> ce.categories
    }
    entity ce.categories {
      integration key name, hierarchy
      name      string(60)
      hierarchy string(60)
    }
    map Products : fo.Products <-> ce.products {
      Number    = number
      Category  = category.name
      Hierarchy = category.hierarchy
    }
    ```

    ## How to mend
    Let all parts of a lookup go the same ways.
    """

    lookup: str
    both: str
    one_way: str
    span: Span
    first: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"the parts of `{self.lookup}` go in different directions",
            self.span,
            f"`{self.one_way}` goes one way only",
            Label(self.first, f"`{self.both}` goes both ways"),
            help="let all parts of a lookup go the same ways",
        )
