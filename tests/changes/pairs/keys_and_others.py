"""Pairs for the rules of keys and others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from changes.pairs.base import (
    BACK,
    BOTH,
    CE_FILTER,
    COMMENT,
    CUSTOMERS_2,
    END,
    GRADE,
    KEY,
    MORE_KINDS,
    NAME,
    NAMES,
    OWNERS,
    RATE,
    SAME_CONSTRUCT,
    THERE,
    TRADE_2,
    TWO_KEYS,
    Case,
    in_construct,
    one_edit,
    stepped,
)

CASES: Final[Mapping[str, tuple[Case, ...]]] = {
    # identity
    "key-part-added": (
        one_edit("  key Account\n", "  key Account, Name\n", first=KEY),
    ),
    "key-part-removed": (
        one_edit("  key Account, Name\n", "  key Account\n", first=TWO_KEYS),
    ),
    "key-part-changed": (
        Case(
            (
                ("  integration key number", "  integration key terms"),
                ("  Account  =   number", "  Account  =   terms"),
                ("  Terms    >   terms\n", ""),
            ),
            COMMENT,
        ),
    ),
    "key-transform-changed": (
        one_edit(
            "  Account  =   number",
            "  Account  ><  number : Names",
            *BOTH,
            first=NAMES[:1],
        ),
    ),
    "company-changed": (one_edit("  company dataAreaId\n", ""),),
    "lookup-key-changed": (
        one_edit("  integration key number", "  integration key number, name"),
    ),
    "entity-key-changed": (one_edit("  alternate key ByName name\n", ""),),
    # filters
    "filter-narrowed": (
        one_edit(
            "Limit > 10", "Limit > 20", *THERE, twin=(("Limit > 10", "10 < Limit"),)
        ),
        one_edit(
            "  where ce limit > 10\n",
            "  where ce limit > 20\n",
            *BACK,
            first=CE_FILTER,
        ),
    ),
    "filter-widened": (
        one_edit(
            "Limit > 10", "Limit > 5", *THERE, twin=(("Limit > 10", "Limit > 20"),)
        ),
        one_edit("  where ce limit > 10\n", "", *BACK, first=CE_FILTER),
    ),
    "filter-incomparable": (
        one_edit(
            "Limit > 10", "Limit < 50", *THERE, twin=(("Limit > 10", "Limit > 20"),)
        ),
        one_edit("ce limit > 10", "ce limit < 50", *BACK, first=CE_FILTER),
    ),
    "filter-rewritten": (
        one_edit(
            "Limit > 10 and Kind is not blank",
            "Kind is not blank and Limit > 10",
            twin=(("Limit > 10", "Limit > 20"),),
        ),
    ),
    "filter-field-written": (
        one_edit(
            "  Terms    >   terms\n",
            "  Terms    >   terms\n  Kind     >>  grade  : Grade\n",
            first=(
                GRADE,
                (
                    "  Account  =   number\n",
                    "  where ce grade is blank\n  Account  =   number\n",
                ),
            ),
            twin=RATE,
        ),
    ),
    # laws
    "law-broken": (
        one_edit(
            "  Account  =   number\n",
            "  where ce limit > 20\n  Account  =   number\n",
            twin=(
                (
                    "  Account  =   number\n",
                    "  where ce limit > 5\n  Account  =   number\n",
                ),
            ),
        ),
    ),
    # limits
    "limit-crossed": (
        one_edit(
            "  rate        decimal(10, 2)?",
            "  rate        decimal(30, 14)?",
            twin=(("  rate        decimal(10, 2)?", "  rate        decimal(20, 4)?"),),
        ),
        one_edit(
            "  rate        decimal(30, 14)?",
            "  rate        decimal(30, 14)?\n  more        decimal(30, 14)?",
            first=(
                ("  rate        decimal(10, 2)?", "  rate        decimal(30, 14)?"),
            ),
            twin=(
                ("  rate        decimal(30, 14)?", "  rate        decimal(31, 15)?"),
            ),
        ),
    ),
    # order
    "dependency-added": (
        one_edit(
            "  where fo Limit < 5\n",
            "  depends on Groups\n  where fo Limit < 5\n",
            first=(END,),
        ),
    ),
    "dependency-removed": (one_edit("  depends on Groups\n", ""),),
    "dependency-changed": (
        one_edit(
            "  Terms    >   terms\n", "  Terms    >   terms\n  GroupId  =   group.id\n"
        ),
    ),
    "cycle-introduced": (
        one_edit("  Id = id\n", "  Id = id\n  Owner = chief.number\n", first=OWNERS),
    ),
    "order-changed": (
        one_edit("  Id = id\n", "  Id = id\n  depends on More\n", first=(END,)),
    ),
    # others
    "system-changed": (
        in_construct("system legacy sql", "system legacy odata", SAME_CONSTRUCT),
    ),
    "solution-changed": (
        one_edit("{ version 1.0.0.0 }", "{\n  version 1.0.0.0\n  publisher contoso\n}"),
    ),
    "variant-changed": (
        in_construct(
            "{ extended, basic }", "{ extended, basic, other }", SAME_CONSTRUCT
        ),
    ),
    "action-changed": (in_construct("  idempotent\n", "", SAME_CONSTRUCT),),
    "bootstrap-changed": (
        in_construct('"Contoso DE" = "DEMF"', '"Contoso DE" = "DEMX"', SAME_CONSTRUCT),
    ),
    "version-changed": (
        one_edit("version 1.0.0.0\n  owner", "version 1.0.1.0\n  owner"),
    ),
    "version-step-missing": (
        Case((NAME, TRADE_2), (NAME, TRADE_2, CUSTOMERS_2)),
        Case((NAME, CUSTOMERS_2), (NAME, TRADE_2, CUSTOMERS_2)),
    ),
    "version-step-too-small": (
        Case((NAME, TRADE_2, stepped("1.9.0.0")), (NAME, TRADE_2, CUSTOMERS_2)),
        # Caution asks for the second number; before the first release for the third.
        Case(
            (MORE_KINDS, TRADE_2, stepped("1.0.1.0")),
            (MORE_KINDS, TRADE_2, stepped("1.1.0.0")),
        ),
        Case(
            (NAME, TRADE_2, ("version 0.3.0.0\n  owner", "version 0.3.1.0\n  owner")),
            (NAME, TRADE_2, ("version 0.3.0.0\n  owner", "version 0.4.0.0\n  owner")),
            first=(stepped("0.3.0.0"),),
        ),
    ),
    "version-went-back": (
        Case((stepped("0.9.0.0"),), (stepped("1.0.0.1"),)),
        Case(
            (('Trade" { version 2.0.0.0', 'Trade" { version 1.9.9.9'),),
            COMMENT,
            first=(TRADE_2,),
        ),
    ),
    "owner-changed": (one_edit("owner sales", "owner finance"),),
    # neutral
    "example-changed": (one_edit('"No"  Limit 20', '"No"  Limit 30'),),
    "documentation-changed": (
        one_edit('map Customers "Customers"', 'map Customers "All customers"'),
    ),
    "rename-forgotten": (
        one_edit(
            " renamed from old",
            "",
            first=(
                (
                    "  grade       string(10)?",
                    "  grade       string(10)? renamed from old",
                ),
            ),
        ),
    ),
}
