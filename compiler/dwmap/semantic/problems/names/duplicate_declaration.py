"""The rule `duplicate-declaration`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["DuplicateDeclaration"]


@dataclass(frozen=True)
class DuplicateDeclaration(NameProblem):
    """
    Two declarations of one kind have the same name.

    ## Why it matters
    Names hold for the whole project, whatever file they stand in; the second one is left out, and nobody who edits it sees an
    effect.

    ## Example
    ```dwmap
    enum fo.Colour { Red, Green }
    enum fo.Colour { Red, Green, Blue }
    ```

    ## Instead
    ```dwmap
    enum fo.Colour { Red, Green, Blue }
    ```

    ## How to mend
    Put both into one declaration, or give one of them another name. What adds to a shipped map or entity is written with
    `extend`.
    """

    what: str
    name: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        first = Label(self.first, "first declared here")
        return self._diagnostic(
            f"{self.what} `{self.name}` is declared twice",
            self.second,
            "and again here",
            first,
        )
