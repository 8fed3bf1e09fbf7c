"""Pairs for the rules of values and types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from changes.pairs.base import (
    BACK,
    BOTH,
    COMMENT,
    NAMES,
    OTHERS,
    PLAIN_MEMO,
    RATE,
    THERE,
    Case,
    one_edit,
)

CASES: Final[Mapping[str, tuple[Case, ...]]] = {
    # value maps, transforms, state tables
    "entry-added": (one_edit('  "B" = 2\n', '  "B" = 2\n  "C" = 3\n', *BOTH),),
    "entry-removed": (one_edit('  "B" = 2\n', "", *BOTH),),
    "entry-changed": (
        one_edit('"B" = 2', '"B" = 3', *BOTH),
        one_edit('"B" = 2', '"b" = 2', *BOTH),
    ),
    "fallback-changed": (
        one_edit('  "B" = 2\n', '  "B" = 2\n  else right null\n', *BACK),
        one_edit('  "B" = 2\n', '  "B" = 2\n  else left null\n', *THERE),
    ),
    "value-map-comparison-changed": (
        one_edit(
            "<-> string(60) {\n",
            "<-> string(60) {\n  ignore case\n",
            *BOTH,
            first=NAMES,
            twin=RATE,
        ),
    ),
    "entries-reordered": (
        one_edit(
            '  "A" -> "high"\n  _ -> "low"\n',
            '  _ -> "low"\n  "A" -> "high"\n',
            *THERE,
            first=(('  "B" -> "low"\n', '  _ -> "low"\n'),),
        ),
    ),
    "transform-changed": (
        one_edit("forward  x + 1", "forward  x + 2", *THERE),
        one_edit("backward x - 1", "backward x - 2", *BACK),
    ),
    "state-row-changed": (one_edit('"A" -> "high"', '"A" -> "top"', *THERE),),
    "transform-type-changed": (one_edit("Kinds : string(10)", "Kinds : string(12)"),),
    "transformer-added": (Case((OTHERS,), COMMENT),),
    "transformer-removed": (Case((OTHERS[::-1],), COMMENT, first=(OTHERS,)),),
    # types
    "field-added": (
        one_edit(
            "  grade       string(10)?\n",
            "  grade       string(10)?\n  more        int?\n",
        ),
    ),
    "field-removed": (one_edit("  GroupId     string(10)?\n", ""),),
    "renamed": (
        Case(
            (
                (
                    "  grade       string(10)?",
                    "  mark        string(10)? renamed from grade",
                ),
                (">>  grade", ">>  mark"),
            ),
            COMMENT,
        ),
    ),
    "type-narrowed": (
        one_edit(
            "  name        string(60)?\n  kind ",
            "  name        string(30)?\n  kind ",
            *THERE,
        ),
        one_edit("  Name        string(60)?", "  Name        string(30)?", *BACK),
    ),
    "type-widened": (
        one_edit(
            "  Name        string(30)?",
            "  Name        string(60)?",
            *BACK,
            first=(("  Name        string(60)?", "  Name        string(30)?"),),
            twin=RATE,
        ),
        one_edit(
            "  name        string(30)?\n  kind ",
            "  name        string(60)?\n  kind ",
            *THERE,
            first=(
                (
                    "  name        string(60)?\n  kind ",
                    "  name        string(30)?\n  kind ",
                ),
            ),
            twin=RATE,
        ),
    ),
    "type-changed": (
        one_edit("  limit       decimal(10, 2)?", "  limit       double?", *BOTH),
    ),
    "requirement-tightened": (
        one_edit(
            "  terms       string(10)",
            "  terms       string(10) required",
            *THERE,
            first=(("  terms       string(10)?", "  terms       string(10)"),),
        ),
        one_edit(
            "  Memo        string(100)",
            "  Memo        string(100) required",
            *BACK,
            first=(
                ("  Memo        string(100)?", "  Memo        string(100)"),
                PLAIN_MEMO,
            ),
        ),
    ),
    "requirement-relaxed": (
        one_edit(
            "  terms       string(10) required",
            "  terms       string(10)",
            *THERE,
            first=(("  terms       string(10)?", "  terms       string(10) required"),),
        ),
        one_edit(
            "  Memo        string(100) required",
            "  Memo        string(100)",
            *BACK,
            first=(
                ("  Memo        string(100)?", "  Memo        string(100) required"),
                PLAIN_MEMO,
            ),
        ),
    ),
    "access-changed": (
        one_edit("  terms       string(10)?", "  terms       string(10)? createonly"),
    ),
    "mask-changed": (
        one_edit("  terms       string(10)?", "  terms       string(10)? masked"),
    ),
    "member-added": (one_edit("Invoice, All }", "Invoice, All, Other }"),),
    "member-removed": (
        Case((("Invoice, All }", "Invoice }"), ("  All     = All\n", "")), COMMENT),
    ),
    "member-recoded": (one_edit("2 Invoice", "5 Invoice", *BOTH),),
    "members-reordered": (one_edit("{ No, Invoice, All }", "{ Invoice, No, All }"),),
    "table-changed": (one_edit("contoso_group\n", "contoso_groups\n"),),
    "declaration-added": (
        one_edit("\nvaluemap Kinds", "\nentity ce.more { id int }\n\nvaluemap Kinds"),
    ),
    "declaration-removed": (
        one_edit(
            "\nentity ce.more { id int }\n",
            "",
            first=(
                ("\nvaluemap Kinds", "\nentity ce.more { id int }\n\nvaluemap Kinds"),
            ),
        ),
    ),
}
