"""The rule `many-rows`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LimitProblem
from dwmap.source import Span

__all__ = ["MOST_ROWS", "ManyRows"]

MOST_ROWS = 500_000
"""Rows of one company that a run of the product's initial synchronization takes (Microsoft Learn, "Considerations for initial sync")."""


@dataclass(frozen=True)
class ManyRows(LimitProblem):
    """
    An entity has more rows than the product's initial synchronization takes.

    ## Why it matters
    The product takes 500,000 rows for each company and map; beyond that a run fails, usually hours after its start. The
    volumes are those of `[volumes]` in dwmap.toml; without them nothing is said.

    ## Example
    ```dwmap
    entity fo.Customers {
      key dataAreaId, CustomerAccount
      company dataAreaId
      dataAreaId      string(4)
      CustomerAccount string(20)
    }
    entity ce.accounts {
      integration key accountnumber
      company msdyn_company.cdm_companycode
      accountnumber string(20)
      msdyn_company -> ce.cdm_companies
    }
    entity ce.cdm_companies {
      key cdm_companycode
      cdm_companycode string(4)
    }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
    }
    ```
    ```toml dwmap.toml
    [volumes]
    companies = 2
    "fo.Customers" = 1_200_000
    ```

    ## Instead
    ```dwmap
    entity fo.Customers {
      key dataAreaId, CustomerAccount
      company dataAreaId
      dataAreaId      string(4)
      CustomerAccount string(20)
    }
    entity ce.accounts {
      integration key accountnumber
      company msdyn_company.cdm_companycode
      accountnumber string(20)
      msdyn_company -> ce.cdm_companies
    }
    entity ce.cdm_companies {
      key cdm_companycode
      cdm_companycode string(4)
    }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
    }
    ```
    ```toml dwmap.toml
    [volumes]
    companies = 4
    "fo.Customers" = 1_200_000
    ```

    ## How to mend
    Load the rows in parts with a filter, or by the data management framework on both sides, or initially with the
    generated code, and start the map without initial synchronization.
    """

    limit: ClassVar[str] = f"{MOST_ROWS:,} rows of a company, initial synchronization"
    map: str
    entity: str
    rows: int
    companies: int
    span: Span

    def diagnose(self) -> Diagnostic:
        shared = f" in {self.companies} companies" if self.companies > 1 else ""
        return self._diagnostic(
            f"`{self.entity}` has {self.rows:,} rows{shared}; the product's initial synchronization"
            f" takes {MOST_ROWS:,} a company",
            self.span,
            help="load in parts, or initially with the generated code",
        )
