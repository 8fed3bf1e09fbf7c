"""The rule `duplicate-member`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["DuplicateMember"]


@dataclass(frozen=True)
class DuplicateMember(NameProblem):
    """
    An enum, option set, entity or record names a member twice.

    ## Why it matters
    Members are matched without case, so the two could not be told apart.

    ## Example
    ```dwmap
    enum fo.Colour { Red, Green, red }
    ```

    ## Instead
    ```dwmap
    enum fo.Colour { Red, Green }
    ```

    ## How to mend
    Take one of the two away, or correct the name of the one that was meant to be another.
    """

    name: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        first = Label(self.first, "first named here")
        return self._diagnostic(
            f"`{self.name}` is named twice", self.second, "and again here", first
        )
