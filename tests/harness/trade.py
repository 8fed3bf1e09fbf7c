"""
A project between finance and operations and Dataverse with one of each: companies, a lookup, an option set, filters.

Its tables have the names and columns of the hand-written sample, so that users of that can edit these too.
"""

from __future__ import annotations

import atexit
import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dwmap.runtime import Sync
from harness.packages import write_package
from harness.projects import compile_text
from harness.sandboxes import Sandbox

TRADE = """\
enum fo.PartyType { Person, Organization }

enum fo.Blocked { No, Invoice, All }

options ce.hold {
  0 No
  1 Invoice
  2 All
}

options ce.typecode {
  1 Person
  3 Customer
}

entity fo.Companies {
  key DataArea

  DataArea string(4)
  Name     string(60)?
}

entity fo.Currencies {
  key CurrencyCode

  CurrencyCode string(3)
  Name         string(60)?
  Decimals     int?
}

entity fo.Customers {
  key dataAreaId, CustomerAccount
  company dataAreaId

  dataAreaId       string(4)
  CustomerAccount  string(20)
  OrganizationName string(100)?
  PartyType        PartyType
  Blocked          Blocked
  CreditLimit      decimal(32, 6)?
  OneTime          bool?
  Since            date?
  CurrencyCode     string(3)?
  InvoiceAccount   string(20)?
}

entity ce.companies {
  table company
  key companyid
  integration key companycode

  companyid   guid       readonly
  companycode string(4)
  name        string(60)?
}

entity ce.currencies {
  table currency
  key currencyid
  integration key isocode

  currencyid guid       readonly
  isocode    string(3)
  name       string(60)?
  precision  int?
}

entity ce.accounts {
  table account
  key accountid
  integration key accountnumber, company.companycode
  company company.companycode

  accountid      guid            readonly
  accountnumber  string(20)?
  `company`      -> ce.companies
  name           string(100)?
  typecode       typecode?
  hold           hold?
  creditlimit    decimal(32, 6)?
  onetime        bool?
  since          date?
  currencyid     -> ce.currencies?
  billingaccount -> ce.accounts?
}

valuemap Hold : fo.Blocked <-> ce.hold {
  No      = No
  Invoice = Invoice
  All     = All
}

map Companies : fo.Companies <-> ce.companies {
  DataArea = companycode
  Name     = name
}

map Currencies : fo.Currencies <-> ce.currencies {
  CurrencyCode = isocode
  Name         = name
  Decimals     = precision
}

map Customers : fo.Customers <-> ce.accounts {
  where fo PartyType == "Organization"
  where ce typecode == 3

  CustomerAccount  =  accountnumber
  OrganizationName =  name
  Blocked          >< hold : Hold
  CreditLimit      =  creditlimit
  OneTime          =  onetime
  Since            =  since
  CurrencyCode     =  currencyid.isocode
  InvoiceAccount   =  billingaccount.accountnumber
  PartyType        << "Organization"
  3                >> typecode
}
"""


def write_trade(folder: Path) -> Path:
    """The project as files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trade.dwmap").write_text(TRADE)
    (folder / "dwmap.toml").write_text('name = "trade"\n')
    return folder


@dataclass(frozen=True)
class Trade:
    """The generated package: its project, and the runtime that it brings along."""

    project: Any
    runtime: Any

    def open(self, urls: dict[str, str], state: str) -> Sync:
        """A sync between two ends."""
        made: Sync = self.runtime.Sync(self.project, urls, state)
        return made

    @property
    def end_error(self) -> type[Exception]:
        """What its ends raise."""
        error: type[Exception] = self.runtime.EndError
        return error


@cache
def trade() -> Trade:
    """The package, written anew for this process and imported."""
    project, report = compile_text(TRADE)
    if project is None:
        raise RuntimeError(f"the project has errors: {report.diagnostics}")
    folder = TemporaryDirectory(prefix="dwmap-trade-")
    atexit.register(folder.cleanup)
    name = write_package(project, Path(folder.name), "trade_package")
    return Trade(
        importlib.import_module(name).PROJECT,
        importlib.import_module(f"{name}._runtime"),
    )


def end_urls(sandbox: Sandbox, folder: Path, *services: str) -> dict[str, str]:
    """The addresses of both ends: those that are named in the sandbox, the others new databases."""
    told = {
        "fo": f"finops+{sandbox.left_url}?modified=ModifiedDateTime&overlap=5",
        "ce": f"dataverse+{sandbox.right_url}",
    }
    return {
        name: url if name in services else f"sqlite:///{folder}/{name}.db"
        for name, url in told.items()
    }
