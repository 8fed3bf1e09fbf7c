"""The rule `broken-map-json`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["BrokenMapJson"]


@dataclass(frozen=True)
class BrokenMapJson(ImportProblem):
    """
    What a solution stores of a map is not JSON, or not of the form that dual-write uses.

    ## Why it matters
    The map, the leg or the filter cannot be read, so it is not in the specs. It is kept aside as it is. Properties that cannot be read
    cost no more than the map's description.

    ## Example
    ```json
    {"legs": [{"sourceSchema": "Customers V3", "fieldMappings": []}]}
    ```

    ## Instead
    ```json
    {"legs": [{
      "sourceSchema": "Customers V3", "destinationSchema": "accounts",
      "fieldMappings": [{"syncDirection": 3, "sourceField": "CUSTOMERACCOUNT", "destinationField": "accountnumber"}]
    }]}
    ```

    ## How to mend
    Open the map in dual-write and save it again, or export the solution anew.
    """

    span: Span
    reason: str
    label: str = ""

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.reason, self.span, self.label)
