"""
A filter in a dialect by its name, or the reason why the dialect cannot say it.

A dialect that cannot say what a filter says refuses; it never says something near it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dwmap.dialects.odata import ODataWriter
from dwmap.dialects.parts import CannotSay, Notes
from dwmap.dialects.query_range import QueryRangeWriter
from dwmap.dialects.writer import Reading, Writer
from dwmap.ir.model import Enum, Expr, SystemKind

Dialect: TypeAlias = Literal["odata", "query_range"]

DIALECT_NAMES: Mapping[Dialect, str] = {
    "query_range": "Query range (X++)",
    "odata": "OData $filter",
}
OWN_DIALECT: Mapping[SystemKind, Dialect] = {
    "finops": "query_range",
    "dataverse": "odata",
    "odata": "odata",
}
"""In which of them an end keeps the filters of its maps."""

_WRITERS: Mapping[Dialect, type[Writer]] = {
    "odata": ODataWriter,
    "query_range": QueryRangeWriter,
}


@dataclass(frozen=True, slots=True)
class FilterText:
    """A filter in a dialect. `notes` say where the system may read it in another way than dwmap."""

    dialect: Dialect
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a dialect cannot say a filter."""

    dialect: Dialect
    reason: str


def filter_text(
    expr: Expr,
    dialect: Dialect,
    enums: Mapping[str, Enum],
    system: SystemKind | None = None,
) -> FilterText | Refusal:
    """The filter in `dialect`; `system` is the kind of the end that will read it, by default the dialect's own."""
    kind = system or ("finops" if dialect == "query_range" else "dataverse")
    notes = Notes()
    try:
        text = _WRITERS[dialect](Reading(kind, enums, notes)).write(expr)
    except CannotSay as refusal:
        return Refusal(dialect, str(refusal))
    return FilterText(dialect, text, notes.lines())
