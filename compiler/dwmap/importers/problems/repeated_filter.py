"""The rule `repeated-filter`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["RepeatedFilter"]


@dataclass(frozen=True)
class RepeatedFilter(ImportProblem):
    """
    A map has two filters for one side.

    ## Why it matters
    A side has one filter; which of two is in force is not said. The first is kept, so records may travel that should not.

    ## Example
    ```markdown
    ### Customers V3 (accounts)

    Source filter: (CustomerType == 1)
    Source filter: (CreditLimit > 0)

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    ```

    ## Instead
    ```markdown
    ### Customers V3 (accounts)

    Source filter: (CustomerType == 1) && (CreditLimit > 0)

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    ```

    ## How to mend
    Join them into one, or remove the one that does not apply.
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        message = "a second filter for the same side"
        return self._diagnostic(message, self.span, "not imported")
