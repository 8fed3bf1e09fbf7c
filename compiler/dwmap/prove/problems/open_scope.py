"""The rule `open-scope`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.prove.problems.topic import LawProblem, witness_notes
from dwmap.prove.verdict import Step
from dwmap.source import Span

__all__ = ["OpenScope"]


@dataclass(frozen=True)
class OpenScope(LawProblem):
    """
    A record in scope on one side arrives out of scope on the other.

    ## Why it matters
    The row is created and then never seen again by the way back: edits on that side stay there, and the two sides drift
    apart in silence. A row that was in scope leaves it by the sync's own hand.

    ## Example
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Kind   string(10)
    }
    entity ce.terms {
      integration key number
      number string(20)
      kind   string(10)
    }
    map Terms : fo.Terms <-> ce.terms {
      where ce kind == "payment"
      Number = number
      Kind   = kind
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Kind   string(10)
    }
    entity ce.terms {
      integration key number
      number string(20)
      kind   string(10)
    }
    map Terms : fo.Terms <-> ce.terms {
      where fo Kind == "payment"
      where ce kind == "payment"
      Number = number
      Kind   = kind
    }
    ```

    ## How to mend
    Filter the first side by the same condition, write what the other filter reads (`3 >> customertypecode`), or take the
    condition out of the other filter.
    """

    map: str
    entity: str
    reason: str
    witness: tuple[Step, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.map}` brings records to `{self.entity}` that its own filter there does not let pass",
            self.span,
            self.reason,
            notes=tuple(witness_notes(self.witness)),
            help="filter both sides alike, or write what this filter reads",
        )
