"""
Filters in the dialects of the two systems: OData `$filter` and the X++ query range.

A dialect that cannot say what a filter says refuses with the reason; it never says something near it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dwmap.emit.filter_odata import odata_text
from dwmap.emit.filter_parts import CannotSay, Notes
from dwmap.emit.filter_words import filter_words
from dwmap.emit.filter_xpp import xpp_text
from dwmap.ir.model import Enum, Expr, SystemKind

__all__ = ["Dialect", "FilterText", "Refusal", "filter_text", "filter_words"]

Dialect: TypeAlias = Literal["odata", "xpp"]


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
    kind = system or ("finops" if dialect == "xpp" else "dataverse")
    notes = Notes()
    try:
        text = _WRITERS[dialect](expr, enums, kind, notes)
    except CannotSay as refusal:
        return Refusal(dialect, str(refusal))
    return FilterText(dialect, text, notes.lines())


_Writer: TypeAlias = Callable[[Expr, Mapping[str, Enum], SystemKind, Notes], str]
_WRITERS: Mapping[Dialect, _Writer] = {"odata": odata_text, "xpp": xpp_text}
