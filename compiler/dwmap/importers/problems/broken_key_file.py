"""The rule `broken-key-file`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["BrokenKeyFile"]


@dataclass(frozen=True)
class BrokenKeyFile(ImportProblem):
    """
    A file of integration keys lacks a column, or a row of it cannot be read.

    ## Why it matters
    Keys tell which record on the other side is the same one; without a key every write would create a row.

    ## Example
    ```csv
    map,keys
    accounts - Customers V3,accountnumber
    contacts,contactnumber
    ```

    ## Instead
    ```csv
    map,keys
    accounts - Customers V3,accountnumber
    contacts - Contacts V2,contactnumber
    ```

    ## How to mend
    Begin with `map,keys`; a row is `accounts - Customers V3,"accountnumber,msdyn_company.cdm_companycode"`.
    """

    span: Span
    reason: str
    label: str = ""

    def diagnose(self) -> Diagnostic:
        help = (
            'begin with `map,keys`; a row is `accounts - Customers V3,"accountnumber"`'
        )
        return self._diagnostic(self.reason, self.span, self.label, help=help)
