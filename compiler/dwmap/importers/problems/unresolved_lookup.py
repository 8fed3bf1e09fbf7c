"""The rule `unresolved-lookup`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem, listed
from dwmap.source import Span

__all__ = ["UnresolvedLookup"]


@dataclass(frozen=True)
class UnresolvedLookup(ImportProblem):
    """
    No source says where lookups of a table lead.

    ## Why it matters
    The columns are declared as `any`, and what lies behind them is not checked.

    ## Example
    ```markdown
    TERMS | = | msdyn_terms.msdyn_termscode |
    ```

    ## Instead
    ```markdown
    TERMS | = | msdyn_terms.msdyn_termscode |
    ```
    ```json
    {
      "account": {"accountnumber": "string", "msdyn_terms": {"type": "lookup", "targets": ["msdyn_term"]}},
      "msdyn_term": {"msdyn_termscode": "string"}
    }
    ```

    ## How to mend
    Give the column list of the table, or the type `-> ce.…` in the entity after the import.
    """

    severity = Severity.WARNING
    span: Span
    entity: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    """Each with the tables that it could lead to, in the order of the names."""

    def diagnose(self) -> Diagnostic:
        names = [f"`{name}`" for name, _ in self.columns]
        if len(names) == 1:
            message = f"no source says where {names[0]} of `ce.{self.entity}` leads"
            notes = [f"it could be any of {tables}" for tables in self._open()]
        else:
            count = f"{len(names)} lookups"
            message = f"no source says where {count} of `ce.{self.entity}` lead"
            notes = [f"these: {listed(names)}"]
            for tables, columns in self._open().items():
                notes.append(f"for {listed(columns)} it could be any of {tables}")
        label = "declared as `any`"
        help = "write `-> ce.…` as the type in the entity, or import with a list of columns (`--schema`)"
        return self._diagnostic(
            message, self.span, label, help=help, notes=tuple(notes)
        )

    def _open(self) -> dict[str, list[str]]:
        """The columns that several tables fit, by these."""
        found: dict[str, list[str]] = {}
        for name, tables in self.columns:
            if tables:
                shown = listed(f"`{table}`" for table in tables)
                found.setdefault(shown, []).append(f"`{name}`")
        return found
