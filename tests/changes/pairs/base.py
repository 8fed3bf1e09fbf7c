"""
Before/after pairs: for each change rule edits that must fire it, and a twin that looks alike and must not.

All are edits of two small projects, `BASE` (texts, codes, filters, keys) and the case `every_construct`. A case says in
which directions an outcome must differ, for the rules that are judged by outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dwmap.ir.model import Direction
from harness.golden import CASES

Edit = tuple[str, str]
"""A text that must be there, and what it becomes."""

BASE: Final = """\
solution Trade "Trade" { version 1.0.0.0 }

enum fo.Hold { No, Invoice, All }
options ce.hold { 1 No, 2 Invoice, 3 All }

entity fo.Groups {
  key Id
  company dataAreaId
  dataAreaId  string(4)
  Id          string(10)
}

entity ce.groups {
  table contoso_group
  integration key id
  alternate key ByName name
  company area
  area        string(4)
  id          string(10)
  name        string(60)?
}

entity fo.Customers {
  dataAreaId  string(4)
  Account     string(20)
  Name        string(60)?
  Kind        string(10)?
  Hold        Hold
  Limit       decimal(10, 2)?
  Rate        decimal(10, 2)?
  GroupId     string(10)?
  Memo        string(100)?
  Terms       string(10)?
}

entity ce.accounts {
  integration key number
  area        string(4)
  number      string(20)
  name        string(60)?
  kind        int?
  hold        hold?
  limit       decimal(10, 2)?
  rate        decimal(10, 2)?
  group       -> ce.groups?
  memo        string(100)?
  terms       string(10)?
  grade       string(10)?
}

valuemap Kinds : string(10) <-> int {
  "A" = 1
  "B" = 2
}

valuemap Holds : fo.Hold <-> ce.hold {
  No      = No
  Invoice = Invoice
  All     = All
}

transform Percent(x: decimal(10, 2)) -> decimal(10, 2) {
  forward  x + 1
  backward x - 1
}

states Grade(kind: string(10)) -> string(10) {
  "A" -> "high"
  "B" -> "low"
  else null
}

map Groups : fo.Groups <-> ce.groups {
  version 1.0.0.0
  Id = id
}

map Customers "Customers" : fo.Customers <-> ce.accounts {
  version 1.0.0.0
  owner sales
  depends on Groups
  where fo Limit > 10 and Kind is not blank
  Account  =   number
  Name     =   name
  Kind     ><  kind   : Kinds
  Hold     ><  hold   : Holds
  Limit    =   limit
  Rate     ><  rate   : Percent
  Memo     ><  memo   default "none"
  Terms    >   terms
  Kind     >>  grade  : Grade
}

example "a customer" for Customers {
  fo { Account "C1"  Kind "A"  Hold "No"  Limit 20 }
  ce { number "C1"  kind 1 }
}
"""


@dataclass(frozen=True)
class Case:
    """
    Edits that fire a rule, edits that do not (`twin`), and the directions in which an outcome differs.

    `first` makes the state before out of the base; `construct` takes the other base.
    """

    edits: tuple[Edit, ...]
    twin: tuple[Edit, ...]
    headings: tuple[Direction, ...] = ()
    first: tuple[Edit, ...] = ()
    construct: bool = False

    def states(self) -> tuple[str, str, str]:
        """Before, after, and the twin."""
        before = edited(CONSTRUCT if self.construct else BASE, self.first)
        return before, edited(before, self.edits), edited(before, self.twin)


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with each edit made once."""
    for old, new in edits:
        if old not in text:
            raise ValueError(f"the base has no {old!r}")
        text = text.replace(old, new, 1)
    return text


FOLDER = CASES / "examples" / "every_construct"
CONSTRUCT = "\n".join(
    (FOLDER / name).read_text("utf-8") for name in ("context.dwmap", "input.dwmap")
)
BOTH: tuple[Direction, ...] = ("to_right", "to_left")
THERE: tuple[Direction, ...] = ("to_right",)
BACK: tuple[Direction, ...] = ("to_left",)
NAME: Edit = ("  Name     =   name\n", "")
COMMENT: tuple[Edit, ...] = (("  Name     =   name\n", "  Name = name // the same\n"),)
NEW_MAP = (
    "\nmap More : fo.Customers <-> ce.accounts {\n  version 1.0.0.0\n"
    "  where fo Limit < 5\n  Account = number\n}\n"
)
TRADE_2: Edit = (
    'solution Trade "Trade" { version 1',
    'solution Trade "Trade" { version 2',
)
MORE_KINDS: Edit = ('  "B" = 2\n', '  "B" = 2\n  "C" = 3\n')
RATE: tuple[Edit, ...] = (("  Rate     ><", "  Rate ><"),)
PLAIN_MEMO: Edit = ('><  memo   default "none"', "=   memo")
GRADE: Edit = ("  Kind     >>  grade  : Grade\n", "")
OTHERS: Edit = (
    "\nvaluemap Holds",
    '\nvaluemap Others : string(10) <-> int {\n  "A" = 5\n  "B" = 6\n}\n\nvaluemap Holds',
)
NAMES: tuple[Edit, ...] = (
    (
        "\nvaluemap Holds",
        '\nvaluemap Names : string(60) <-> string(60) {\n  "x" = "y"\n}\n\nvaluemap Holds',
    ),
    ("Name     =   name", "Name     ><  name : Names"),
)
KEY: tuple[Edit, ...] = (("  owner sales\n", "  owner sales\n  key Account\n"),)
TWO_KEYS: tuple[Edit, ...] = (
    ("  owner sales\n", "  owner sales\n  key Account, Name\n"),
)
CE_FILTER: tuple[Edit, ...] = (
    ("  Account  =   number\n", "  where ce limit > 10\n  Account  =   number\n"),
)
OWNERS: tuple[Edit, ...] = (
    (
        "  Id          string(10)\n",
        "  Id          string(10)\n  Owner       string(20)?\n",
    ),
    (
        "  name        string(60)?\n}",
        "  name        string(60)?\n  chief       -> ce.accounts?\n}",
    ),
    ("  Terms    >   terms\n", "  Terms    >   terms\n  GroupId  =   group.id\n"),
)
END: Edit = ('\nexample "a customer"', NEW_MAP + '\nexample "a customer"')


def one_edit(
    old: str,
    new: str,
    *headings: Direction,
    twin: tuple[Edit, ...] = COMMENT,
    first: tuple[Edit, ...] = (),
) -> Case:
    return Case(((old, new),), twin, headings, first)


def in_construct(old: str, new: str, *twin: Edit) -> Case:
    return Case(((old, new),), twin, construct=True)


SAME_CONSTRUCT: Edit = ("  Discount                      >", "  Discount >")


def stepped(version: str) -> Edit:
    """The map of customers with another version."""
    return "version 1.0.0.0\n  owner", f"version {version}\n  owner"


CUSTOMERS_2 = stepped("2.0.0.0")
