"""The rule `empty-into-required`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Severity
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["EmptyIntoRequired"]


@dataclass(frozen=True)
class EmptyIntoRequired(TypeProblem):
    """
    A source may have no value, and the field that it is written to needs one.

    ## Why it matters
    A record without the value is refused. The product reports such a line as DIPV1031.

    ## Example
    ```dwmap
    entity fo.Notes {
      Number string(20)
      Name   string(60)?
    }
    entity ce.notes {
      integration key number
      number  string(20)
      subject string(60) required
    }
    map Notes : fo.Notes <-> ce.notes {
      Number = number
      Name   = subject
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Notes {
      Number string(20)
      Name   string(60)?
    }
    entity ce.notes {
      integration key number
      number  string(20)
      subject string(60) required
    }
    map Notes : fo.Notes <-> ce.notes {
      Number =  number
      Name   >> subject default "without a subject"
    }
    ```

    ## How to mend
    Give the line a `default`, filter such records out with `where … is not blank`, or say that the source always has a
    value: take the `?` away from its type.
    """

    severity = Severity.WARNING
    source: str
    target: str
    span: Span
    source_span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.source}` may have no value, and `{self.target}` needs one",
            self.span,
            "",
            Label(self.source_span, "may be empty"),
            Label(self.decl, "needs a value"),
            help="give the line a `default`, or leave such records out: `where … is not blank`",
        )
