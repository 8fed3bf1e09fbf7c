"""The rule `missing-component`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.solutions.problems.topic import ExportProblem

__all__ = ["MissingComponent"]

_MOST = 8


@dataclass(frozen=True)
class MissingComponent(ExportProblem):
    """
    The solution that was imported had parts that are neither maps nor tables, and the export lacks them.

    ## Why it matters
    The manifest names them still. Dataverse refuses a solution that lacks what its manifest names, and an upgrade of a managed
    solution deletes what the new version lacks: flows, apps and roles would be gone.

    ## Example
    A solution with a workflow beside its maps is imported, and exported again.

    ## Instead
    A solution of its own for maps and the tables that belong to them.

    ## How to mend
    Put the maps into a solution of their own in the product, and import that. Or give the exported solution another name
    (`solution NAME` in the specs), and import it beside the old one.
    """

    severity = Severity.WARNING
    solution: str
    names: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        shown = ", ".join(self.names[:_MOST])
        rest = len(self.names) - _MOST
        more = f" and {rest} more" if rest > 0 else ""
        message = f"solution `{self.solution}` is exported without parts that it was imported with: {shown}{more}"
        return self._diagnostic(message, None)
