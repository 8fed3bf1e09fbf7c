"""The rule `wrong-result`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["WrongResult"]


@dataclass(frozen=True)
class WrongResult(LineProblem):
    """
    An expression of a transform gives another kind of value than the transform promises.

    ## Why it matters
    Every line that uses the transform was checked against what it promises; the write would be refused at run time.

    ## Example
    ```dwmap
    transform Label(value: int) -> text {
      forward value
    }
    ```

    ## Instead
    ```dwmap
    transform Label(value: int) -> text {
      forward text(value)
    }
    ```

    ## How to mend
    Convert the value with `text`, `int` or `decimal`, or promise the type that the expression gives.
    """

    name: str
    way: str
    gives: str
    wanted: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.way}` of `{self.name}` must be {self.wanted}",
            self.span,
            f"this is {self.gives}",
        )
