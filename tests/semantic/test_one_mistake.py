"""One mistake, one finding: what beginners do, each by itself in a sound project."""

from __future__ import annotations

import pytest
from dwmap.diagnostics.render import render_all
from harness.projects import check_text

SOUND = """
enum fo.NoYes { No, Yes }

enum fo.PartyType { Person, Organization }

options ce.status {
  1 Active
  2 Inactive
}

entity fo.Customers {
  integration key CustomerAccount
  CustomerAccount string(20) required
  Name            string(100)?
  PartyType       PartyType?
  CustomerGroup   string(20)?
  CreditLimit     decimal(9, 2)?
  OneTime         NoYes?
  Memo            text?
  Created         date?
}

entity ce.accounts {
  key accountid
  integration key accountnumber
  accountid        guid readonly
  accountnumber    string(20) required
  name             string(100)?
  creditlimit      decimal(9, 2)?
  customertypecode int?
  onetime          bool?
  description      text?
  createdon        datetime?
  status           status?
  groupid          -> ce.groups?
}

entity fo.Groups {
  integration key Code
  Code string(20)
}

entity ce.groups {
  integration key code
  code string(20)
}

valuemap YesNo : fo.NoYes <-> bool {
  No  = false
  Yes = true
}

transform Cents(value: decimal(9, 2)) -> int {
  forward value * 100
}

map Customers : fo.Customers <-> ce.accounts {
  where fo PartyType == "Organization"

  CustomerAccount = accountnumber
  Name = name
  CustomerGroup = groupid.code
  CreditLimit = creditlimit
  OneTime >< onetime : YesNo
  Memo = description
  PartyType << "Organization"
}

map Groups : fo.Groups <-> ce.groups {
  Code = code
}
"""

