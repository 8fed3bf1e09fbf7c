"""The rule `wrong-type-size`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["WrongTypeSize"]


@dataclass(frozen=True)
class WrongTypeSize(SyntaxProblem):
    """
    A built-in type has sizes that it does not take.

    ## Why it matters
    `string` takes its greatest length, `decimal` its precision and scale, all others take nothing. Nothing could be held
    against sizes that mean nothing.

    ## Example
    ```dwmap
    entity fo.Terms { Name string(10, 2) }
    ```

    ## Instead
    ```dwmap
    entity fo.Terms { Name string(10) }
    ```

    ## How to mend
    Give the type the sizes that the message names.
    """

    type: str
    span: Span
    takes: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"`{self.type}` takes {self.takes}", self.span)
