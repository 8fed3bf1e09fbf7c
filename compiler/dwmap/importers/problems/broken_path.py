"""The rule `broken-path`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["BrokenPath"]


@dataclass(frozen=True)
class BrokenPath(ImportProblem):
    """
    A side of a row is neither a column nor a way to one through lookups.

    ## Why it matters
    The row cannot be written as a mapping line and is left out, so its value never travels.

    ## Example
    ```markdown
    INVOICEACCOUNT | = | msdyn_billingaccount. |
    ```

    ## Instead
    ```markdown
    INVOICEACCOUNT | = | msdyn_billingaccount.accountnumber |
    ```

    ## How to mend
    Write `column`, `lookup.column` or `lookup.Account(column).Contact(column)`.
    """

    span: Span
    text: str

    def diagnose(self) -> Diagnostic:
        help = "write `column`, `lookup.column` or `lookup.Account(key).Contact(key)`"
        message = f"`{self.text}` names no column"
        return self._diagnostic(
            message, self.span, "this line is not imported", help=help
        )
