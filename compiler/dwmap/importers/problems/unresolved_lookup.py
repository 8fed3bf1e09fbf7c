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
    No source says where a lookup leads.

    ## Why it matters
    The column is declared as `any`, and what lies behind it is not checked.

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
    column: str
    candidates: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        names = listed(f"`{name}`" for name in self.candidates)
        message = f"no source says where `{self.column}` of `ce.{self.entity}` leads"
        notes = (f"it could be any of {names}",) if names else ()
        return self._diagnostic(message, self.span, "declared as `any`", notes=notes)
