"""The rule `missing-key`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["MissingKey"]


@dataclass(frozen=True)
class MissingKey(ImportProblem):
    """
    No source states the integration key of an entity.

    ## Why it matters
    Without it a map cannot tell create from update. Nothing is invented.

    ## Example
    ```csv
    map,keys
    contacts - Contacts V2,contactnumber
    ```

    ## Instead
    ```csv
    map,keys
    accounts - Customers V3,accountnumber
    contacts - Contacts V2,contactnumber
    ```

    ## How to mend
    Add the row to the file of keys, or a line `integration key …` to the entity.
    """

    severity = Severity.NOTE
    span: Span
    entity: str

    def diagnose(self) -> Diagnostic:
        message = f"no source states the integration key of `ce.{self.entity}`"
        return self._diagnostic(message, self.span)
