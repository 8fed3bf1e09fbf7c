"""The rule `too-many-errors`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["TooManyErrors"]


@dataclass(frozen=True)
class TooManyErrors(SyntaxProblem):
    """
    A file has so many mistakes that reading it further would only add noise.

    ## Why it matters
    Often the file is no specification at all, or a block near the top was left open. What was not read is not checked, and
    nothing is built.

    ## Example
    A file of another kind that is named `.dwmap`.

    ## Instead
    ```dwmap
    enum fo.Colour { Red, Green }
    ```

    ## How to mend
    Correct what is reported and run again. A file that is no specification needs another ending than `.dwmap`.
    """

    span: Span
    most: int

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"more than {self.most} mistakes; the rest of the file was not read",
            self.span,
        )
