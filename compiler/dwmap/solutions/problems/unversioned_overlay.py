"""The rule `unversioned-overlay`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.solutions.problems.topic import ExportProblem
from dwmap.source import Span

__all__ = ["UnversionedOverlay"]


@dataclass(frozen=True)
class UnversionedOverlay(ExportProblem):
    """
    A solution is exported with a map that it extends, in a version that is not later than that of its base.

    ## Why it matters
    The changed map is a version of the shipped one. Two that are alike, or one that is older, are taken for each other when
    the active version is chosen, and an update of the shipped map would win.

    ## Example
    ```dwmap
    extend map Customers on 1.0.0.0 {
      add Tier = tier
    }
    ```

    ## Instead
    ```dwmap
    extend map Customers on 1.0.0.0 {
      version 1.1.0.0
      add Tier = tier
    }
    ```

    ## How to mend
    Give the overlay a `version` that is later than that of its base.
    """

    map: str
    version: str
    base: str
    span: Span

    def diagnose(self) -> Diagnostic:
        message = f"map `{self.map}` would go out as version {self.version}, and its base is {self.base}"
        help = "write a later `version` into the overlay"
        return self._diagnostic(message, self.span, "no later version", help=help)
