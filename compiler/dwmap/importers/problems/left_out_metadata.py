"""The rule `left-out-metadata`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem, listed

__all__ = ["LeftOutMetadata"]


@dataclass(frozen=True)
class LeftOutMetadata(ImportProblem):
    """
    A service has names that the language cannot say.

    ## Why it matters
    What they name is left out: no map can speak of it.

    ## Example
    A property called `Street-Name` in `$metadata`.

    ## Instead
    Letters, digits and underscores, not beginning with a digit, at most 200 of them: `StreetName`.

    ## How to mend
    Nothing is to be done unless a map needs it; then the service has to offer it under another name.
    """

    severity = Severity.NOTE
    path: str
    names: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        names = listed(repr(name[:60]) for name in self.names)
        message = (
            f"`{self.path}`: names that the language cannot say are left out: {names}"
        )
        return self._diagnostic(message, None)
