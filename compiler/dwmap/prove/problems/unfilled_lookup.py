"""The rule `unfilled-lookup`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.prove.problems.topic import LawProblem
from dwmap.source import Span

__all__ = ["UnfilledLookup"]


@dataclass(frozen=True)
class UnfilledLookup(LawProblem):
    """
    A lookup points at rows that no map brings over.

    ## Why it matters
    A record whose row is not there is refused, with all that points at it, until somebody types that row in on the other
    side. That shows late: on the first record that has a value there.

    ## Example
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Worker string(20)?
    }
    entity ce.workers {
      integration key number
      number string(20)
    }
    entity ce.terms {
      integration key number
      number string(20)
      worker -> ce.workers?
    }
    map Terms : fo.Terms <-> ce.terms {
      Number = number
      Worker = worker.number
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Worker string(20)?
    }
    entity ce.workers {
      integration key number
      number string(20)
    }
    entity ce.terms {
      integration key number
      number string(20)
      worker -> ce.workers?
    }
    map Terms : fo.Terms <-> ce.terms {
      Number = number
      Worker = worker.number allow unfilled-lookup "workers are loaded by the HR interface"
    }
    ```

    ## How to mend
    Add a map that brings the rows over. Where they are reference data that somebody else keeps, say so: `allow
    unfilled-lookup "…"`.
    """

    severity = Severity.NOTE
    map: str
    columns: tuple[str, ...]
    entities: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"{self._subject()} at {self.entities}, which no map fills",
            self.span,
            "the row may not be there",
            help='map those rows, or say who keeps them: `allow unfilled-lookup "…"`',
        )

    def _subject(self) -> str:
        shown = " and ".join(f"`{one}`" for one in self.columns[:2])
        if len(self.columns) > 2:
            shown = f"`{self.columns[0]}` and {len(self.columns) - 1} more"
        return f"{shown} {'points' if len(self.columns) == 1 else 'point'}"
