"""Pairs for the rules of maps and lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from changes.pairs.base import (
    BACK,
    BOTH,
    COMMENT,
    END,
    GRADE,
    NAME,
    NEW_MAP,
    OTHERS,
    RATE,
    SAME_CONSTRUCT,
    THERE,
    Case,
    in_construct,
    one_edit,
)

CASES: Final[Mapping[str, tuple[Case, ...]]] = {
    # maps
    "map-added": (Case((END,), COMMENT),),
    "map-removed": (Case(((NEW_MAP, ""),), COMMENT, first=(END,)),),
    "map-renamed": (
        Case(
            (
                ("map Customers", "map Clients"),
                ("  owner sales\n", "  owner sales\n  renamed from Customers\n"),
                ('"a customer" for Customers', '"a customer" for Clients'),
            ),
            (('map Customers "Customers"', 'map Customers "Clients"'),),
        ),
    ),
    "endpoint-changed": (
        Case(
            (
                ("map More : fo.Customers", "map More : fo.Groups"),
                ("  where fo Limit < 5\n  Account = number\n", "  Id = number\n"),
            ),
            (("where fo Limit < 5", "where fo Limit < 6"),),
            first=(END,),
        ),
    ),
    "status-changed": (
        one_edit(
            "  owner sales\n",
            "  owner sales\n  status draft\n",
            twin=(("  owner sales\n", "  owner sales\n  status live\n"),),
        ),
    ),
    "conflict-policy-changed": (
        one_edit(
            "  owner sales\n",
            "  owner sales\n  conflict left\n",
            twin=(("  owner sales\n", "  owner sales\n  conflict newest\n"),),
        ),
    ),
    "delete-policy-changed": (
        one_edit(
            "  owner sales\n",
            "  owner sales\n  on delete ignore\n",
            twin=(("  owner sales\n", "  owner sales\n  on delete propagate\n"),),
        ),
    ),
    "leave-policy-changed": (
        one_edit(
            "  owner sales\n",
            "  owner sales\n  on leave delete\n",
            twin=(("  owner sales\n", "  owner sales\n  on leave freeze\n"),),
        ),
    ),
    "retired-field-changed": (
        in_construct(
            '  retired OldMemo since 1.0.0.1 sunset date "2027-01-01"\n',
            "",
            SAME_CONSTRUCT,
        ),
    ),
    # lines
    "line-added": (
        one_edit(
            "  Kind     ><",
            "  Name     =   name\n  Kind     ><",
            *BOTH,
            first=(NAME,),
            twin=RATE,
        ),
    ),
    "line-removed": (Case((NAME,), COMMENT, BOTH),),
    "line-retargeted": (
        one_edit(
            "  Terms    >   terms",
            "  Terms    >   grade",
            *THERE,
            first=(GRADE,),
            twin=RATE,
        ),
        one_edit(
            "  Name     =   name",
            "  Terms    =   name",
            *BOTH,
            first=(("  Terms    >   terms\n", ""),),
            twin=RATE,
        ),
    ),
    "direction-narrowed": (
        one_edit("Name     =", "Name     >", *BACK),
        one_edit("Name     =", "Name     <", *THERE),
    ),
    "direction-widened": (
        one_edit(
            "Name     >",
            "Name     =",
            *BACK,
            first=(("Name     =", "Name     >"),),
            twin=RATE,
        ),
        one_edit(
            "Name     <",
            "Name     =",
            *THERE,
            first=(("Name     =", "Name     <"),),
            twin=RATE,
        ),
    ),
    "direction-flipped": (one_edit("Terms    >", "Terms    <", *BOTH),),
    "default-changed": (one_edit('default "none"', 'default "empty"', *BOTH),),
    "null-policy-changed": (
        one_edit("Name     =   name", "Name     =   name   on null keep", *BOTH),
    ),
    "winner-changed": (
        one_edit("Name     =   name", "Name     =   name   winner left"),
    ),
    "condition-changed": (
        one_edit("Terms    >   terms", "Terms    >   terms   when Limit != 0", *THERE),
        one_edit(
            "Terms    <   terms",
            "Terms    <   terms   when limit != 0",
            *BACK,
            first=(("Terms    >", "Terms    <"),),
            twin=RATE,
        ),
    ),
    "line-transform-changed": (
        one_edit("kind   : Kinds", "kind   : Others", *BOTH, first=(OTHERS,)),
    ),
    "loss-accepted": (
        one_edit("Terms    >   terms", 'Terms    >   terms   lossy "as agreed"'),
    ),
    "lines-reordered": (
        one_edit(
            "  Terms    >   terms   when Limit > 20\n  GroupId  >   terms   when Limit > 15\n",
            "  GroupId  >   terms   when Limit > 15\n  Terms    >   terms   when Limit > 20\n",
            *THERE,
            first=(
                (
                    "  Terms    >   terms\n",
                    "  Terms    >   terms   when Limit > 20\n  GroupId  >   terms   when Limit > 15\n",
                ),
            ),
        ),
        one_edit(
            "  Terms    <   terms   when limit > 20\n  Terms    <   grade   when limit > 15\n",
            "  Terms    <   grade   when limit > 15\n  Terms    <   terms   when limit > 20\n",
            *BACK,
            first=(
                (
                    "  Terms    >   terms\n",
                    "  Terms    <   terms   when limit > 20\n  Terms    <   grade   when limit > 15\n",
                ),
                GRADE,
            ),
        ),
    ),
    "company-pair-implied": (
        one_edit("  Id = id\n", "  dataAreaId = area\n  Id = id\n"),
    ),
}
