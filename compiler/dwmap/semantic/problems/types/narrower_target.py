"""The rule `narrower-target`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Severity
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["NarrowerTarget"]


@dataclass(frozen=True)
class NarrowerTarget(TypeProblem):
    """
    A value may not fit into the field that it is written to.

    ## Why it matters
    Records with longer or larger values fail at run time, or, on a two-way line, come back cut.

    ## Example
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Name   string(100)
    }
    entity ce.terms {
      integration key number
      number string(20)
      name   string(60)
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
      Name   string(100)
    }
    entity ce.terms {
      integration key number
      number string(20)
      name   string(100)
    }
    map Terms : fo.Terms <-> ce.terms {
      Number = number
      Name   = name
    }
    ```

    ## How to mend
    Widen the column, cut on purpose with a one-way transform, or say on the line why it is no loss: `lossy "…"`.
    """

    severity = Severity.WARNING
    source: str
    target: str
    source_type: str
    target_type: str
    span: Span
    source_span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.source}` ({self.source_type}) may not fit into `{self.target}` ({self.target_type})",
            self.span,
            f"holds {self.target_type}",
            Label(self.source_span, f"holds {self.source_type}"),
            help='widen the target, or say why it is no loss: `lossy "…"`',
        )
