"""The rule `no-inactive-value`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["NoInactiveValue"]


@dataclass(frozen=True)
class NoInactiveValue(TypeProblem):
    """
    A map deactivates rows of an entity that does not say what an inactive row is.

    ## Why it matters
    The partner of a row that leaves, or is deleted, would stay as active as before.

    ## Example
    ```dwmap
    entity fo.Parties {
      Number string(20)
    }
    entity ce.parties {
      integration key number
      number    string(20)
      statecode int?
    }
    map Parties : fo.Parties <-> ce.parties {
      on delete deactivate
      Number > number
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Parties {
      Number string(20)
    }
    entity ce.parties {
      integration key number
      deactivate statecode = 1 else 0
      number    string(20)
      statecode int?
    }
    map Parties : fo.Parties <-> ce.parties {
      on delete deactivate
      Number > number
    }
    ```

    ## How to mend
    Say in the entity which field holds which value in inactive rows, and which in all others. In Dataverse that is
    `deactivate statecode = 1 else 0` for most tables; the status reason follows by itself.
    """

    name: str
    policy: str
    span: Span
    decl: Span | None

    def diagnose(self) -> Diagnostic:
        labels = [Label(self.decl, "has no `deactivate`")] if self.decl else []
        return self._diagnostic(
            f"`{self.name}` does not say what an inactive row is",
            self.span,
            "deactivates its rows",
            *labels,
            help=f"write `deactivate FIELD = VALUE else VALUE` in `{self.name}`, or choose another policy",
        )
