"""The rule `column-not-in-schema`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem, listed
from dwmap.source import Span

__all__ = ["ColumnNotInSchema"]


@dataclass(frozen=True)
class ColumnNotInSchema(ImportProblem):
    """
    Columns that are mapped are not in the column list of their entity.

    ## Why it matters
    Either the list is incomplete or the table has a misspelt name, and every record fails on it. The columns are declared
    as `any`.

    ## Example
    ```markdown
    PROFESSION | = | msdyn_professionatitle |
    ```
    ```json
    {"account": {"accountnumber": "string", "msdyn_professionaltitle": "string"}}
    ```

    ## Instead
    ```markdown
    PROFESSION | = | msdyn_professionaltitle |
    ```
    ```json
    {"account": {"accountnumber": "string", "msdyn_professionaltitle": "string"}}
    ```

    ## How to mend
    Correct the name, or bring the column list up to date.
    """

    severity = Severity.NOTE
    span: Span
    entity: str
    columns: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        count = len(self.columns)
        what = (
            f"`{self.columns[0]}` is" if count == 1 else f"{count} mapped columns are"
        )
        message = f"{what} not in the column list of `{self.entity}`"
        notes = () if count == 1 else (listed(self.columns),)
        return self._diagnostic(message, self.span, notes=notes)
