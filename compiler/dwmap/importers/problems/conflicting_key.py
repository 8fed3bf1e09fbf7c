"""The rule `conflicting-key`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["ConflictingKey"]


@dataclass(frozen=True)
class ConflictingKey(ImportProblem):
    """
    Two sources give different keys to one entity.

    ## Why it matters
    An entity is found by one key. The first is kept; if it is the wrong one, records find no partner.

    ## Example
    ```csv
    map,keys
    accounts - Customers V3,accountnumber
    accounts - Customers V3,name
    ```

    ## Instead
    ```csv
    map,keys
    accounts - Customers V3,accountnumber
    ```

    ## How to mend
    Keep one of them; a map that needs another key has a `key` line of its own.
    """

    severity = Severity.WARNING
    span: Span
    entity: str
    kept: str
    other: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.entity}` has the key `{self.kept}` already"
        return self._diagnostic(message, self.span, f"`{self.other}` is left out")
