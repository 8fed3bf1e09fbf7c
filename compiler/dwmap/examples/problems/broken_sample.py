"""The rule `broken-sample`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.examples.problems.topic import SampleProblem
from dwmap.source import Span

__all__ = ["BrokenSample"]


@dataclass(frozen=True)
class BrokenSample(SampleProblem):
    """
    A line of a file of samples is no record.

    ## Why it matters
    The record is not tested, and a quote that does not end swallows the records behind it, too.

    ## Example
    ```json
    {"CustomerAccount": "US-001"
    ```

    ## Instead
    ```json
    {"CustomerAccount": "US-001"}
    ```

    ## How to mend
    A CSV file begins with the names of its fields, and each line has as many cells. A file of JSON lines has one object a
    line, its members being fields.
    """

    reason: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"this is no record: {self.reason}", self.span)
