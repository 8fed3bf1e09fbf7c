"""The rule `wrong-candidate`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["WrongCandidate"]


@dataclass(frozen=True)
class WrongCandidate(NameProblem):
    """
    A polymorphic lookup names an entity that its column does not point at.

    ## Why it matters
    No row of that entity can ever be found there, so the lookup stays empty.

    ## Example
    ```dwmap
    entity fo.Orders {
      Number   string(20)
      Customer string(20)
    }
    entity ce.orders {
      integration key number
      number     string(20)
      customerid -> ce.accounts | ce.groups
    }
    map Orders : fo.Orders <-> ce.orders {
      Number   = number
      Customer = customerid.Acount(accountnumber).Group(code)
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Orders {
      Number   string(20)
      Customer string(20)
    }
    entity ce.orders {
      integration key number
      number     string(20)
      customerid -> ce.accounts | ce.groups
    }
    map Orders : fo.Orders <-> ce.orders {
      Number   = number
      Customer = customerid.Account(accountnumber).Group(code)
    }
    ```

    ## How to mend
    Name one of the entities that the message lists, by its name, its table's, or the singular; or let the column point at
    the entity, too.
    """

    name: str
    column: str
    targets: tuple[str, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        listed = " or ".join(f"`{target}`" for target in self.targets)
        return self._diagnostic(
            f"`{self.column}` does not point at `{self.name}`",
            self.span,
            help=f"it points at {listed}",
        )
