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
    Give the overlay a `version` that is later than that of its base. A row of several legs has the version of the first: extend
    that one, too.
    """

    map: str
    version: str
    base: str
    span: Span
    is_further: bool = False
    """Whether the overlay is of a further leg, and the version that of the first."""

    def diagnose(self) -> Diagnostic:
        message = f"map `{self.map}` would go out as version {self.version}, and its base is {self.base}"
        help = "write a later `version` into the overlay"
        if self.is_further:
            help = f"extend `{self.map}`, the first leg of the row, with a later `version`: it is that of all its legs"
        return self._diagnostic(message, self.span, "no later version", help=help)
