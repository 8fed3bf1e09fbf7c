"""The rule `missing-key`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem, listed
from dwmap.source import Span

__all__ = ["MissingKey"]


@dataclass(frozen=True)
class MissingKey(ImportProblem):
    """
    No source states the integration key of a table.

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
    entities: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        names = [f"`ce.{name}`" for name in self.entities]
        message = f"no source states the integration key of {names[0]}"
        notes: tuple[str, ...] = ()
        if len(names) > 1:
            message = f"no source states the integration keys of {len(names)} tables"
            notes = (f"these: {listed(names)}",)
        help = "write `integration key …` in the entity, or import with a file of keys (`--keys`)"
        return self._diagnostic(message, self.span, help=help, notes=notes)
