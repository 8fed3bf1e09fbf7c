"""The rule `unopened-block`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["UnopenedBlock"]


@dataclass(frozen=True)
class UnopenedBlock(SyntaxProblem):
    """
    A `}` closes nothing.

    ## Why it matters
    A block above has probably been closed too early, and what follows no longer belongs to it.

    ## Example
    ```dwmap
    enum fo.Colour { Red, Green }
    }
    ```

    ## Instead
    ```dwmap
    enum fo.Colour { Red, Green }
    ```

    ## How to mend
    Take it away, or find the `}` above that came too early.
    """

    fixable = Fixable.UNSAFE
    span: Span

    def diagnose(self) -> Diagnostic:
        fix = Fix("remove it", (Edit(self.span, ""),), safe=False)
        return self._diagnostic(
            "`}` closes nothing", self.span, "no block is open here", fix=fix
        )
