"""The rule `transform-inputs`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["TransformInputs"]


@dataclass(frozen=True)
class TransformInputs(LineProblem):
    """
    A line gives a transform or state table another number of values than it takes.

    ## Why it matters
    Each input needs exactly one value, or the transform cannot be called for any record.

    ## Example
    ```dwmap
    entity fo.People {
      Number    string(20)
      FirstName string(25)
      LastName  string(25)
    }
    transform FullName(first: text, last: text) -> text {
      forward concat(first, " ", last)
    }
    map People : fo.People <-> ce.accounts {
      Number    =  accountnumber
      FirstName >> description : FullName
    }
    ```

    ## Instead
    ```dwmap
    entity fo.People {
      Number    string(20)
      FirstName string(25)
      LastName  string(25)
    }
    transform FullName(first: text, last: text) -> text {
      forward concat(first, " ", last)
    }
    map People : fo.People <-> ce.accounts {
      Number                =  accountnumber
      (FirstName, LastName) >> description : FullName
    }
    ```

    ## How to mend
    Put the values of the record in parentheses on their side; literals may follow the name of the transform.
    """

    name: str
    takes: int
    given: int
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        values = "one value" if self.takes == 1 else f"{self.takes} values"
        return self._diagnostic(
            f"`{self.name}` takes {values}, the line gives {self.given}",
            self.span,
            "",
            Label(self.decl, "declared here"),
        )
