"""The rule `unseen-overlay`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.ir.origins import owner_name
from dwmap.solutions.problems.topic import ExportProblem
from dwmap.source import Span

__all__ = ["UnseenOverlay"]


@dataclass(frozen=True)
class UnseenOverlay(ExportProblem):
    """
    A solution is exported with a map that it extends, and other solutions of which it does not know extend the same map.

    ## Why it matters
    Of all versions of a map one is active, with all legs of its row. With this one what the others change would be gone, and with
    theirs what this one changes.

    ## Example
    ```dwmap
    solution Loyalty { version 1.0.0.0 }
    extend map Customers { add Tier = tier }
    ```
    and, in another folder,
    ```dwmap
    solution Rewards { version 1.0.0.0 }
    extend map Customers { add Points = points }
    ```

    ## Instead
    A third solution that requires both, and has an overlay of the map with a version of its own:
    ```dwmap
    solution Contoso {
      version  1.0.0.0
      requires Loyalty 1.0
      requires Rewards 1.0
    }
    extend map Customers { version 1.2.0.0 }
    ```

    ## How to mend
    Export the solution that requires all the others; write one where there is none.
    """

    map: str
    solution: str
    others: tuple[str, ...]
    span: Span
    whole: str
    """The solution that knows of all of them; nothing where none does."""
    by_row: bool = False
    """Whether the others change only maps that share a row with this one."""

    def diagnose(self) -> Diagnostic:
        listed = " and ".join(
            f"`{owner_name(one)}`" if one else "the project itself"
            for one in self.others
        )
        what = "the row of map" if self.by_row else "map"
        message = f"{what} `{self.map}` is changed by {listed}, too, of which `{self.solution}` does not know"
        return self._diagnostic(
            message, self.span, "only one version runs", help=self._way_out()
        )

    def _way_out(self) -> str:
        if self.whole:
            return f"export `{self.whole}`, which knows of all of them"
        loose = [one for one in self.others if not one or one.startswith("@")]
        if loose:
            return "put what is in no solution into one that requires all the others, and export that"
        first = self.others[0]
        return f"export a solution that requires all of them, or write `requires {first}` with its version in `{self.solution}`"
