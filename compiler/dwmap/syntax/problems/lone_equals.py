"""The rule `lone-equals`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable, Severity
from dwmap.source import Span
from dwmap.syntax.problems.topic import FilterProblem

__all__ = ["LoneEquals"]


@dataclass(frozen=True)
class LoneEquals(FilterProblem):
    """
    A filter compares with a single `=`.

    ## Why it matters
    Query ranges compare with `==`; it is imported as that, and a reader may wonder what was meant.

    ## Example
    ```markdown
    ### Customers V3 (accounts)

    Source filter: (CustomerType = 1)

    Finance and operations field | Map type | Customer engagement column | Default value
    ---|---|---|---
    CUSTOMERACCOUNT | = | accountnumber |
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
    Write `==`; the specification that is imported has it already.
    """

    severity = Severity.WARNING
    fixable = Fixable.SAFE
    span: Span

    def diagnose(self) -> Diagnostic:
        fix = Fix("write `==`", (Edit(self.span, "=="),))
        return self._diagnostic(
            "a single `=` in a filter", self.span, "imported as `==`", fix=fix
        )
