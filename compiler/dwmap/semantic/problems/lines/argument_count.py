"""The rule `argument-count`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["ArgumentCount"]


@dataclass(frozen=True)
class ArgumentCount(LineProblem):
    """
    A function is called with too few or too many arguments.

    ## Why it matters
    The expression cannot be compiled, so no record could be carried.

    ## Example
    ```dwmap
    transform FullName(first: text, last: text) -> text {
      forward trim(first, last)
    }
    ```

    ## Instead
    ```dwmap
    transform FullName(first: text, last: text) -> text {
      forward trim(concat(first, " ", last))
    }
    ```

    ## How to mend
    Give as many arguments as the function takes; the reference of the language lists the functions.
    """

    name: str
    given: int
    least: int
    most: int | None
    span: Span

    def diagnose(self) -> Diagnostic:
        if self.most is None:
            arguments = f"at least {self.least} arguments"
        elif self.least < self.most:
            arguments = f"{self.least} or {self.most} arguments"
        else:
            arguments = "one argument" if self.least == 1 else f"{self.least} arguments"
        return self._diagnostic(
            f"`{self.name}` takes {arguments}, not {self.given}", self.span
        )
