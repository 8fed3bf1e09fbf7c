"""The rule `unmapped-key-part`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["UnmappedKeyPart"]


@dataclass(frozen=True)
class UnmappedKeyPart(ImportProblem):
    """
    A part of the integration key is not fed by any row of the map.

    ## Why it matters
    The key of the other side cannot be derived from it and is left out, so records of that side are not found again.

    ## Example
    ```csv
    map,keys
    accounts - Customers V3,"accountnumber,region"
    ```

    ## Instead
    ```markdown
    REGION | = | region |
    ```
    ```csv
    map,keys
    accounts - Customers V3,"accountnumber,region"
    ```

    ## How to mend
    Add the missing row, or state the key of the entity by hand.
    """

    severity = Severity.WARNING
    span: Span
    part: str
    title: str

    def diagnose(self) -> Diagnostic:
        message = f"no row of `{self.title}` feeds the key part `{self.part}`"
        return self._diagnostic(message, self.span, "the left entity gets no key")
