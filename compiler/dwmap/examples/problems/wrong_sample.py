"""The rule `wrong-sample`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.examples.problems.topic import SampleProblem, more
from dwmap.source import Span

__all__ = ["WrongSample"]


@dataclass(frozen=True)
class WrongSample(SampleProblem):
    """
    A value of a sample record is no value of its field.

    ## Why it matters
    No record of the system has such a value, so what the map does with it shows nothing.

    ## Example
    ```csv
    CustomerAccount,CreditLimit
    US-001,a lot
    ```

    ## Instead
    ```csv
    CustomerAccount,CreditLimit
    US-001,10000.00
    ```

    ## How to mend
    Write numbers with a point, dates as `2026-01-31`, moments as `2026-01-31T12:00:00Z`, `true` and `false`, the name of an
    enum's value, the number or the label of an option. An empty cell and JSON's `null` are no value.
    """

    field: str
    value: str
    wanted: str
    again: int
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.field}` cannot be {self.value}{more(self.again)}",
            self.span,
            f"it holds {self.wanted}",
        )
