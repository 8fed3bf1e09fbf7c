"""The rule `redundant-overlay`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Severity
from dwmap.semantic.problems.topics import OverlayProblem, owner_words
from dwmap.source import Span

__all__ = ["RedundantOverlay"]


@dataclass(frozen=True)
class RedundantOverlay(OverlayProblem):
    """
    Two overlays make the same change.

    ## Why it matters
    Nothing is wrong while both say the same. When one of them changes its mind, they contradict each other.

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
    extend map Customers { remove Memo }
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
    extend map Customers { remove Memo }
    ```

    ## How to mend
    Leave one of them out. Where each is sold without the other, accept it: `allow redundant-overlay "why"` in the second.
    """

    severity = Severity.NOTE
    what: str
    where: str
    owners: tuple[str, str]
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        one, other = map(owner_words, self.owners)
        return self._diagnostic(
            f"{other} changes {self.what} of `{self.where}` as was done before",
            self.second,
            "this changes nothing",
            Label(self.first, f"{one} says the same"),
            help="leave one of them out",
        )
