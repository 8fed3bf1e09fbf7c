"""The rule `create-only-target`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Severity
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["CreateOnlyTarget"]


@dataclass(frozen=True)
class CreateOnlyTarget(TypeProblem):
    """
    A line carries a value that may change into a field that can only be set when its row is created.

    ## Why it matters
    Later changes of the source do not arrive: from then on the two sides differ, and no record fails.

    ## Example
    ```dwmap
    entity fo.Parties {
      Number string(20)
      Kind   string(10)
    }
    entity ce.parties {
      integration key number
      number string(20)
      kind   string(10) createonly
    }
    map Parties : fo.Parties <-> ce.parties {
      Number = number
      Kind   = kind
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Parties {
      Number string(20)
      Kind   string(10) createonly
    }
    entity ce.parties {
      integration key number
      number string(20)
      kind   string(10) createonly
    }
    map Parties : fo.Parties <-> ce.parties {
      Number = number
      Kind   = kind
    }
    ```

    ## How to mend
    Say that the source does not change either (`createonly`), or accept it:
    `allow create-only-target "a party never changes its kind"`.
    """

    severity = Severity.NOTE
    source: str
    target: str
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"changes of `{self.source}` do not arrive in `{self.target}`",
            self.span,
            "set on create only",
            Label(self.decl, "declared here"),
        )
