"""
A project between finance and operations and Dataverse with one of each: companies, a lookup, an option set, filters.

Its tables have the names and columns of the hand-written sample, so that users of that can edit these too.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from dwmap.runtime import Project
from harness.packages import write_package
from harness.projects import compile_text

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


def trade_project(folder: Path, name: str) -> Any:
    """The `PROJECT` of its generated package, which is written to `folder` under this name."""
    project, report = compile_text(TRADE)
    if project is None:
        raise RuntimeError(f"the project has errors: {report.diagnostics}")
    made: Project = importlib.import_module(write_package(project, folder, name)).PROJECT
    return made
