"""The rule `transform-one-way`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["TransformOneWay"]


@dataclass(frozen=True)
class TransformOneWay(LineProblem):
    """
    A two-way line uses a transform that cannot be undone.

    ## Why it matters
    What goes one way could not come back: an edit on the other side would be lost.

    ## Example
    ```dwmap
    transform Short(value: text) -> string(10) {
      forward substring(value, 0, 10)
    }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      Memo            >< description : Short
    }
    ```

    ## Instead
    ```dwmap
    transform Short(value: text) -> string(10) {
      forward substring(value, 0, 10)
    }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      Memo            >> description : Short
    }
    ```

    ## How to mend
    Make the line one-way with `>>` or `<<`, or say with `backward` how the transform is undone.
    """

    name: str
    reason: str
    use: Span
    op: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` goes one way only, the line goes both",
            self.use,
            self.reason,
            Label(self.decl, "declared here"),
            help="make the line one-way with `>>` or `<<`, or say how to undo the transform",
        )
