"""The rule `overlay-conflict`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import OverlayProblem, owner_words
from dwmap.source import Span

__all__ = ["OverlayConflict"]


@dataclass(frozen=True)
class OverlayConflict(OverlayProblem):
    """
    Two overlays make different things of one line, filter, clause or field, and neither builds on the other.

    ## Why it matters
    Only one of them can hold. Which one would depend on an order that nobody has stated, and whoever wrote the other would
    think that it works.

    ## Example
    ```dwmap customers/map.dwmap
    solution CustomerMaster { version 1.0.0.0 }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = description
    }
    ```
    ```dwmap loyalty/overlay.dwmap
    solution Loyalty { version 1.0.0.0 }
    extend map Customers { replace Memo = description on null keep }
    ```
    ```dwmap rewards/overlay.dwmap
    solution Rewards { version 1.0.0.0 }
    extend map Customers { remove Memo }
    ```

    ## Instead
    ```dwmap customers/map.dwmap
    solution CustomerMaster { version 1.0.0.0 }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = description
    }
    ```
    ```dwmap loyalty/overlay.dwmap
    solution Loyalty { version 1.0.0.0 }
    extend map Customers { replace Memo = description on null keep }
    ```
    ```dwmap rewards/overlay.dwmap
    solution Rewards {
      version 1.0.0.0
      requires Loyalty 1.0
    }
    extend map Customers { remove Memo }
    ```

    ## How to mend
    Take one of the two away. Or say which solution builds on the other: with `requires` the later one wins. Where both belong
    to others, a solution of your own that requires both decides, by an overlay that says what is to hold.
    """

    what: str
    where: str
    owners: tuple[str, str]
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        one, other = map(owner_words, self.owners)
        thing = f"{self.what} of `{self.where}`"
        first = f"{one} says this"
        said = f"{one} and {other} change {thing}, each in another way"
        if one == other:
            first = f"{one} says this first"
            said = f"{one} changes {thing} twice, the second time in another way"
        return self._diagnostic(
            said,
            self.second,
            f"{other} says this",
            Label(self.first, first),
            help=self._way_out(),
        )

    def _way_out(self) -> str:
        one, other = self.owners
        if one == other:
            return "leave one of them out"
        if not one or not other or one.startswith("@") or other.startswith("@"):
            return "leave one of them out, or write both in solutions, of which one requires the other: that one wins"
        how = (
            "`replace` or `remove` it"
            if self.what.startswith("the line")
            else "say what counts"
        )
        return (
            f"leave one of them out, or write `requires {one}` with its version in `{other}`, which then wins;"
            f" where both are others', {how} in a solution of your own that requires both"
        )
