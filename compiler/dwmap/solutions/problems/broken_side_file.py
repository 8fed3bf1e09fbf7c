"""The rule `broken-side-file`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.solutions.problems.topic import ExportProblem

__all__ = ["BrokenSideFile"]


@dataclass(frozen=True)
class BrokenSideFile(ExportProblem):
    """
    A side file (`.extras.json`) cannot be read.

    ## Why it matters
    It keeps the ids and settings that the product gave to a map. A solution without them would make a second map.

    ## Example
    A side file with the marks of a merge conflict in it.

    ## Instead
    The file as `dwmap import` wrote it.

    ## How to mend
    Take the file from the history, import the solution again, or delete it to export the map as one of its own.
    """

    path: str
    reason: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.path}` cannot be read: {self.reason}"
        return self._diagnostic(message, None)
