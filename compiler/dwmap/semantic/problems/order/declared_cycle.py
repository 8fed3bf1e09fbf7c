"""The rule `declared-cycle`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import OrderProblem
from dwmap.source import Span

__all__ = ["DeclaredCycle"]


@dataclass(frozen=True)
class DeclaredCycle(OrderProblem):
    """
    `depends on` lines, or lookups without which no row can be created, form a circle.

    ## Why it matters
    There is no order that keeps them all, so the initial synchronization cannot be planned. The compiler can defer a lookup,
    but neither a stated dependency nor a column that is required, set on create only, or part of the key.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      depends on Groups
      CustomerAccount = accountnumber
    }
    map Groups : fo.Groups <-> ce.groups {
      depends on Customers
      Code = code
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      depends on Groups
      CustomerAccount = accountnumber
    }
    map Groups : fo.Groups <-> ce.groups {
      Code = code
    }
    ```

    ## How to mend
    Take one `depends on` away: lookups need none, they are followed. Where lookups alone form the circle, take `required` or
    `createonly` away from one of them, so that it can be filled later.
    """

    maps: tuple[str, ...]
    span: Span
    other: Span
    stated: bool

    def diagnose(self) -> Diagnostic:
        ring = " -> ".join((*self.maps, self.maps[0]))
        help = "take `required` or `createonly` away from one of the lookups, so that it can be filled later"
        return self._diagnostic(
            f"the maps depend on each other: `{ring}`",
            self.span,
            f"`{self.maps[-1]}` waits for `{self.maps[0]}`",
            Label(self.other, "and waits for it in turn"),
            help="take one `depends on` away" if self.stated else help,
        )
