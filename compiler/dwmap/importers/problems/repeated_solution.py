"""The rule `repeated-solution`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem

__all__ = ["RepeatedSolution"]


@dataclass(frozen=True)
class RepeatedSolution(ImportProblem):
    """
    Two of the solutions that are imported have the same name.

    ## Why it matters
    They are two states of one solution, its managed form beside the other or two versions. In specs a solution is there once.

    ## Example
    `dwmap import Contoso.zip Contoso_managed.zip --out specs`

    ## Instead
    `dwmap import Contoso.zip --out specs`

    ## How to mend
    Import the one that the specs are to say. `dwmap compare Contoso_1.zip Contoso_2.zip` shows how two of them differ.
    """

    name: str
    path: str
    first: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.path}` is the solution `{self.name}`, as `{self.first}` is: it is not imported",
            None,
            help=f"import one of them; `dwmap compare {self.first} {self.path}` shows how they differ",
        )
