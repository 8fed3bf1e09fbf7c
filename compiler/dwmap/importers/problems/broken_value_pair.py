"""The rule `broken-value-pair`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["BrokenValuePair"]


@dataclass(frozen=True)
class BrokenValuePair(ImportProblem):
    """
    A part of a map-type cell is no pair of values.

    ## Why it matters
    The value map would lack it, and records with the value would fail; the whole row is left out.

    ## Example
    ```markdown
    ISONETIME | ><<br>`yes` `True` | onetime |
    ```

    ## Instead
    ```markdown
    ISONETIME | ><<br>`yes` : `True`<br>`no` : `False` | onetime |
    ```

    ## How to mend
    Write `value : value`, pairs separated by `<br>`; `blank` stands for no value.
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        help = "write `value` : `value`, separated by <br>"
        message = "this is no pair of values"
        return self._diagnostic(
            message, self.span, "this line is not imported", help=help
        )
