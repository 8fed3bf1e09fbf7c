"""The rule `empty-solution`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem, listed

__all__ = ["EmptySolution"]


@dataclass(frozen=True)
class EmptySolution(ImportProblem):
    """
    A solution holds no map and no table.

    ## Why it matters
    Nothing was imported from it.

    ## Example
    ```xml
    <ImportExportXml><Entities /></ImportExportXml>
    ```

    ## Instead
    ```xml
    <ImportExportXml>
      <msdyn_dualwriteentitymaps>
        <msdyn_dualwriteentitymap>
          <msdyn_version>1.0.0.2</msdyn_version>
          <msdyn_mapping>{"legs": [{"sourceSchema": "Customers V3", "destinationSchema": "accounts", "fieldMappings":
            [{"syncDirection": 3, "sourceField": "CUSTOMERACCOUNT", "destinationField": "accountnumber"}]}]}</msdyn_mapping>
        </msdyn_dualwriteentitymap>
      </msdyn_dualwriteentitymaps>
    </ImportExportXml>
    ```

    ## How to mend
    Add the component "Dual Write table map" to the solution in the product, and export it again.
    """

    path: str
    parts: tuple[str, ...] = ()
    """What it holds instead."""

    def diagnose(self) -> Diagnostic:
        message = f"`{self.path}` holds no map of dual-write and no table"
        notes = (f"it holds {listed(self.parts)}",) if self.parts else ()
        help = "add the maps to the solution in the product (`Dual Write table map`), and export it again"
        return self._diagnostic(message, None, help=help, notes=notes)
