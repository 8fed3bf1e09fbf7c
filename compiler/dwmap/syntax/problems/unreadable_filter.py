"""The rule `unreadable-filter`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import FilterProblem

__all__ = ["UnreadableFilter"]


@dataclass(frozen=True)
class UnreadableFilter(FilterProblem):
    """
    A filter is not written as its system writes filters.

    ## Why it matters
    Without its filter a map would take every record; the filter is left out and has to be added by hand.

    ## Example
    ```markdown
    ### Customers V3 (accounts)

    Source filter: ((PartyType == "Organization")

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    ```

    ## Instead
    ```markdown
    ### Customers V3 (accounts)

    Source filter: (PartyType == "Organization")

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    ```

    ## How to mend
    Correct the filter in the source and import it again, or write `where` in the map.
    """

    span: Span
    dialect: str
    found: str

    def diagnose(self) -> Diagnostic:
        message = f"this {self.dialect} cannot be read"
        label = f"not expected: {self.found}" if self.found else "something is missing"
        return self._diagnostic(message, self.span, label)
