"""The rule `left-out-component`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem, listed

__all__ = ["LeftOutComponent"]


@dataclass(frozen=True)
class LeftOutComponent(ImportProblem):
    """
    A solution has parts that are neither maps nor tables.

    ## Why it matters
    They are not in the specs, and an export does not give them back: what is exported is not the whole solution.

    ## Example
    ```xml
    <ImportExportXml>
      <msdyn_dualwriteentitymaps>
        <msdyn_dualwriteentitymap>
          <msdyn_version>1.0.0.2</msdyn_version>
          <msdyn_mapping>{"legs": [{"sourceSchema": "Customers V3", "destinationSchema": "accounts", "fieldMappings":
            [{"syncDirection": 3, "sourceField": "CUSTOMERACCOUNT", "destinationField": "accountnumber"}]}]}</msdyn_mapping>
        </msdyn_dualwriteentitymap>
      </msdyn_dualwriteentitymaps>
      <Workflows><Workflow Name="Approve" /></Workflows>
    </ImportExportXml>
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
    Keep maps in a solution of their own, so that they can be exported without the rest.
    """

    severity = Severity.NOTE
    path: str
    names: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        message = f"`{self.path}` has parts that are not imported, and not in an export: {listed(self.names)}"
        return self._diagnostic(message, None)
