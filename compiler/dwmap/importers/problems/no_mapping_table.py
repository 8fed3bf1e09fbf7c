"""The rule `no-mapping-table`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["NoMappingTable"]


@dataclass(frozen=True)
class NoMappingTable(ImportProblem):
    """
    A file to import, or a section of it, holds no mapping table.

    ## Why it matters
    Nothing is imported from it, which is hardly what was meant: its map would be missing.

    ## Example
    ```markdown
    ### Customers V3 (accounts)

    Source filter: (CustomerType == 1)
    ```

    ## Instead
    ```markdown
    ### Customers V3 (accounts)

    Source filter: (CustomerType == 1)

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    ```

    ## How to mend
    Give the section its table, with a head that names the two sides and the map type.
    """

    span: Span
    what: str

    def diagnose(self) -> Diagnostic:
        help = "a table has the columns `… field | Map type | … column | Default value`"
        return self._diagnostic(
            f"{self.what} has no mapping table", self.span, help=help
        )
