"""Fields whose types the language lacks, told once for each entity."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dwmap.diagnostics import Report
from dwmap.importers.metadata.model import Column, Table
from dwmap.importers.metadata.types import ANY
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
    types: Mapping[str, str],
    *,
    whole: bool,
) -> None:
    """
    Tell which fields of an entity have such a type, and which hold several values; `types` are the declared ones.

    Of an entity that is not declared as a `whole` only declared fields are told: others of any type are left out, too.
    """
    unsayable = [one for one in _unsayable(table) if whole or _is_among(one, types)]
    several = [one for one in table.columns.values() if one.holds_several]
    several = [one for one in several if _is_among(one, types)]
    if unsayable:
        known = all(_is_among(one, types) for one in unsayable)
        shown = tuple(_shown(one, types) for one in unsayable)
        report.add(UnsayableType(owner, span, shown, known))
    if several:
        pairs = tuple((one.name, one.foreign) for one in several)
        report.add(SeveralValues(owner, span, pairs))


def _unsayable(table: Table) -> list[Column]:
    return [one for one in table.columns.values() if one.is_unsayable]


def _is_among(column: Column, names: Collection[str]) -> bool:
    return column.name.lower() in names


def _shown(column: Column, types: Mapping[str, str]) -> tuple[str, str]:
    """The name of a field and its type there, with the one that is declared in its place."""
    declared = types.get(column.name.lower(), ANY)
    instead = f", declared as {declared}" if declared != ANY else ""
    return column.name, f"{column.foreign}{instead}"
