"""The rule `split-company`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.semantic.problems.topics import KeyProblem
from dwmap.source import Span

__all__ = ["SplitCompany"]


@dataclass(frozen=True)
class SplitCompany(KeyProblem):
    """
    A company-specific entity is mapped to one that is shared by all companies.

    ## Why it matters
    Rows of two companies with the same key meet in one row, and each run writes the one over the other. The product
    reports it as DIPV1002.

    ## Example
    ```dwmap
    entity fo.Terms {
      company dataAreaId
      dataAreaId string(4)
      Name       string(60)
    }
    entity ce.terms {
      integration key name
      name string(60)
    }
    map Terms : fo.Terms <-> ce.terms { Name = name }
    ```

    ## Instead
    ```dwmap
    entity fo.Terms {
      company dataAreaId
      dataAreaId string(4)
      Name       string(60)
    }
    entity ce.terms {
      integration key name, companycode
      company companycode
      name        string(60)
      companycode string(4)
    }
    map Terms : fo.Terms <-> ce.terms { Name = name }
    ```

    ## How to mend
    Declare `company` in the shared entity and make it part of its key. If all companies really share the rows, take
    `company` away from the other entity.
    """

    severity = Severity.WARNING
    map: str
    specific: str
    shared: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.specific}` belongs to a company, `{self.shared}` does not",
            self.span,
            help=f"declare `company …` in `{self.shared}`, or take it away from `{self.specific}`",
        )
