"""The rule `overlaid-map`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.solutions.problems.topic import ExportProblem
from dwmap.source import Span

__all__ = ["OverlaidMap"]


@dataclass(frozen=True)
class OverlaidMap(ExportProblem):
    """
    A map is exported in the solution that ships it, with what another solution changes in it.

    ## Why it matters
    Whoever imports it has the changed map under the name of a publisher who did not change it, and the next update of that
    solution takes the changes away.

    ## Example
    `dwmap export solution --solution CustomerMaster`, where `Loyalty` extends a map of `CustomerMaster`.

    ## Instead
    `dwmap export solution --solution Loyalty`: the changed map as a version of its own, in the layer of `Loyalty`.

    ## How to mend
    Import the solution as its publisher ships it, and beside it the export of the solution that changes it.
    """

    severity = Severity.NOTE
    map: str
    owner: str
    span: Span

    def diagnose(self) -> Diagnostic:
        message = f"map `{self.map}` is exported with what `{self.owner}` changes"
        help = f"`--solution {self.owner}` exports it as a version of its own"
        return self._diagnostic(message, self.span, "changed by an overlay", help=help)
