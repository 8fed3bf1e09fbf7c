"""The rule `lossy-round-trip`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.prove.problems.topic import LawProblem, witness_notes
from dwmap.prove.verdict import Step
from dwmap.source import Span

__all__ = ["LossyRoundTrip"]


@dataclass(frozen=True)
class LossyRoundTrip(LawProblem):
    """
    A value goes over, and comes back as another.

    ## Why it matters
    The first edit on the other side, of whatever field, brings the poorer value back, and it replaces the one that
    it was made of. Nobody typed it, and nothing says that it happened.

    ## Example
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Kind   string(1)
    }
    entity ce.terms {
      integration key number
      number string(20)
      kind   int
    }
    valuemap Kinds : string(1) <-> int {
      "A" = 1
      "B" = 2
      else left 2
    }
    map Terms : fo.Terms <-> ce.terms {
      Number = number
      Kind   >< kind : Kinds
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Kind   string(1)
    }
    entity ce.terms {
      integration key number
      number string(20)
      kind   int
    }
    valuemap Kinds : string(1) <-> int {
      "A" = 1
      "B" = 2
      else left 2
    }
    map Terms : fo.Terms <-> ce.terms {
      Number = number
      Kind   >> kind : Kinds
    }
    ```

    ## How to mend
    Let the line go one way, give the value a place of its own on the other side, or accept the loss by its reason:
    `lossy "…"` on the line.
    """

    map: str
    field: str
    witness: tuple[Step, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.field}` does not come back as it was in `{self.map}`",
            self.span,
            "a value is lost on the way",
            notes=tuple(witness_notes(self.witness)),
            help='let it go one way, or say why it is no loss: `lossy "…"`',
        )
