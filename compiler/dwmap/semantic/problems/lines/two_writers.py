"""The rule `two-writers`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["TwoWriters"]


@dataclass(frozen=True)
class TwoWriters(LineProblem):
    """
    Two lines of a map write one field in the same direction.

    ## Why it matters
    Only the first is carried out, and the value of the other silently never arrives. Several lines may share a field if each
    but the last has a `when`. The product reports it as DIPV1023, DIPV1026 or DIPV1029.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Name            = name
      SearchName      = name
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Name            = name
      SearchName      < name
    }
    ```

    ## How to mend
    Let one of the lines go the other way only, or give the first a `when`. Take a line that is there twice away.
    """

    field: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.field}` is written by two lines",
            self.second,
            "and again here",
            Label(self.first, "first written here"),
            help="let one go the other way only, or give the first a `when`",
        )
