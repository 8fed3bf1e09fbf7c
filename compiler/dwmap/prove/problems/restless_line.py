"""The rule `restless-line`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.prove.problems.topic import LawProblem, witness_notes
from dwmap.prove.verdict import Step
from dwmap.source import Span

__all__ = ["RestlessLine"]


@dataclass(frozen=True)
class RestlessLine(LawProblem):
    """
    A value changes again with every round between the two systems.

    ## Why it matters
    Each side answers the write of the other with a new value, so the two never come to rest: every round costs two
    writes, fires what listens to them, and moves the value further from what somebody typed.

    ## Example
    ```dwmap
    transform Fee(amount: decimal(9, 2)) -> decimal(9, 2) {
      forward  round(amount * 1.02, 2)
      backward amount
    }
    entity fo.Terms {
      Number string(20)
      Amount decimal(9, 2)
    }
    entity ce.terms {
      integration key number
      number string(20)
      amount decimal(9, 2)
    }
    map Terms : fo.Terms <-> ce.terms {
      Number = number
      Amount >< amount : Fee lossy "the fee is added on purpose"
    }
    ```

    ## Instead
    ```dwmap
    transform Fee(amount: decimal(9, 2)) -> decimal(9, 2) {
      forward round(amount * 1.02, 2)
    }
    entity fo.Terms {
      Number string(20)
      Amount decimal(9, 2)
    }
    entity ce.terms {
      integration key number
      number string(20)
      amount decimal(9, 2)
    }
    map Terms : fo.Terms <-> ce.terms {
      Number = number
      Amount >> amount : Fee
    }
    ```

    ## How to mend
    Write a `backward` that undoes `forward`, or let the line go one way.
    """

    map: str
    field: str
    witness: tuple[Step, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.field}` never comes to rest in `{self.map}`",
            self.span,
            "each round writes another value",
            notes=tuple(witness_notes(self.witness)),
            help="write a `backward` that undoes `forward`, or let it go one way",
        )
