"""Which limits of the product a project reaches, as far as they have a number that can be known here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dwmap.diagnostics import Report
from dwmap.ir.model import EitherRef, PathRef
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.problems import (
    ManyCompanies,
    ManyDecimals,
    ManyLookups,
    ManyRows,
)
from dwmap.semantic.problems.limits.many_companies import MOST_COMPANIES
from dwmap.semantic.problems.limits.many_decimals import MOST_DECIMALS
from dwmap.semantic.problems.limits.many_lookups import MOST_LOOKUPS
from dwmap.semantic.problems.limits.many_rows import MOST_ROWS
from dwmap.semantic.scope import EntityFacts, Scope

COMPANIES = "companies"
"""In the volumes, how many companies there are; every other name is that of an entity."""


def check_limits(
    maps: Sequence[MapFacts], scope: Scope, volumes: Mapping[str, int], report: Report
) -> None:
    """Report what the product could not take; `volumes` are rows by entity, and the number of companies."""
    for facts in maps:
        if _systems(facts, scope) == {"finops", "dataverse"}:
            _check_lookups(facts, scope, report)
            _check_volumes(facts, volumes, report)
    for entity in scope.entities.values():
        if scope.systems.get(entity.system) and entity.decl is not None:
            _check_decimals(entity, scope, report)


def _systems(facts: MapFacts, scope: Scope) -> set[str]:
    known = (scope.systems.get(each.system) for each in (facts.left, facts.right))
    return {system.kind for system in known if system is not None}


def _check_lookups(facts: MapFacts, scope: Scope, report: Report) -> None:
    on_right = scope.systems[facts.right.system].kind == "dataverse"
    sides = [line.right if on_right else line.left for line in facts.lines if line.decl]
    lookups = tuple(dict.fromkeys(_lookups_of(sides)))
    if len(lookups) > MOST_LOOKUPS:
        report.add(ManyLookups(facts.name, lookups, facts.decl.name.span))


def _lookups_of(sides: Iterable[object]) -> Iterable[str]:
    for side in sides:
        if isinstance(side, PathRef) and len(side.segments) > 1:
            yield side.segments[0].casefold()
        elif isinstance(side, EitherRef):
            yield side.column.casefold()


def _check_volumes(facts: MapFacts, volumes: Mapping[str, int], report: Report) -> None:
    striped = facts.company is not None
    companies = volumes.get(COMPANIES, 1) if striped else 1
    if companies > MOST_COMPANIES:
        report.add(ManyCompanies(facts.name, companies, facts.decl.name.span))
    for entity in (facts.left, facts.right):
        rows = volumes.get(entity.name, 0)
        if rows > MOST_ROWS * max(companies, 1):
            report.add(
                ManyRows(facts.name, entity.name, rows, companies, facts.decl.name.span)
            )


def _check_decimals(entity: EntityFacts, scope: Scope, report: Report) -> None:
    if scope.systems[entity.system].kind != "dataverse":
        return
    for field in entity.fields.values():
        if field.type.kind == "decimal" and (field.type.scale or 0) > MOST_DECIMALS:
            scale = field.type.scale or 0
            report.add(ManyDecimals(field.name, scale, field.decl.span))
