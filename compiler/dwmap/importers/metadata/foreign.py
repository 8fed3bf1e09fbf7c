"""Fields whose types the language lacks, told once for each entity."""

from __future__ import annotations

from collections.abc import Collection

from dwmap.diagnostics import Report
from dwmap.importers.metadata.model import Column, Table
from dwmap.importers.problems import SeveralValues, UnsayableType
from dwmap.source import Span


def left_out(table: Table, names: Collection[str]) -> list[Column]:
    """The columns that are not declared because their types are none; `names` are the folded ones of those that are."""
    return [one for one in _unsayable(table) if not _is_among(one, names)]


def tell_foreign(
    report: Report,
    owner: str,
    span: Span | None,
    table: Table,
    names: Collection[str],
    *,
    whole: bool,
) -> None:
    """
    Tell which fields of an entity have such a type, and which hold several values.

    Of an entity that is not declared as a `whole` only those in `names` are told: others of any type are left out, too.
    """
    unsayable = [one for one in _unsayable(table) if whole or _is_among(one, names)]
    several = [one for one in table.columns.values() if one.holds_several]
    several = [one for one in several if _is_among(one, names)]
    if unsayable:
        known = all(_is_among(one, names) for one in unsayable)
        report.add(UnsayableType(owner, span, _pairs(unsayable), known))
    if several:
        report.add(SeveralValues(owner, span, _pairs(several)))


def _unsayable(table: Table) -> list[Column]:
    return [one for one in table.columns.values() if one.is_unsayable]


def _is_among(column: Column, names: Collection[str]) -> bool:
    return column.name.lower() in names


def _pairs(columns: list[Column]) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, one.foreign) for one in columns)
