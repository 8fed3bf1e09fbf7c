"""The rule `unclosed-block`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["UnclosedBlock"]


@dataclass(frozen=True)
class UnclosedBlock(SyntaxProblem):
    """
    A block is opened and never closed.

    ## Why it matters
    Everything up to the end of the file would belong to it, so the declarations below would be lost.

    ## Example
    ```dwmap
    enum fo.Colour { Red, Green
    ```

    ## Instead
    ```dwmap
    enum fo.Colour { Red, Green }
    ```

    ## How to mend
    Close the block with `}` where it ends.
    """

    opening: Span
    end: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.opening.text}` is never closed",
            self.opening,
            "opened here",
            help="close the block with `}`" if self.opening.text == "{" else None,
        )