ENDS = "fo.Customers <-> ce.accounts {"
FILTER = 'where fo PartyType == "Organization"'
MISTAKES = [
    ("Name = name", "Nmae = name", "unknown-field"),
    ("Name = name", "Name = nmae", "unknown-field"),
    ("Name = name", 'Name = name when Nmae == "x"', "unknown-field"),
    ("Name = name", "Name = name when Memo != null", "unknown-field"),
    ("Name = name", "Name = name when customertypecode == 3", "undeclared-field"),
    ("Name = name", "Name = accountid", "readonly-target"),
    ("Name = name", "Name = name\n  Memo > name", "two-writers"),
    ("Name = name", "Name = name,", "unexpected-text"),
    ("Name = name", "Name == name", "unexpected-text"),
    ("Name = name", "Name -> name", "unexpected-text"),
    ("Name = name", "Name := name", "unexpected-text"),
    ("Name = name", "Name name", "unexpected-text"),
    ("Name = name", 'Name + "x" >> name', "unexpected-text"),
    ("Name = name", "Name = name;", "unknown-character"),
    ("Name = name", "# Name = name", "unknown-character"),
    ("Name = name", "Name >> name", "operator-mismatch"),
    ("Name = name", '"x" > name', "operator-mismatch"),
    ("Name = name", '"x" = name', "one-way-only"),
    ("Name = name", "(trim(Name)) = name", "one-way-only"),
    ("Name = name", "(uppercase(Name)) >> name", "unknown-function"),
    ("Name = name", "(upper(Name, 2)) >> name", "argument-count"),
    ("Name = name", "(replace(Name)) >> name", "argument-count"),
    ("Name = name", "(Cents(CreditLimit)) >> customertypecode", "unknown-function"),
    ("Name = name", 'Name = name\n  "x" >> customertypecode', "wrong-value-type"),
    ("Name = name", "Name = name\n  Name = name", "two-writers"),
    ("Name = name", 'Name = name default No', "unexpected-text"),
    ("CustomerAccount = accountnumber", "accountnumber = CustomerAccount", "swapped-sides"),
    ("CustomerAccount = accountnumber", "CustomerAccount > accountnumber", "key-one-way"),
    ("CustomerAccount = accountnumber", "", "key-unmapped"),
    ("CustomerAccount = accountnumber", "CustomerAcount = accountnumber", "unknown-field"),
    ("CustomerAccount = accountnumber", "CustomerAccount = acountnumber", "unknown-field"),
    (ENDS, "ce.accounts <-> fo.Customers {", "swapped-sides"),
    (ENDS, "fo.Customer <-> ce.accounts {", "undeclared-entity"),
    (ENDS, "fo.Customers <-> ce.account {", "undeclared-entity"),
    (ENDS, "fo.Customers <-> crm.accounts {", "unknown-system"),
    (ENDS, "Customers <-> ce.accounts {", "unexpected-text"),
    (ENDS, "fo.Customers -> ce.accounts {", "unexpected-text"),
    (ENDS, "fo.Customers <-> ce.accounts", "unexpected-text"),
    ("map Customers :", "mpa Customers :", "unexpected-text"),
    ("map Customers :", "map Customers", "unexpected-text"),
    (FILTER, 'where fo PartyType = "Organization"', "unexpected-text"),
    (FILTER, "where fo PartyType == 'Organization'", "unknown-character"),
    (FILTER, 'where fo PartyType == "Organization', "unclosed-text"),
    (FILTER, 'where fo PartyType == "Organisation"', "unknown-member"),
    (FILTER, 'where fo PartyType == "Yes"', "unknown-member"),
    (FILTER, "where fo PartyType == Organization", "unknown-field"),
    (FILTER, "where fo PartyType in [Organization]", "unexpected-text"),
    (FILTER, 'where ce PartyType == "Organization"', "undeclared-field"),
    (FILTER, 'where PartyType == "Organization"', "unexpected-text"),
    (FILTER, 'wheer fo PartyType == "Organization"', "unexpected-text"),
    (FILTER, f'{FILTER} && Name != ""', "unknown-character"),
    (FILTER, f'{FILTER} AND Name != ""', "unexpected-text"),
    (FILTER, 'where fo CreditLimit > "100"', "wrong-value-type"),
    (FILTER, 'where fo Created > "2020-01-01"', "wrong-value-type"),
    (FILTER, "where fo Created > 2020-01-01", "wrong-operand"),
    (FILTER, "where ce status == Active", "unknown-field"),
    (FILTER, 'where ce status == "Active"', "wrong-value-type"),
    (FILTER, f"{FILTER}\n  depends on Grops", "unknown-map"),
    (FILTER, f"{FILTER}\n  depends on Customers", "self-dependency"),
    (FILTER, f"{FILTER}\n  on null clar", "unknown-choice"),
    (FILTER, f"{FILTER}\n  key CustomerAcount", "unknown-field"),
    (FILTER, f'{FILTER}\n  allow narrow-target "x"', "unused-allow"),
    (FILTER, f"{FILTER}\n  {FILTER}", "repeated-clause"),
    ("OneTime >< onetime : YesNo", "OneTime = onetime", "incompatible-types"),
    ("OneTime >< onetime : YesNo", "OneTime >< onetime", "operator-mismatch"),
    ("OneTime >< onetime : YesNo", "OneTime = onetime : YesNo", "operator-mismatch"),
    ("OneTime >< onetime : YesNo", "OneTime >< onetime : YseNo", "unknown-transform"),
    ("OneTime >< onetime : YesNo", "OneTime >< onetime YesNo", "unexpected-text"),
    ("CreditLimit = creditlimit", "CreditLimit >< customertypecode : Cents", "transform-one-way"),
    ("CreditLimit = creditlimit", "Memo > creditlimit", "incompatible-types"),
    ("CreditLimit = creditlimit", "CreditLimit >< creditlimit : YesNo", "incompatible-types"),
    ("CreditLimit = creditlimit", "(2 * (CreditLimit, 1)) >> creditlimit", "wrong-operand"),
    ("Memo = description", '"C:\\data\\x" >> description', "unknown-escape"),
    ("= groupid.code", "= groupid", "lookup-as-value"),
    ("= groupid.code", "= groupid.coed", "unknown-field"),
    ("= groupid.code", "= gruopid.code", "unknown-field"),
    ("= groupid.code", "= name.code", "no-lookup"),
    ("Name            string(100)?", "Name            sting(100)?", "unknown-type"),
    ("Name            string(100)?", "Name            varchar(100)?", "unknown-type"),
    ("Name            string(100)?", "Name            string(100, 2)?", "wrong-type-size"),
    ("Name            string(100)?", "Name            int(100)?", "wrong-type-size"),
    ("Name            string(100)?", "Name: string(100)?", "unexpected-text"),
    ("Name            string(100)?", "Name string(100)?,", "unexpected-text"),
    ("Name            string(100)?", "string(100) Name", "unexpected-text"),
    ("OneTime         NoYes?", "OneTime         NoYes(3)?", "wrong-type-size"),
    ("OneTime         NoYes?", "OneTime         NoYess?", "unknown-type"),
    ("Memo            text?", "Memo text?\n  memo text?", "duplicate-member"),
    ("integration key accountnumber", "integration key acountnumber", "unknown-field"),
    ("  Yes = true", "  Yse = true", "unknown-member"),
    ("  Yes = true", "  Yes = true\n  Yes = false", "duplicate-value"),
    ("  Yes = true", "  Yes = true\n  Yes = true", "duplicate-value"),
    ("  Yes = true", "  Yes -> true", "unexpected-text"),
    ("  Yes = true", "  Yes = true\n  else zebra", "wrong-value-type"),
    ("  Yes = true", "  Yes = 1", "wrong-value-type"),
    ("valuemap YesNo : fo.NoYes <-> bool", "valuemap YesNo", "unexpected-text"),
    ("forward value * 100", "forward valeu * 100", "unknown-input"),
    ("forward value * 100", "forward concat(value, 1)", "wrong-result"),
    ("forward value * 100", "return value * 100", "unexpected-text"),
    ("  code string(20)\n}", "  code string(20)\n", "unclosed-block"),
    ('  PartyType << "Organization"\n}', '  PartyType << "Organization"\n', "unclosed-block"),
    ('  PartyType << "Organization"\n}', '  PartyType << "Organization"\n}\n}', "unopened-block"),
]  # fmt: skip


def test_the_project_is_sound() -> None:
    """Else the mistakes would not be single."""
    assert render_all(check_text(SOUND)) == ""


@pytest.mark.parametrize(("right", "wrong", "code"), MISTAKES)
def test_one_mistake_gives_one_finding(right: str, wrong: str, code: str) -> None:
    """No later check complains about what an earlier one has said."""
    assert right in SOUND

    found = check_text(SOUND.replace(right, wrong, 1))

    assert [one.code for one in found] == [code], render_all(found)
