"""The rule `broken-schema`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["BrokenSchema"]


@dataclass(frozen=True)
class BrokenSchema(ImportProblem):
    """
    A column list is not JSON, or not of the documented form.

    ## Why it matters
    Types, keys and lookup targets come from it; the faulty part is left out, and nothing is checked against it.

    ## Example
    ```json
    {"account": {"accountnumber": "string", "creditlimit": 5}}
    ```

    ## Instead
    ```json
    {"account": {"accountnumber": "string", "creditlimit": "decimal"}}
    ```

    ## How to mend
    A column has a type name, or an object such as `{"type": "decimal", "required": "none"}`.
    """

    span: Span | None
    reason: str
    label: str = ""

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.reason, self.span, self.label)
