"""The rule `many-values`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LimitProblem
from dwmap.source import Span

__all__ = ["MOST_VALUES", "ManyValues"]

MOST_VALUES = 228
"""Entries of the largest value map that is shipped, that of posting types; no greatest number is documented."""


@dataclass(frozen=True)
class ManyValues(LimitProblem):
    """
    A value map has more entries than any that the product ships.

    ## Why it matters
    No limit is documented, so nobody has said that it works: the product keeps a value map as one text in its own configuration. The
    code that dwmap generates takes any number.

    ## Example
    A value map of 229 entries.

    ## Instead
    ```dwmap
    valuemap Kinds : string(20) <-> int {
      "person"       = 1
      "organization" = 2
    }
    ```

    ## How to mend
    Try the map early in a test environment, or give the values a table of their own, which lookups find.
    """

    limit: ClassVar[str] = (
        f"{MOST_VALUES} entries in the largest value map that is shipped"
    )
    name: str
    entries: int
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` has {self.entries} entries; the largest value map that is shipped has {MOST_VALUES}",
            self.span,
            help="try it early, or let lookups find the values in a table of their own",
        )
