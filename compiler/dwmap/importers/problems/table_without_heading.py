"""The rule `table-without-heading`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["TableWithoutHeading"]


@dataclass(frozen=True)
class TableWithoutHeading(ImportProblem):
    """
    A mapping table stands under no heading that names its two entities.

    ## Why it matters
    Without the names there is nothing that the rows could belong to; the table is not imported.

    ## Example
    ```markdown
    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    ```

    ## Instead
    ```markdown
    ### Customers V3 (accounts)

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    ```

    ## How to mend
    Put `### Customers V3 (accounts)` or `## Customers V3 to accounts` above it.
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        help = "name both ends above it: `### Customers V3 (accounts)`"
        message = "a mapping table without a heading that names its entities"
        return self._diagnostic(message, self.span, "not imported", help=help)
