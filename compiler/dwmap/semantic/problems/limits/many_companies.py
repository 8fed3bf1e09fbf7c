"""The rule `many-companies`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LimitProblem
from dwmap.source import Span

__all__ = ["MOST_COMPANIES", "MOST_LIVE_COMPANIES", "ManyCompanies"]

MOST_COMPANIES = 40
"""Companies that can be linked and initially synchronized (Microsoft Learn, "Dual-write system requirements")."""
MOST_LIVE_COMPANIES = 250
"""Companies of one live transaction (Microsoft Learn, "Live synchronization limits for dual-write")."""


@dataclass(frozen=True)
class ManyCompanies(LimitProblem):
    """
    A company-specific map has more companies than the product links.

    ## Why it matters
    The product links about 40 legal entities and synchronizes as many initially; a live transaction spans 250. The
    number is that of `companies` under `[volumes]` in dwmap.toml; without it nothing is said.

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
    companies = 60
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
    companies = 40
    ```

    ## How to mend
    Link the companies that need it, a few at a time. The code that dwmap generates takes any number: `--company` chooses.
    """

    limit: ClassVar[str] = (
        f"{MOST_COMPANIES} companies linked, {MOST_LIVE_COMPANIES} in a live transaction"
    )
    map: str
    companies: int
    span: Span

    def diagnose(self) -> Diagnostic:
        live = self.companies > MOST_LIVE_COMPANIES
        most = MOST_LIVE_COMPANIES if live else MOST_COMPANIES
        what = "spans in a live transaction" if live else "links"
        return self._diagnostic(
            f"`{self.map}` is for {self.companies} companies; the product {what} {most}",
            self.span,
            help="link the companies that need it, a few at a time",
        )
