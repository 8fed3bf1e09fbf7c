"""The rule `required-target`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Severity
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["RequiredTarget"]


@dataclass(frozen=True)
class RequiredTarget(TypeProblem):
    """
    A required field of a target has no source.

    ## Why it matters
    No row can be created there. The product reports it as DIPV1010 (not mapped) or DIPV1031 (no default).

    ## Example
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Name   string(60)
    }
    entity ce.terms {
      integration key number
      number string(20)
      name   string(60) required
    }
    map Terms : fo.Terms <-> ce.terms {
      Number = number
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Terms {
      Number string(20)
      Name   string(60)
    }
    entity ce.terms {
      integration key number
      number string(20)
      name   string(60) required
    }
    map Terms : fo.Terms <-> ce.terms {
      Number = number
      Name   = name
    }
    ```

    ## How to mend
    Map the field, or give it a constant: `"unknown" >> name`.
    """

    severity = Severity.WARNING
    name: str
    entity: str
    map: str
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.map}` creates rows of `{self.entity}` and never fills `{self.name}`",
            self.span,
            f"no line writes `{self.name}`",
            Label(self.decl, "required here"),
            help=f"map `{self.name}`, or give it a constant",
        )
