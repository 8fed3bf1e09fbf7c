"""The rule `ambiguous-samples`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.examples.problems.topic import SampleProblem
from dwmap.source import Span

__all__ = ["AmbiguousSamples"]


@dataclass(frozen=True)
class AmbiguousSamples(SampleProblem):
    """
    Nothing says of which side sample records are.

    ## Why it matters
    The fields of a file are read with the types of one entity. These are fields of both sides of the map, or of neither.

    ## Example
    ```dwmap
    samples "customers.csv" for Customers
    ```

    ## Instead
    ```dwmap
    samples fo "customers.csv" for Customers
    ```

    ## How to mend
    Name the system whose records the file holds.
    """

    map: str
    systems: tuple[str, str]
    span: Span

    def diagnose(self) -> Diagnostic:
        one, other = self.systems
        return self._diagnostic(
            f"these fields do not say of which side of `{self.map}` the records are",
            self.span,
            help=f"write `samples {one} …` or `samples {other} …`",
        )
