"""The rule `contradicted-type`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["ContradictedType"]


@dataclass(frozen=True)
class ContradictedType(ImportProblem):
    """
    A table has a column hold texts, and a column list says that it holds numbers.

    ## Why it matters
    One of the sources is wrong. The column is declared as `any`, so that both stand, and nothing about it is checked.

    ## Example
    ```markdown
    none | >> | objecttypecode | account
    ```
    ```json
    {"account": {"accountnumber": "string", "objecttypecode": {"type": "choice", "options": {"1": "Account"}}}}
    ```

    ## Instead
    ```markdown
    none | >> | objecttypecode | 1
    ```
    ```json
    {"account": {"accountnumber": "string", "objecttypecode": {"type": "choice", "options": {"1": "Account"}}}}
    ```

    ## How to mend
    Correct the column list, or the value in the table.
    """

    severity = Severity.WARNING
    span: Span
    entity: str
    column: str
    kind: str
    text: str

    def diagnose(self) -> Diagnostic:
        kind = (
            "numbered options" if self.kind == "choice" else f"the type `{self.kind}`"
        )
        message = f"`{self.column}` of `ce.{self.entity}` has {kind} in its column list"
        label = f"and holds `{self.text}` here; declared as `any`"
        return self._diagnostic(message, self.span, label)
