"""The rule `ambiguous-value`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable, Label
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["AmbiguousValue"]


@dataclass(frozen=True)
class AmbiguousValue(LineProblem):
    """
    Two entries of a value map become one value and both come back from it.

    ## Why it matters
    A record with the second value comes back with the first: an edit on the other side changes a value that nobody touched.

    ## Example
    ```dwmap
    valuemap Roles : any <-> int {
      Employee = 1
      Both     = 1
    }
    ```

    ## Instead
    ```dwmap
    valuemap Roles : any <-> int {
      Employee = 1
      Both     > 1
    }
    ```

    ## How to mend
    Decide which of the two comes back, and make the other one-way with `>` or `<`.
    """

    fixable = Fixable.UNSAFE
    value: str
    map: str
    first: Span
    second: Span
    op: Span
    one_way: str

    def diagnose(self) -> Diagnostic:
        fix = Fix(f"write `{self.one_way}`", (Edit(self.op, self.one_way),), safe=False)
        return self._diagnostic(
            f"two entries of `{self.map}` meet in {self.value}",
            self.second,
            f"{self.value} comes back as the first",
            Label(self.first, "first entry"),
            help=f"make one of them one-way with `{self.one_way}`",
            fix=fix,
        )
