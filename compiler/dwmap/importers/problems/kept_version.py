"""The rule `kept-version`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["KeptVersion"]


@dataclass(frozen=True)
class KeptVersion(ImportProblem):
    """
    A solution has another version of a map that is imported, or the same version again.

    ## Why it matters
    One version of a map runs at a time. The newest is imported, of equal ones that which is active; this one is kept aside as it is, and an export gives it back.

    ## Example
    ```xml
    <ImportExportXml>
      <msdyn_dualwriteentitymaps>
        <msdyn_dualwriteentitymap>
          <msdyn_version>1.0.0.1</msdyn_version>
          <msdyn_mapping>{"legs": [{"sourceSchema": "Customers V3", "destinationSchema": "accounts", "fieldMappings":
            [{"syncDirection": 3, "sourceField": "CUSTOMERACCOUNT", "destinationField": "accountnumber"}]}]}</msdyn_mapping>
        </msdyn_dualwriteentitymap>
        <msdyn_dualwriteentitymap>
          <msdyn_version>1.0.0.2</msdyn_version>
          <msdyn_mapping>{"legs": [{"sourceSchema": "Customers V3", "destinationSchema": "accounts", "fieldMappings":
            [{"syncDirection": 3, "sourceField": "CUSTOMERACCOUNT", "destinationField": "accountnumber"}]}]}</msdyn_mapping>
        </msdyn_dualwriteentitymap>
      </msdyn_dualwriteentitymaps>
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
    Nothing needs to be done. To import the other version, take the newest out of the solution.
    """

    severity = Severity.NOTE
    span: Span
    title: str
    version: str
    chosen: str

    def diagnose(self) -> Diagnostic:
        older, newer = self.version or "none", self.chosen or "none"
        message = f"version {older} of `{self.title}` is kept aside"
        label = f"version {newer} is imported"
        if older == newer:
            message = f"`{self.title}` is one of several rows of one map and version"
            label = "kept aside; another one is imported"
        return self._diagnostic(message, self.span, label)
