"""The rule `dependency-cycle`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.semantic.problems.topics import OrderProblem
from dwmap.source import Span

__all__ = ["DependencyCycle"]


@dataclass(frozen=True)
class DependencyCycle(OrderProblem):
    """
    Maps need each other's rows for their lookups.

    ## Why it matters
    No order fills every lookup in one pass. The compiler plans two: the first leaves the named columns out, the second fills
    only those. In the product this is a manual procedure of seven steps.

    ## Example
    ```dwmap
    entity fo.People {
      Number   string(20)
      Employer string(20)?
    }
    entity fo.Firms {
      Number  string(20)
      Contact string(20)?
    }
    entity ce.people {
      integration key number
      number   string(20)
      employer -> ce.firms?
    }
    entity ce.firms {
      integration key number
      number  string(20)
      contact -> ce.people?
    }
    map People : fo.People <-> ce.people {
      Number   = number
      Employer = employer.number
    }
    map Firms : fo.Firms <-> ce.firms {
      Number  = number
      Contact = contact.number
    }
    ```

    ## Instead
    ```dwmap
    entity fo.People {
      Number   string(20)
      Employer string(20)?
    }
    entity fo.Firms { Number string(20) }
    entity ce.people {
      integration key number
      number   string(20)
      employer -> ce.firms?
    }
    entity ce.firms {
      integration key number
      number string(20)
    }
    map People : fo.People <-> ce.people {
      Number   = number
      Employer = employer.number
    }
    map Firms : fo.Firms <-> ce.firms { Number = number }
    ```

    ## How to mend
    Nothing has to be done; the plan is part of the generated package, and `dwmap graph` shows it. Only a map that leaves one
    of the lookups out has no circle.
    """

    severity = Severity.NOTE
    maps: tuple[str, ...]
    deferred: str
    columns: tuple[str, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        ring = " -> ".join((*self.maps, self.maps[0]))
        left_out = ", ".join(f"`{column}`" for column in self.columns)
        return self._diagnostic(
            f"the maps need each other: `{ring}`",
            self.span,
            f"`{self.deferred}` runs without {left_out} first",
            help=f"planned in two passes: {left_out} of `{self.deferred}` is filled in the second",
        )
