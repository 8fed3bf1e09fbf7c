"""The rule `unknown-column-type`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity, did_you_mean
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["UnknownColumnType"]


@dataclass(frozen=True)
class UnknownColumnType(ImportProblem):
    """
    A column list gives a column a type that is not known.

    ## Why it matters
    The column is imported as `any` and is not checked.

    ## Example
    ```json
    {"account": {"accountnumber": "strng"}}
    ```

    ## Instead
    ```json
    {"account": {"accountnumber": "string"}}
    ```

    ## How to mend
    Use one of the documented type names; the message proposes one that is near.
    """

    severity = Severity.WARNING
    span: Span
    column: str
    type: str
    known: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        message = f"`{self.column}` has the unknown type `{self.type}`"
        help = did_you_mean(self.type, self.known)
        return self._diagnostic(message, self.span, "imported as `any`", help=help)
