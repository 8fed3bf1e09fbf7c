"""The rule `broken-table`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem

__all__ = ["BrokenTable"]


@dataclass(frozen=True)
class BrokenTable(ImportProblem):
    """
    A table in a solution has a part that is not understood.

    ## Why it matters
    The part is left out: nothing is checked against it.

    ## Example
    ```xml
    <ImportExportXml>
      <Entities><Entity><Name>account</Name><EntityInfo><entity Name="account"><EntitySetName>accounts</EntitySetName>
        <attributes><attribute><LogicalName>accountid</LogicalName><Type>hologram</Type></attribute></attributes>
      </entity></EntityInfo></Entity></Entities>
    </ImportExportXml>
    ```

    ## Instead
    ```xml
    <ImportExportXml>
      <Entities><Entity><Name>account</Name><EntityInfo><entity Name="account"><EntitySetName>accounts</EntitySetName>
        <attributes><attribute><LogicalName>accountid</LogicalName><Type>primarykey</Type></attribute></attributes>
      </entity></EntityInfo></Entity></Entities>
    </ImportExportXml>
    ```

    ## How to mend
    State the column's type in a column list (`--schema`) if the maps need it.
    """

    severity = Severity.WARNING
    path: str
    table: str
    reason: str

    def diagnose(self) -> Diagnostic:
        message = f"`{self.path}`: table `{self.table}`: {self.reason}"
        return self._diagnostic(message, None)
