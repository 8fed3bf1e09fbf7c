"""The rule `unsupported-filter`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import FilterProblem

__all__ = ["UnsupportedFilter"]


@dataclass(frozen=True)
class UnsupportedFilter(FilterProblem):
    """
    A filter uses something that the language cannot express.

    ## Why it matters
    A filter that nearly says the same would move other records; it is left out and has to be added by hand.

    ## Example
    ```markdown
    ### Customers V3 (accounts)

    Source filter: (Name like "A?B")

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    ```

    ## Instead
    ```markdown
    ### Customers V3 (accounts)

    Source filter: (Name like "A*")

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
    ```

    ## How to mend
    Say it with `starts_with`, `ends_with`, `contains` and comparisons in the map.
    """

    span: Span
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.reason, self.span, "the filter is not imported")
