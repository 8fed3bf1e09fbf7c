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
    owners: tuple[str, ...]
    span: Span
    whole: str
    """The solution that knows of all that change the map; nothing where none does."""

    def diagnose(self) -> Diagnostic:
        listed = " and ".join(f"`{one}`" for one in self.owners)
        verb = "changes" if len(self.owners) == 1 else "change"
        message = f"map `{self.map}` is exported with what {listed} {verb}"
        who = f"`--solution {self.whole}`"
        if not self.whole:
            who = "a solution that requires all that change it, and extends it,"
        help = f"{who} exports it as a version of its own"
        return self._diagnostic(message, self.span, "changed by an overlay", help=help)
