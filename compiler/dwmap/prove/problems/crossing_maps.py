"""The rule `crossing-maps`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.prove.problems.topic import LawProblem, witness_notes
from dwmap.prove.verdict import Step
from dwmap.source import Span

__all__ = ["CrossingMaps"]


@dataclass(frozen=True)
class CrossingMaps(LawProblem):
    """
    Two maps write the same fields of one record.

    ## Why it matters
    Each overwrites what the other wrote, from another source. Which value stands depends on which map ran last, and
    it goes on for ever.

    ## Example
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Name   string(60)
    }
    entity fo.Rules {
      Number string(20)
      Name   string(60)
    }
    entity ce.terms {
      integration key number
      number string(20)
      name   string(60)
    }
    map Rules : fo.Rules <-> ce.terms {
      Number = number
      Name   = name
    }
    map Terms : fo.Terms <-> ce.terms {
      Number = number
      Name   = name
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Name   string(60)
    }
    entity fo.Rules {
      Number string(20)
      Name   string(60)
    }
    entity ce.terms {
      integration key number
      number string(20)
      name   string(60)
      kind   int
    }
    map Rules : fo.Rules <-> ce.terms {
      where ce kind == 1
      Number = number
      Name   = name
      1     >> kind
    }
    map Terms : fo.Terms <-> ce.terms {
      where ce kind == 2
      Number = number
      Name   = name
      2     >> kind
    }
    ```

    ## How to mend
    Give each map a filter that leaves out the records of the other, or a column that tells them apart.
    """

    map: str
    other: str
    entity: str
    reason: str
    witness: tuple[Step, ...]
    span: Span
    other_span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.map}` and `{self.other}` {self.reason} of `{self.entity}`",
            self.span,
            "one of them",
            Label(self.other_span, "and the other"),
            notes=tuple(witness_notes(self.witness)),
            help="give each a filter that leaves out the records of the other",
        )
