"""The rule `number-for-symbol`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["NumberForSymbol"]


@dataclass(frozen=True)
class NumberForSymbol(ImportProblem):
    """
    A filter compares by number a field that holds symbols.

    ## Why it matters
    Records carry the symbol, so that the filter passes none of them; which symbol the number stands for is in no source.

    ## Example
    ```markdown
    ### Customers V3 (accounts)

    Source filter: (PartyType == 1)

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    PARTYTYPE | << | none | Organization
    ```

    ## Instead
    ```markdown
    ### Customers V3 (accounts)

    Source filter: (PartyType == "Organization")

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    PARTYTYPE | << | none | Organization
    ```

    ## How to mend
    Compare with the symbol, in the table or in the map after the import.
    """

    severity = Severity.WARNING
    span: Span
    field: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.field}` holds symbols and is compared with a number"
        return self._diagnostic(
            message, self.span, "imported as it is", help="compare with the symbol"
        )
