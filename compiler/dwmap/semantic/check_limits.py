"""Which limits of the product a project reaches, as far as they can be known here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dwmap.diagnostics import Report
from dwmap.ir.model import EitherRef, PathRef, TypeKind
from dwmap.semantic.lines import column_of
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.problems import (
    LongPath,
    ManyCompanies,
    ManyDecimals,
    ManyLookups,
    ManyRows,
    ManyValues,
    UntrackedSource,
    VirtualTable,
    WideKey,
)
from dwmap.semantic.problems.limits.long_path import MOST_HOPS
from dwmap.semantic.problems.limits.many_companies import MOST_COMPANIES
from dwmap.semantic.problems.limits.many_decimals import MOST_DECIMALS
from dwmap.semantic.problems.limits.many_lookups import MOST_LOOKUPS
from dwmap.semantic.problems.limits.many_rows import MOST_ROWS
from dwmap.semantic.problems.limits.many_values import MOST_VALUES
from dwmap.semantic.problems.limits.wide_key import MOST_KEY_BYTES, MOST_KEY_COLUMNS
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.semantic.volumes import COMPANIES
from dwmap.syntax import ast

"""In the volumes, how many companies there are; every other name is that of an entity."""

_BYTES: Mapping[TypeKind, int] = {
    "bool": 1,
    "int": 4,
    "options": 4,
    "long": 8,
    "double": 8,
    "date": 8,
    "datetime": 8,
    "guid": 16,
    "lookup": 16,
    "decimal": 17,
}


def check_limits(
    maps: Sequence[MapFacts], scope: Scope, volumes: Mapping[str, int], report: Report
) -> None:
    """Report what the product could not take; `volumes` are rows by entity, and the number of companies."""
    for facts in maps:
        if _systems(facts, scope) == {"finops", "dataverse"}:
            _check_lookups(facts, scope, report)
            _check_volumes(facts, volumes, report)
            _check_tracking(facts, scope, report)
    for entity in scope.entities.values():
        if scope.end_of(entity) == "dataverse" and entity.decl is not None:
            _check_decimals(entity, report)
            for key in entity.decl.keys:
                _check_key(key, entity, report)
    for decl in scope.transformers.values():
        if isinstance(decl, ast.ValueMapDecl) and len(decl.entries) > MOST_VALUES:
            name = decl.name
            report.add(ManyValues(name.text, len(decl.entries), name.span))


def _systems(facts: MapFacts, scope: Scope) -> set[str | None]:
    return {scope.end_of(each) for each in (facts.left, facts.right)}


def _check_lookups(facts: MapFacts, scope: Scope, report: Report) -> None:
    on_right = scope.end_of(facts.right) == "dataverse"
    sides = [line.right if on_right else line.left for line in facts.lines if line.decl]
    lookups = tuple(dict.fromkeys(_lookups_of(sides)))
    if len(lookups) > MOST_LOOKUPS:
        report.add(ManyLookups(facts.name, lookups, facts.decl.name.span))
    for line in facts.lines:
        side = line.right if on_right else line.left
        if line.decl is None or not isinstance(side, PathRef):
            continue
        hops = len(side.segments) - 1
        if hops > MOST_HOPS:
            span = (line.decl.right if on_right else line.decl.left).span
            report.add(LongPath(side.text, hops, span))


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


def _check_tracking(facts: MapFacts, scope: Scope, report: Report) -> None:
    """Tables without a version, and fields that are computed: their changes are not noticed."""
    on_right = scope.end_of(facts.right) == "dataverse"
    table, entity = facts.right, facts.left
    qname = facts.decl.right
    if not on_right:
        table, entity, qname = entity, table, facts.decl.left
    kind = table.decl.table_kind if table.decl is not None else None
    if kind is not None:
        report.add(
            VirtualTable(facts.name, table.name, kind.text, qname.span, kind.span)
        )
    for line in facts.lines:
        source = line.left if on_right else line.right
        if line.decl is None or source is None:
            continue
        field = entity.field(column_of(source))
        sends = line.writes("to_right" if on_right else "to_left") is not None
        if sends and field is not None and "computed" in field.modifiers:
            span = (line.decl.left if on_right else line.decl.right).span
            report.add(UntrackedSource(field.name, span, field.decl.span))


def _check_decimals(entity: EntityFacts, report: Report) -> None:
    for field in entity.fields.values():
        if field.type.kind == "decimal" and (field.type.scale or 0) > MOST_DECIMALS:
            scale = field.type.scale or 0
            report.add(ManyDecimals(field.name, scale, field.decl.name.span))


def _check_key(key: ast.KeyDecl, entity: EntityFacts, report: Report) -> None:
    """A path through a lookup takes the column of the lookup; a length that is not known takes none."""
    columns = {path.segments[0].text.lower() for path in key.paths}
    fields = [field for name in columns if (field := entity.field(name)) is not None]
    known = [each for each in fields if "inferred" not in each.modifiers]
    size = sum(
        (
            2 * (each.type.length or 0)
            if each.type.kind == "text"
            else _BYTES.get(each.type.kind, 0)
        )
        for each in known
    )
    if len(columns) > MOST_KEY_COLUMNS or size > MOST_KEY_BYTES:
        report.add(WideKey(entity.name, len(columns), size, key.span))
